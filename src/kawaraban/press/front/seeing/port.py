"""A port of its own for the figures: a few lines of HTTP, each connection asked once, at most some at a time."""

import asyncio
import contextlib
import logging
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final

from kawaraban.kit.faults import said_plainly
from kawaraban.press.front.seeing.desk import MetricsAnswer, MetricsDesk

logger = logging.getLogger(__name__)

_MOST_CONNECTIONS: Final = 8
_LONGEST_HEAD: Final = 8 * 1024
_SECONDS: Final = 5.0
_PATHS: Final = frozenset({b"/metrics", b"/"})
_PLAIN: Final = (("Content-Type", "text/plain; charset=utf-8"),)
_NOT_HTTP: Final = MetricsAnswer(400, _PLAIN, b"")
_NOTHING: Final = MetricsAnswer(404, _PLAIN, b"The figures are at /metrics.\n")
_READ_ALONE: Final = MetricsAnswer(405, (*_PLAIN, ("Allow", "GET, HEAD")), b"")


@dataclass(slots=True)
class MetricsPort:
    """Opened and closed with the front."""

    desk: MetricsDesk
    _server: asyncio.Server | None = None
    _open: set[asyncio.Task[None]] = field(default_factory=set)

    async def open(self) -> None:
        """Listen. Where that cannot be done the paper is served all the same, and the log says why."""
        settings = self.desk.settings
        if not settings.port:
            return
        try:
            self._server = await asyncio.start_server(
                self._greet, settings.host, settings.port, limit=_LONGEST_HEAD
            )
        except OSError as refused:
            logger.error(
                "Nobody can ask for figures on %s, port %d (metrics_host, metrics_port): %s",
                settings.host,
                settings.port,
                said_plainly(refused),
            )

    def close(self) -> None:
        """Listen no more, and hang up."""
        if self._server is not None:
            self._server.close()
        for task in tuple(self._open):
            task.cancel()

    @property
    def number(self) -> int:
        """On which port it listens; 0 for none."""
        sockets = self._server.sockets if self._server is not None else ()
        return int(sockets[0].getsockname()[1]) if sockets else 0

    async def _greet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is None or len(self._open) >= _MOST_CONNECTIONS:
            writer.transport.abort()
            return
        self._open.add(task)
        try:
            with contextlib.suppress(OSError, TimeoutError, asyncio.CancelledError):
                async with asyncio.timeout(_SECONDS):
                    await self._serve(reader, writer)
        finally:
            self._open.discard(task)
            writer.transport.abort() if writer.transport.is_closing() else writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        is_head, answer = False, _NOT_HTTP
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            return
        except asyncio.LimitOverrunError:
            head = b""
        words = head.partition(b"\r\n")[0].split(b" ")
        if len(words) == 3 and words[2].startswith(b"HTTP/1."):
            is_head = words[0] == b"HEAD"
            answer = await self._answer(words[0], words[1].partition(b"?")[0], head)
        writer.write(_written(answer, with_body=not is_head))
        await writer.drain()

    async def _answer(self, method: bytes, path: bytes, head: bytes) -> MetricsAnswer:
        if path not in _PATHS:
            return _NOTHING
        if method not in {b"GET", b"HEAD"}:
            return _READ_ALONE
        fields = _fields(head)
        return await self.desk.answer(
            authorization=fields.get("authorization", ""), accept=fields.get("accept", "")
        )


def _fields(head: bytes) -> dict[str, str]:
    lines = head.decode("latin-1").split("\r\n")[1:]
    pairs = (line.partition(":") for line in lines if ":" in line)
    return {name.strip().lower(): value.strip() for name, _colon, value in pairs}


def _written(answer: MetricsAnswer, *, with_body: bool) -> bytes:
    lines = (*answer.headers, ("Content-Length", str(len(answer.body))), ("Connection", "close"))
    head = "".join(f"{name}: {value}\r\n" for name, value in lines)
    status = HTTPStatus(answer.status)
    return f"HTTP/1.1 {status.value} {status.phrase}\r\n{head}\r\n".encode("latin-1") + (
        answer.body if with_body else b""
    )
