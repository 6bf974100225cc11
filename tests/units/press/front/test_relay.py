import asyncio
import base64
import hashlib
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from kawaraban.press.front.asgi import LARGEST_BODY
from kawaraban.press.front.relay import Patience, Relay
from kawaraban.press.front.sorry import sorry_page
from kawaraban.press.wire_request import WireRequest


def request(
    path: str = "/a%2Fb/",
    *,
    method: str = "GET",
    query: str = "",
    headers: tuple[tuple[bytes, bytes], ...] = (),
) -> WireRequest:
    return WireRequest(
        method=method,
        path=path,
        raw_path=path,
        query=query,
        headers={name.decode().lower(): value.decode("latin-1") for name, value in headers},
        raw_headers=headers,
        client="203.0.113.5",
        scheme="https",
        host="paper.example",
    )


class Exchange:
    """What the relay receives from and sends to the reader."""

    def __init__(self, *pieces: bytes) -> None:
        self._pieces = list(pieces) or [b""]
        self.sent: list[dict[str, Any]] = []
        self.given = 0  # pieces that the relay has asked for
        self.hang_up = asyncio.Event()
        self.reads = asyncio.Event()  # cleared: the reader takes nothing more
        self.reads.set()
        self.is_stalled = False  # the sender has more, and does not send it

    async def receive(self) -> dict[str, Any]:
        if self._pieces and not self.is_stalled:
            self.given += 1
            piece = self._pieces.pop(0)
            return {"type": "http.request", "body": piece, "more_body": bool(self._pieces)}
        await self.hang_up.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: dict[str, Any]) -> None:
        await self.reads.wait()
        self.sent.append(message)

    @property
    def status(self) -> int:
        return int(self.sent[0]["status"])

    @property
    def headers(self) -> dict[str, str]:
        return {name.decode().lower(): value.decode("latin-1") for name, value in self.sent[0]["headers"]}

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.sent[1:])


