"""Connections without a network: what a reader would send goes in as bytes, what it would get comes out as bytes.

The same front answers in both forms: behind the protocol with the fast path, and behind uvicorn's own.
"""

import asyncio
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import uvicorn
from tests.makers.press import FakeApp, FrontClient
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from kawaraban.press.front.protocol import PageProtocol

FORMS = ("protocol", "plain")
DATE = b"Mon, 23 Nov 2026 12:00:00 GMT"


class Wire(asyncio.Transport):
    """A transport that leads nowhere. `unread` are bytes that the reader does not take."""

    def __init__(self, peer: str, *, is_strict: bool = True) -> None:
        super().__init__({"peername": (peer, 5000)})
        self.is_strict = is_strict
        self.written = b""
        self.writes = 0
        self.unread = 0
        self.is_shut = False
        self.is_aborted = False
        self.is_paused = False

    def write(self, data: Any) -> None:
        if self.is_shut:
            assert not self.is_strict, f"written after the end: {bytes(data)[:80]!r}"
            return
        self.written += bytes(data)
        self.writes += 1

    def close(self) -> None:
        self.is_shut = True

    def abort(self) -> None:
        self.is_shut = self.is_aborted = True

    def is_closing(self) -> bool:
        return self.is_shut

    def pause_reading(self) -> None:
        self.is_paused = True

    def resume_reading(self) -> None:
        self.is_paused = False

    def get_write_buffer_size(self) -> int:
        return self.unread


class Line:
    """One connection to a front."""

    def __init__(self, client: FrontClient, form: str, *, peer: str = "192.0.2.7") -> None:
        config = _config(client)
        self.state = ServerState()
        self.state.default_headers = [(b"date", DATE)]
        # uvicorn writes on after it has closed, and the transport throws that away.
        self.wire = Wire(peer, is_strict=form == "protocol")
        self.protocol: HttpToolsProtocol = (
            PageProtocol(client.front.stand, config=config, server_state=self.state, app_state={})
            if form == "protocol"
            else HttpToolsProtocol(config=config, server_state=self.state, app_state={})
        )
        self.protocol.connection_made(self.wire)

    async def say(self, *pieces: bytes) -> bytes:
        """Send the pieces one by one. Returns what was answered to them by the time nothing moves any more."""
        before = len(self.wire.written)
        for piece in pieces:
            if not self.wire.is_shut:
                self.protocol.data_received(piece)
            await self.settle()
        return self.wire.written[before:]

    async def settle(self) -> None:
        """Let the front do what it can do without hearing more."""
        for _ in range(12):
            await asyncio.sleep(0)
            if not self.state.tasks:
                return

    def hang_up(self) -> None:
        """The reader has gone."""
        self.protocol.connection_lost(ConnectionResetError())


@cache
def _config(client: FrontClient) -> uvicorn.Config:
    config = uvicorn.Config(
        client.front,
        http="httptools",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
    )
    config.load()
    return config


@dataclass(frozen=True)
class Said:
    """One answer as it was written."""

    status: int
    headers: dict[str, str]
    body: bytes


def read_answers(written: bytes, *, to_head: bool = False) -> list[Said]:
    """The answers in what was written, one behind the other. Fails when they do not fit together."""
    answers = []
    while written:
        head, end, written = written.partition(b"\r\n\r\n")
        assert end, f"half a head: {head!r}"
        status_line, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): text for name, text in (line.split(": ", 1) for line in lines)}
        assert len(headers) == len(lines), f"a header twice: {lines}"
        status = int(status_line.split()[1])
        if to_head or status == 304:
            body = b""
        elif headers.get("transfer-encoding") == "chunked":
            body, written = _chunks(written)
        else:
            length = int(headers["content-length"])
            assert len(written) >= length, "half a body"
            body, written = written[:length], written[length:]
        answers.append(Said(status, headers, body))
    return answers


def _chunks(written: bytes) -> tuple[bytes, bytes]:
    body = b""
    while True:
        size, _, written = written.partition(b"\r\n")
        length = int(size, 16)
        body, written = body + written[:length], written[length + 2 :]
        if length == 0:
            return body, written


@dataclass
class Front:
    """A front with a loop of its own that goes on from one test to the next."""

    folder: Path
    app: FakeApp = field(default_factory=FakeApp)

    def __enter__(self) -> "Front":
        self.runner = asyncio.Runner()
        self.client = FrontClient(self.folder, self.app)
        self.runner.run(self.client.__aenter__())
        return self

    def __exit__(self, *_: object) -> None:
        self.runner.run(self.client.__aexit__())
        self.runner.close()

    def line(self, form: str = "protocol", *, peer: str = "192.0.2.7") -> Line:
        async def make() -> Line:
            return Line(self.client, form, peer=peer)

        return self.runner.run(make())

    def say(self, line: Line, *pieces: bytes) -> bytes:
        return self.runner.run(line.say(*pieces))
