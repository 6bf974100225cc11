"""Whether the fast path works with the uvicorn that is installed: tried at each start, in a few milliseconds.

A connection that is none is driven through what a reader's would be: a printed page, its head, a page that is not
printed, and one request behind another. Whatever is not as it should be is an error here, and the front then serves
the paper in the plain form.
"""

import asyncio
from typing import Any, Final

import uvicorn
from uvicorn.server import ServerState

from kawaraban.press.front.access_log import AccessLog
from kawaraban.press.front.limits import FrontLimits
from kawaraban.press.front.protocol import PageProtocol
from kawaraban.press.front.shelf import Shelf
from kawaraban.press.front.stand import Stand
from kawaraban.press.store.page import Choose, EncodedPage

_SHEET: Final = EncodedPage("/proof/", (("Content-Type", "text/plain"),), "identity", '"proof"', b"printed\n")
_ASK: Final = b"%s %s HTTP/1.1\r\nHost: proof.invalid\r\n%s\r\n"


class FastPathBroken(Exception):
    """The protocol does not do what it should: the message says where."""


class _OnePage:
    """A store with one page."""

    generation = memoryview(bytearray(8)).cast("Q")

    def newest_transaction(self) -> int:
        return 1

    def version(self, address: str) -> bytes | None:
        return b"1" if address == "/proof/" else None

    def chosen_encoding(self, address: str, choose: Choose) -> tuple[bytes, EncodedPage] | None:
        return (b"1", _SHEET) if address == "/proof/" else None


class _Wire(asyncio.Transport):
    """A transport that leads nowhere and remembers what was written."""

    def __init__(self) -> None:
        super().__init__({"peername": ("192.0.2.1", 5000)})
        self.written = b""
        self.is_shut = False

    def write(self, data: Any) -> None:
        self.written += bytes(data)

    def close(self) -> None:
        self.is_shut = True

    def is_closing(self) -> bool:
        return self.is_shut

    def pause_reading(self) -> None:
        pass

    def resume_reading(self) -> None:
        pass

    def get_write_buffer_size(self) -> int:
        return 0


async def _app(scope: Any, receive: Any, send: Any) -> None:
    body = b"made for %s\n" % scope["raw_path"]
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": body, "more_body": False})


def try_fast_path() -> None:
    """Raise FastPathBroken, or whatever uvicorn raises, when the fast path cannot be trusted."""
    loop = asyncio.new_event_loop()
    try:
        loop.run_until_complete(_try())
    finally:
        loop.close()


async def _try() -> None:
    config = uvicorn.Config(
        _app, http="httptools", ws="none", lifespan="off", log_config=None, proxy_headers=False
    )
    config.load()
    stand = Stand(
        Shelf(_OnePage(), limit_bytes=1_000_000),
        AccessLog(None),
        hosts=frozenset({"proof.invalid"}),
        trusted=(),
        limits=FrontLimits(),
    )
    wire = _Wire()
    state = ServerState()
    connection = PageProtocol(stand, config=config, server_state=state, app_state={})
    connection.connection_made(wire)
    for method, path, extra, status, body in (
        (b"GET", b"/proof/", b"", b"200 OK", b"printed\n"),
        (b"HEAD", b"/proof/", b"", b"200 OK", b""),
        (b"GET", b"/other/", b"", b"200 OK", b"11\r\nmade for /other/\n\r\n0\r\n\r\n"),
        (b"GET", b"/proof/", b'If-None-Match: "proof"\r\n', b"304 Not Modified", b""),
    ):
        wire.written = b""
        connection.data_received(_ASK % (method, path, extra))
        await asyncio.gather(*state.tasks)
        head, _, rest = wire.written.partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 " + status) or rest != body:
            raise FastPathBroken(f"{method.decode()} {path.decode()} was answered {wire.written[:80]!r}")
    wire.written = b""
    connection.data_received(_ASK % (b"GET", b"/other/", b"") + _ASK % (b"GET", b"/proof/", b""))
    while state.tasks:
        await asyncio.gather(*state.tasks)
    if not 0 <= wire.written.find(b"made for /other/") < wire.written.find(b"made for /proof/"):
        raise FastPathBroken("an answer overtook the one before it")
    connection.data_received(b"nonsense\r\n\r\n")
    if not wire.is_shut:
        raise FastPathBroken("what is not HTTP was not refused")
    connection.connection_lost(None)
