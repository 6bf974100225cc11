"""The relay: one side stops in the middle of reading, sending or answering."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from aiohttp import web
from tests.rigs.relay_exchange import Exchange, app_on, relayed, request

from kawaraban.press.front.asgi import LARGEST_BODY
from kawaraban.press.front.relay import Patience, Relay


async def until_still(count: Callable[[], int]) -> int:
    """The number when it has not changed for a thousand turns of the loop, all timers of now included."""
    last, still = count(), 0
    while still < 1_000:
        await asyncio.sleep(0)
        still = still + 1 if count() == last else 0
        last = count()
    return last


PIECE = 64 * 1024


def test_2_05_a_reader_who_stops_reading_stops_the_app(tmp_path: Path) -> None:
    """The app has 64 MB to give. Of that only what fills a few buffers leaves it."""
    written = 0

    async def answer(asked: web.Request) -> web.StreamResponse:
        nonlocal written
        response = web.StreamResponse()
        await response.prepare(asked)
        for _ in range(1_024):
            await response.write(b"x" * PIECE)
            written += PIECE
        return response

    async def run() -> None:
        async with app_on(tmp_path / "app.sock", answer):
            relay, exchange = Relay([tmp_path / "app.sock"]), Exchange()
            forward = asyncio.create_task(relay.forward(request(), exchange.receive, exchange.send))
            while not exchange.body:
                await asyncio.sleep(0)

            exchange.reads.clear()
            assert await until_still(lambda: written) < 2 * 1024 * 1024

            exchange.reads.set()
            await forward
            await relay.close()
        assert len(exchange.body) == written == 64 * 1024 * 1024

    asyncio.run(run())


def test_2_05_an_app_that_does_not_read_stops_the_sender(tmp_path: Path) -> None:
    """The sender has 12 MB to give. Only what fills a few buffers is taken from it."""
    read = asyncio.Event()

    async def answer(asked: web.Request) -> web.Response:
        await read.wait()
        return web.Response(text=str(len(await asked.read())))

    async def run() -> None:
        async with app_on(tmp_path / "app.sock", answer):
            relay = Relay([tmp_path / "app.sock"])
            exchange = Exchange(*[b"x" * PIECE] * (LARGEST_BODY // PIECE))
            forward = asyncio.create_task(
                relay.forward(
                    request(method="POST", headers=((b"Content-Length", str(LARGEST_BODY).encode()),)),
                    exchange.receive,
                    exchange.send,
                )
            )
            while not exchange.given:
                await asyncio.sleep(0)

            assert await until_still(lambda: exchange.given) * PIECE < 2 * 1024 * 1024

            read.set()
            await forward
            await relay.close()
        assert (exchange.status, exchange.body) == (200, str(LARGEST_BODY).encode())

    asyncio.run(run())


def test_2_05_when_the_reader_of_a_page_hangs_up_the_app_is_let_go(tmp_path: Path) -> None:
    begun, let_go = asyncio.Event(), asyncio.Event()

    async def answer(asked: web.Request) -> web.Response:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            let_go.set()
        return web.Response()

    async def run() -> None:
        app = web.Application()
        app.router.add_route("*", "/{rest:.*}", answer)
        runner = web.AppRunner(app, handler_cancellation=True)
        await runner.setup()
        await web.UnixSite(runner, str(tmp_path / "app.sock")).start()
        relay, exchange = Relay([tmp_path / "app.sock"]), Exchange()
        forward = asyncio.create_task(relay.forward(request(), exchange.receive, exchange.send))
        await begun.wait()

        exchange.hang_up.set()

        await forward
        await asyncio.wait_for(let_go.wait(), 60)
        assert exchange.sent == []
        await relay.close()
        await runner.cleanup()

    asyncio.run(run())


def test_2_05_when_the_reader_of_a_long_answer_hangs_up_the_rest_is_not_asked_for(tmp_path: Path) -> None:
    broken = asyncio.Event()

    async def answer(asked: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(asked)
        try:
            while True:
                await response.write(b"x" * PIECE)
        except (ConnectionError, asyncio.CancelledError):
            broken.set()
            raise

    async def run() -> None:
        async with app_on(tmp_path / "app.sock", answer):
            relay, exchange = Relay([tmp_path / "app.sock"]), Exchange()
            forward = asyncio.create_task(relay.forward(request(), exchange.receive, exchange.send))
            while not exchange.body:
                await asyncio.sleep(0)

            exchange.hang_up.set()

            await forward
            await asyncio.wait_for(broken.wait(), 60)
            await relay.close()

    asyncio.run(run())


def test_2_05_what_was_sent_whole_is_carried_out_though_its_sender_has_hung_up(tmp_path: Path) -> None:
    begun, carried_out, go_on = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def answer(asked: web.Request) -> web.Response:
        await asked.read()
        begun.set()
        await go_on.wait()
        carried_out.set()
        return web.Response()

    async def run() -> None:
        async with app_on(tmp_path / "app.sock", answer):
            relay, exchange = Relay([tmp_path / "app.sock"]), Exchange(b"abc")
            forward = asyncio.create_task(
                relay.forward(
                    request(method="POST", headers=((b"Content-Length", b"3"),)),
                    exchange.receive,
                    exchange.send,
                )
            )
            await begun.wait()
            exchange.hang_up.set()
            await until_still(lambda: exchange.given)
            go_on.set()

            await asyncio.wait_for(carried_out.wait(), 60)
            await forward
            await relay.close()

    asyncio.run(run())


def test_2_05_an_app_that_accepts_and_never_answers_is_a_sentence_of_its_own(tmp_path: Path) -> None:
    async def run() -> None:
        async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.read()
            writer.close()

        server = await asyncio.start_unix_server(accept, str(tmp_path / "app.sock"))
        exchange = await relayed([tmp_path / "app.sock"], request(), patience=Patience(app=0.05))
        server.close()

        assert exchange.status == 504
        assert b"This took too long" in exchange.body
        assert exchange.headers["retry-after"] == "30"

    asyncio.run(run())


def test_2_05_an_app_that_accepts_and_never_reads_is_not_waited_for_without_end(tmp_path: Path) -> None:
    async def run() -> None:
        async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            assert isinstance(writer.transport, asyncio.ReadTransport)
            writer.transport.pause_reading()

        server = await asyncio.start_unix_server(accept, str(tmp_path / "app.sock"))
        exchange = await relayed(
            [tmp_path / "app.sock"],
            request(method="POST", headers=((b"Transfer-Encoding", b"chunked"),)),
            *[b"x" * PIECE] * 64,
            patience=Patience(app=0.05),
        )
        server.close()

        assert exchange.status == 504
        assert exchange.given < 64

    asyncio.run(run())


def test_2_05_a_sender_who_stops_in_the_middle_of_its_body_is_told(tmp_path: Path) -> None:
    async def answer(asked: web.Request) -> web.Response:
        return web.Response(body=await asked.read())

    async def run() -> None:
        async with app_on(tmp_path / "app.sock", answer):
            relay = Relay([tmp_path / "app.sock"], patience=Patience(sender=0.05))
            exchange = Exchange(b"abc", b"def")
            exchange.is_stalled = True
            await relay.forward(
                request(method="POST", headers=((b"Content-Length", b"6"),)), exchange.receive, exchange.send
            )
            await relay.close()

        assert exchange.status == 408
        assert b"It stopped on the way" in exchange.body

    asyncio.run(run())


def test_2_05_a_reader_who_never_reads_does_not_hold_the_app_for_ever(tmp_path: Path) -> None:
    broken = asyncio.Event()

    async def answer(asked: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(asked)
        try:
            while True:
                await response.write(b"x" * PIECE)
        except (ConnectionError, asyncio.CancelledError):
            broken.set()
            raise

    async def run() -> None:
        async with app_on(tmp_path / "app.sock", answer):
            relay = Relay([tmp_path / "app.sock"], patience=Patience(reader=0.05))
            exchange = Exchange()
            exchange.reads.clear()
            await relay.forward(request(), exchange.receive, exchange.send)
            await asyncio.wait_for(broken.wait(), 60)
            await relay.close()

        assert exchange.sent == []

    asyncio.run(run())


def test_2_05_a_request_that_breaks_the_app_each_time_is_given_up(tmp_path: Path) -> None:
    asked_count = 0

    async def answer(asked: web.Request) -> web.Response:
        nonlocal asked_count
        asked_count += 1
        assert asked.transport is not None
        asked.transport.close()
        return web.Response()

    async def run() -> None:
        async with app_on(tmp_path / "app.sock", answer):
            exchange = await relayed([tmp_path / "app.sock"], request(), patience=Patience(start=20))

        assert exchange.status == 502
        assert asked_count <= 4

    asyncio.run(run())


def test_2_05_a_reader_of_nothing_but_the_head_gets_no_body_with_the_apology(tmp_path: Path) -> None:
    exchange = asyncio.run(relayed([tmp_path / "none.sock"], request(method="HEAD")))

    assert exchange.status == 503
    assert int(exchange.headers["content-length"]) > 100
    assert exchange.body == b""
