"""The relay: what is not printed goes to the app over a Unix socket, body by body as it comes.

The app may be restarting: a connection that cannot be made is tried again for a moment, since nothing was
sent yet. A GET or HEAD whose kept connection turns out to be dead is sent once more. Nothing else is ever
sent twice.
"""

import asyncio
import itertools
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import aiohttp
from multidict import CIMultiDict
from yarl import URL

from kawaraban.press.intake_frames import NOTE_HEADER
from kawaraban.press.sorry import SorryPage, sorry_page
from kawaraban.press.wire_request import WireRequest

logger = logging.getLogger(__name__)

Receive = Callable[[], Any]
Send = Callable[[dict[str, Any]], Any]

LARGEST_BODY: Final = 12 * 1024 * 1024
# How long a request waits for an app that is just starting. Long enough for a first start on a slow machine.
PATIENCE_SECONDS: Final = 8.0
_PAUSE_SECONDS: Final = 0.05
_TIMEOUT: Final = aiohttp.ClientTimeout(total=None, sock_connect=5, sock_read=120)

_HOP_BY_HOP: Final = frozenset(
    {"connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te"}
    | {"trailer", "trailers", "transfer-encoding", "upgrade", "expect", "http2-settings"}
)
# Set by us alone: what a reader says of itself here is not passed on.
_OURS: Final = frozenset(
    {"host", "forwarded", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-forwarded-port"}
    | {"x-forwarded-by", "x-real-ip", "via"}
)
# So is every header of this family. The app believes them, because nobody else reaches it.
_OUR_FAMILY: Final = "x-kawaraban-"

_NOT_SENT_BACK: Final = _HOP_BY_HOP | {"server", "date"}


class SenderWentAway(Exception):
    """The sender hung up in the middle of its body."""


class BodyTooLarge(Exception):
    """The body is longer than we take."""


@dataclass(slots=True)
class _Body:
    """The body of a request as it arrives, counted."""

    receive: Receive
    is_too_large: bool = False

    async def pieces(self) -> AsyncIterator[bytes]:
        taken = 0
        more = True
        while more:
            message = await self.receive()
            if message["type"] == "http.disconnect":
                raise SenderWentAway
            piece = message.get("body", b"")
            more = message.get("more_body", False)
            taken += len(piece)
            if taken > LARGEST_BODY:
                self.is_too_large = True
                raise BodyTooLarge
            if piece:
                yield piece


class Relay:
    """Sends requests to the app's processes in turn. Made and closed inside the event loop."""

    def __init__(self, sockets: Sequence[Path], *, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._patience_seconds = patience_seconds
        # Kept connections for what may be sent twice, a fresh one for what may not.
        self._kept = [_session(path, force_close=False) for path in sockets]
        self._fresh = [_session(path, force_close=True) for path in sockets]
        self._turns = itertools.count()

    async def close(self) -> None:
        """Close all connections."""
        for session in (*self._kept, *self._fresh):
            await session.close()

    async def forward(
        self,
        request: WireRequest,
        receive: Receive,
        send: Send,
        *,
        on_headers: Callable[[], None] = lambda: None,
    ) -> None:
        """Answer the request with what the app answers, or with a page that says sorry.

        `on_headers` is called when the head of the answer is here: then the app has stored the page, if at all.
        """
        answer = await self._asked(request, _Body(receive))
        on_headers()
        if isinstance(answer, SorryPage):
            await send_whole(send, answer.status, answer.headers, answer.body)
            return
        async with answer:
            await _send_back(answer, send)

    async def is_answering(self, *, host: str, path: str) -> bool:
        """Whether the app answers 200 there within two seconds."""
        session = self._kept[next(self._turns) % len(self._kept)]
        try:
            async with session.get(
                URL(f"http://app{path}", encoded=True),
                headers={"Host": host},
                timeout=aiohttp.ClientTimeout(total=2),
            ) as answer:
                return answer.status == 200
        except (aiohttp.ClientError, TimeoutError, OSError):
            return False

    async def _asked(self, request: WireRequest, body: _Body) -> aiohttp.ClientResponse | SorryPage:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._patience_seconds
        may_repeat = request.method in {"GET", "HEAD"} and request.body_length == 0
        tries = 0
        while True:
            sessions = self._kept if may_repeat else self._fresh
            tries += 1
            try:
                return await self._ask(sessions[next(self._turns) % len(sessions)], request, body)
            except aiohttp.ClientConnectorError:
                # Nothing was sent. Another process may be there; if none is, one may come.
                if loop.time() >= deadline:
                    return sorry_page(503)
                if tries >= len(sessions):
                    await asyncio.sleep(_PAUSE_SECONDS)
            except TimeoutError:
                logger.warning("The app took too long over %s", request.method)
                return sorry_page(504)
            except (aiohttp.ClientError, OSError, SenderWentAway, BodyTooLarge) as broken:
                if body.is_too_large:
                    return sorry_page(413)
                if not may_repeat or tries > 2 * len(sessions) + 1:
                    logger.warning("The app broke off: %s", type(broken).__name__)
                    return sorry_page(502)

    async def _ask(
        self, session: aiohttp.ClientSession, request: WireRequest, body: _Body
    ) -> aiohttp.ClientResponse:
        query = f"?{request.query}" if request.query else ""
        return await session.request(
            request.method,
            URL(f"http://app{request.raw_path}{query}", encoded=True),
            headers=_headers_for_app(request),
            data=None if request.body_length == 0 else body.pieces(),
            allow_redirects=False,
            skip_auto_headers=("Accept", "Accept-Encoding", "Content-Type", "User-Agent"),
        )


def _session(path: Path, *, force_close: bool) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=aiohttp.UnixConnector(path=str(path), limit=256, force_close=force_close),
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        timeout=_TIMEOUT,
    )


def _headers_for_app(request: WireRequest) -> CIMultiDict[str]:
    named = {name.strip().lower() for name in request.headers.get("connection", "").split(",")}
    dropped = _HOP_BY_HOP | _OURS | named
    headers: CIMultiDict[str] = CIMultiDict()
    for raw_name, raw_value in request.raw_headers:
        name = raw_name.decode("latin-1")
        if name.lower() not in dropped and not name.lower().replace("_", "-").startswith(_OUR_FAMILY):
            headers.add(name, _text(raw_value))
    headers["Host"] = request.host
    headers["X-Forwarded-For"] = request.client or "127.0.0.1"
    headers["X-Forwarded-Proto"] = request.scheme
    headers["X-Forwarded-Host"] = request.host
    if request.note:
        headers[NOTE_HEADER] = request.note
    return headers


def _text(value: bytes) -> str:
    """The client writes headers as UTF-8: bytes that are, stay what they were."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


async def _send_back(answer: aiohttp.ClientResponse, send: Send) -> None:
    named = {name.strip().lower() for name in answer.headers.get("Connection", "").split(",")}
    headers = [
        (name, value)
        for name, value in answer.raw_headers
        if name.decode("latin-1").lower() not in _NOT_SENT_BACK | named
    ]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    try:
        async for piece in answer.content.iter_any():
            await send({"type": "http.response.body", "body": piece, "more_body": True})
    except (aiohttp.ClientError, TimeoutError, OSError):
        # The head is out already: breaking off is the only way to say that this is not all.
        logger.warning("The app broke off in the middle of an answer")
        return
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def send_whole(
    send: Send, status: int, headers: Sequence[tuple[str, str]], body: bytes, *, with_body: bool = True
) -> None:
    """Answer in one piece. Without the body, the length is still said (HEAD)."""
    raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    if status != 304:
        raw.append((b"Content-Length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body if with_body else b"", "more_body": False})