@asynccontextmanager
async def app_on(
    path: Path, answer: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> AsyncIterator[None]:
    app = web.Application(client_max_size=LARGEST_BODY * 2)
    app.router.add_route("*", "/{rest:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.UnixSite(runner, str(path)).start()
    try:
        yield
    finally:
        await runner.cleanup()


AT_ONCE = Patience(start=0.0)


async def relayed(
    sockets: list[Path], asked: WireRequest, *pieces: bytes, patience: Patience = AT_ONCE
) -> Exchange:
    relay = Relay(sockets, patience=patience)
    exchange = Exchange(*pieces)
    try:
        await relay.forward(asked, exchange.receive, exchange.send)
    finally:
        await relay.close()
    return exchange


def test_the_app_sees_the_request_as_it_came_and_the_client_as_we_know_it(tmp_path: Path) -> None:
    seen: list[tuple[str, dict[str, str]]] = []

    async def answer(asked: web.Request) -> web.Response:
        seen.append((asked.raw_path, dict(asked.headers)))
        return web.Response(status=302, headers={"Location": "/c/", "Set-Cookie": "a=1"})

    async def run() -> None:
        async with app_on(tmp_path / "app.sock", answer):
            exchange = await relayed(
                [tmp_path / "app.sock"],
                request(
                    query="order=a%26b",
                    headers=(
                        (b"Host", b"evil.example"),
                        (b"X-Forwarded-For", b"1.2.3.4"),
                        (b"Forwarded", b"for=1.2.3.4"),
                        (b"Connection", b"keep-alive, X-Secret"),
                        (b"X-Secret", b"1"),
                        (b"Cookie", b"a=b"),
                        (b"User-Agent", "Gezgin/ş".encode()),
                    ),
                ),
            )

        (path, headers) = seen[0]
        assert path == "/a%2Fb/?order=a%26b"
        assert headers["Host"] == headers["X-Forwarded-Host"] == "paper.example"
        assert headers["X-Forwarded-For"] == "203.0.113.5"
        assert headers["X-Forwarded-Proto"] == "https"
        assert headers["Cookie"] == "a=b"
        assert headers["User-Agent"].encode("utf-8", "surrogateescape") == "Gezgin/ş".encode()
        assert not {"X-Secret", "Forwarded", "Accept-Encoding", "Accept"} & set(headers)
        assert (exchange.status, exchange.headers["location"]) == (302, "/c/")
        assert exchange.headers["set-cookie"] == "a=1"
        assert not {"connection", "server", "date", "transfer-encoding"} & set(exchange.headers)

    asyncio.run(run())


@pytest.mark.parametrize("note", ["", '{"refused": "busy"}'])
def test_only_we_can_leave_the_app_a_note(tmp_path: Path, note: str) -> None:
    seen: list[dict[str, str]] = []

    async def answer(asked: web.Request) -> web.Response:
        seen.append(dict(asked.headers))
        return web.Response()

    async def run() -> None:
        forged = tuple(
            (name, b"forged")
            for name in (b"X-Kawaraban-Note", b"x_kawaraban_note", b"X-KAWARABAN_note", b"X-Kawaraban-Other")
        )
        async with app_on(tmp_path / "app.sock", answer):
            await relayed([tmp_path / "app.sock"], replace(request(headers=forged), note=note))

        ours = {name: value for name, value in seen[0].items() if "kawaraban" in name.lower()}
        assert ours == ({"X-Kawaraban-Note": note} if note else {})

    asyncio.run(run())


def test_bodies_go_through_both_ways_piece_by_piece(tmp_path: Path) -> None:
    async def answer(asked: web.Request) -> web.Response:
        return web.Response(body=await asked.read() + asked.content_type.encode())

    async def run() -> None:
        async with app_on(tmp_path / "app.sock", answer):
            exchange = await relayed(
                [tmp_path / "app.sock"],
                request(
                    method="POST",
                    headers=((b"Content-Length", b"6"), (b"Content-Type", b"text/plain")),
                ),
                b"abc",
                b"def",
            )

        assert (exchange.status, exchange.body) == (200, b"abcdeftext/plain")

    asyncio.run(run())


def test_a_body_of_unknown_length_is_counted_on_its_way(tmp_path: Path) -> None:
    async def answer(asked: web.Request) -> web.Response:
        await asked.read()
        return web.Response()

    async def run() -> None:
        async with app_on(tmp_path / "app.sock", answer):
            exchange = await relayed(
                [tmp_path / "app.sock"],
                request(method="POST", headers=((b"Transfer-Encoding", b"chunked"),)),
                *[b"x" * 1024 * 1024] * 13,
            )

        assert exchange.status == 413

    asyncio.run(run())


def test_without_an_app_the_reader_is_told_in_four_languages_when_to_come_back(tmp_path: Path) -> None:
    exchange = asyncio.run(relayed([tmp_path / "none.sock"], request()))

    assert exchange.status == 503
    assert exchange.headers["retry-after"] == "30"
    assert exchange.headers["cache-control"] == "private, no-store"
    for language in ("en", "tr", "ja", "ar"):
        assert f'<section lang="{language}"'.encode() in exchange.body


def test_the_style_of_the_sorry_page_is_the_one_its_policy_allows() -> None:
    page = sorry_page(503)

    style = re.search(rb"<style>(.*)</style>", page.body)
    assert style is not None
    allowed = base64.b64encode(hashlib.sha256(style[1]).digest()).decode()
    assert f"style-src 'sha256-{allowed}'" in dict(page.headers)["Content-Security-Policy"]


def test_a_request_waits_for_an_app_that_is_just_starting(tmp_path: Path) -> None:
    async def answer(asked: web.Request) -> web.Response:
        return web.Response(body=b"here")

    async def run() -> None:
        asking = asyncio.create_task(relayed([tmp_path / "app.sock"], request(), patience=Patience(start=20)))
        await asyncio.sleep(0)
        async with app_on(tmp_path / "app.sock", answer):
            exchange = await asking

        assert (exchange.status, exchange.body) == (200, b"here")

    asyncio.run(run())


def test_a_second_app_answers_when_the_first_is_gone(tmp_path: Path) -> None:
    async def answer(asked: web.Request) -> web.Response:
        return web.Response(body=b"second")

    async def run() -> None:
        sockets = [tmp_path / "first.sock", tmp_path / "second.sock"]
        async with app_on(sockets[1], answer):
            for _ in range(2):
                exchange = await relayed(sockets, request(), patience=Patience(start=20))
                assert exchange.body == b"second"

    asyncio.run(run())


def test_a_get_on_a_kept_connection_that_died_is_sent_again(tmp_path: Path) -> None:
    async def answer(asked: web.Request) -> web.Response:
        return web.Response(body=b"ok")

    async def run() -> None:
        relay = Relay([tmp_path / "app.sock"], patience=Patience(start=20))
        for _ in range(2):
            async with app_on(tmp_path / "app.sock", answer):
                exchange = Exchange()
                await relay.forward(request(), exchange.receive, exchange.send)
                assert exchange.body == b"ok"
        await relay.close()

    asyncio.run(run())


def test_a_post_that_breaks_off_is_never_sent_twice(tmp_path: Path) -> None:
    received: list[bytes] = []

    async def answer(asked: web.Request) -> web.Response:
        received.append(await asked.read())
        assert asked.transport is not None
        asked.transport.close()
        return web.Response()

    async def run() -> None:
        async with app_on(tmp_path / "app.sock", answer):
            exchange = await relayed(
                [tmp_path / "app.sock"],
                request(method="POST", headers=((b"Content-Length", b"3"),)),
                b"abc",
                patience=Patience(start=20),
            )

        assert exchange.status == 502
        assert received == [b"abc"]

    asyncio.run(run())


def test_an_answer_that_breaks_off_is_not_made_to_look_whole(tmp_path: Path) -> None:
    exchange = Exchange()

    async def answer(asked: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "100"})
        await response.prepare(asked)
        await response.write(b"half")
        while not exchange.body:
            await asyncio.sleep(0)
        assert asked.transport is not None
        asked.transport.close()
        return response

    async def run() -> None:
        async with app_on(tmp_path / "app.sock", answer):
            relay = Relay([tmp_path / "app.sock"])
            await relay.forward(request(), exchange.receive, exchange.send)
            await relay.close()

        assert exchange.body == b"half"
        assert all(message.get("more_body", True) for message in exchange.sent)

    asyncio.run(run())


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
            writer.transport.pause_reading()  # type: ignore[attr-defined]

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
