import asyncio
import base64
import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web
from tests.page import Page
from tests.rigs.relay_exchange import Exchange, app_on, relayed, request

from kawaraban.press.front.relay import Patience, Relay
from kawaraban.press.front.sorry import sorry_page


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
    assert Page(exchange.body).each("section[lang]", "lang") == ["en", "tr", "ja", "ar"]


def test_the_style_of_the_sorry_page_is_the_one_its_policy_allows() -> None:
    page = sorry_page(503)

    style = Page(page.body).one("style").code
    allowed = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
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
