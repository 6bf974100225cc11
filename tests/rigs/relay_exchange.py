"""What the tests of the relay share."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import web

from kawaraban.press.front.asgi import LARGEST_BODY
from kawaraban.press.front.relay import Patience, Relay
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
