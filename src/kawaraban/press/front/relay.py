"""The relay: what is not printed goes to the app over a Unix socket, body by body as it comes.

The app may be restarting: a connection that cannot be made is tried again for a moment, since nothing was
sent yet. A GET or HEAD whose kept connection turns out to be dead is sent once more. Nothing else is ever
sent twice.

Nothing is held whole on the way, in neither direction: an app that does not read stops the sender, a reader
who does not read stops the app. And nobody waits without end: each of the four who can be waited for has a
time of its own (`Patience`). When the reader of a GET hangs up, the app's connection is closed at once; what
was sent whole by another method is carried out by the app, even if nobody listens any more.
"""

import asyncio
import contextlib
import itertools
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import aiohttp
from multidict import CIMultiDict
from yarl import URL

from kawaraban.kit.seeing.request_id import REQUEST_HEADER
from kawaraban.press.front.asgi import LARGEST_BODY, Receive, Send, send_whole
from kawaraban.press.front.sorry import SorryPage, sorry_page
from kawaraban.press.intake.frames import NOTE_HEADER
from kawaraban.press.wire_request import WireRequest

logger = logging.getLogger(__name__)

_PAUSE_SECONDS: Final = 0.05
# A request that makes the app break off again and again is not what the next process should start with. (The client
# tries each of ours twice by itself.)
_MOST_BREAKS: Final = 1

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


@dataclass(frozen=True, slots=True)
class Patience:
    """How many seconds is waited for whom."""

    # An app that is just starting. Long enough for a first start on a slow machine.
    start: float = 8.0
    # The app, to take what is sent or to send what comes next.
    app: float = 120.0
    # The sender of a body, to send the next piece.
    sender: float = 30.0
    # The reader of an answer, to take the next piece.
    reader: float = 60.0


class SenderWentAway(Exception):
    """The sender hung up in the middle of its body."""


class SenderStopped(Exception):
    """The sender neither sends nor hangs up."""


class BodyTooLarge(Exception):
    """The body is longer than we take."""


class _ReaderStopped(Exception):
    """The reader neither reads nor hangs up."""


@dataclass(slots=True)
class _Body:
    """The body of a request as it arrives, counted. `failure` is why it did not arrive whole."""

    receive: Receive
    patience: float
    failure: Exception | None = None
    is_taken_by_app: bool = False  # whether the app has all of it, or there is none
    moved_at: float = 0.0  # when the app last took a piece; 0 while we wait for the sender
    _is_whole: asyncio.Event = field(default_factory=asyncio.Event)

    async def pieces(self) -> AsyncIterator[bytes]:
        try:
            async for piece in self._counted():
                # From here until we are asked for the next piece the app is what is waited for.
                self.moved_at = asyncio.get_running_loop().time()
                yield piece
                self.moved_at = 0.0
        except (SenderWentAway, SenderStopped, BodyTooLarge) as failure:
            self.failure = failure
            raise
        self._is_whole.set()
        self.is_taken_by_app = True

    async def _counted(self) -> AsyncIterator[bytes]:
        taken = 0
        more = True
        while more:
            message = await self._next()
            if message["type"] == "http.disconnect":
                raise SenderWentAway
            piece = message.get("body", b"")
            more = message.get("more_body", False)
            taken += len(piece)
            if taken > LARGEST_BODY:
                raise BodyTooLarge
            if piece:
                yield piece

    async def _next(self) -> Any:
        try:
            async with asyncio.timeout(self.patience):
                return await self.receive()
        except TimeoutError:
            raise SenderStopped from None

    async def until_reader_is_gone(self, *, has_body: bool) -> None:
        """Return when the reader hangs up. While a body arrives, the one who takes its pieces would notice."""
        if has_body:
            await self._is_whole.wait()
        elif (await self.receive())["type"] == "http.disconnect":  # else: the empty body, which nobody takes
            return
        if (await self.receive())["type"] != "http.disconnect":
            await asyncio.Event().wait()


class Relay:
    """Sends requests to the app's processes in turn. Made and closed inside the event loop.

    `sorry` gives the page for a status that we answer with ourselves, to a reader or to one who has sent something.
    """

    def __init__(
        self,
        sockets: Sequence[Path],
        *,
        patience: Patience = Patience(),
        sorry: Callable[..., SorryPage] = sorry_page,
    ) -> None:
        self._patience = patience
        self._sorry = sorry
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=5, sock_read=patience.app)
        # Kept connections for what may be sent twice, a fresh one for what may not.
        self._kept = [_session(path, timeout, force_close=False) for path in sockets]
        self._fresh = [_session(path, timeout, force_close=True) for path in sockets]
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
        body = _Body(receive, self._patience.sender)
        has_body = request.body_length != 0
        exchange = asyncio.create_task(self._exchange(request, body, send, on_headers))
        gone = asyncio.create_task(body.until_reader_is_gone(has_body=has_body))
        try:
            await asyncio.wait({exchange, gone}, return_when=asyncio.FIRST_COMPLETED)
            if not exchange.done() and gone.done() and not (has_body and body.is_taken_by_app):
                exchange.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await exchange
        finally:
            for task in (exchange, gone):
                task.cancel()

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

    async def _exchange(
        self, request: WireRequest, body: _Body, send: Send, on_headers: Callable[[], None]
    ) -> None:
        answer = await self._ask_app(request, body)
        on_headers()
        if isinstance(answer, SorryPage):
            await send_whole(
                send, answer.status, answer.headers, answer.body, with_body=request.method != "HEAD"
            )
            return
        async with answer:
            await self._send_back(answer, send)

    async def _ask_app(self, request: WireRequest, body: _Body) -> aiohttp.ClientResponse | SorryPage:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._patience.start
        may_repeat = request.method in {"GET", "HEAD"} and request.body_length == 0
        is_sent = request.method not in {"GET", "HEAD"}
        tries = breaks = 0
        while True:
            # What broke off once was perhaps only a kept connection that had died: the next one is fresh.
            sessions = self._kept if may_repeat and not breaks else self._fresh
            tries += 1
            try:
                return await self._ask_in_time(sessions[next(self._turns) % len(sessions)], request, body)
            except aiohttp.ClientConnectorError:
                # Nothing was sent. Another process may be there; if none is, one may come.
                if loop.time() >= deadline:
                    return self._sorry(503, is_sent=is_sent)
                if tries >= len(sessions):
                    await asyncio.sleep(_PAUSE_SECONDS)
            except TimeoutError:
                logger.warning("The app took too long over %s", request.method)
                return self._sorry(504)
            except (aiohttp.ClientError, OSError, SenderWentAway, SenderStopped, BodyTooLarge) as broken:
                if body.failure is not None:
                    return self._sorry(_STATUS_OF_FAILURE[type(body.failure)])
                breaks += 1
                if not may_repeat or breaks > _MOST_BREAKS:
                    logger.warning("The app broke off: %s", type(broken).__name__)
                    return self._sorry(502, is_sent=is_sent)

    async def _ask_in_time(
        self, session: aiohttp.ClientSession, request: WireRequest, body: _Body
    ) -> aiohttp.ClientResponse:
        """The head of the answer. Raises TimeoutError also when the app does not take what is sent."""
        asking = asyncio.create_task(self._ask(session, request, body))
        loop = asyncio.get_running_loop()
        try:
            while True:
                rest = self._patience.app
                if body.moved_at:
                    rest -= loop.time() - body.moved_at
                if rest <= 0:
                    raise TimeoutError
                done, _ = await asyncio.wait({asking}, timeout=rest)
                if done:
                    return asking.result()
        finally:
            asking.cancel()

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

    async def _send_back(self, answer: aiohttp.ClientResponse, send: Send) -> None:
        start = {
            "type": "http.response.start",
            "status": answer.status,
            "headers": _end_to_end_headers(answer),
        }
        try:
            await self._give(send, start)
            async for piece in answer.content.iter_any():
                await self._give(send, {"type": "http.response.body", "body": piece, "more_body": True})
            await self._give(send, {"type": "http.response.body", "body": b"", "more_body": False})
        except _ReaderStopped:
            logger.info("A reader stopped reading and is let go")
        except (aiohttp.ClientError, TimeoutError, OSError):
            # The head is out already: breaking off is the only way to say that this is not all.
            logger.warning("The app broke off in the middle of an answer")

    async def _give(self, send: Send, message: dict[str, Any]) -> None:
        """Send one message. `send` waits while the reader has more than enough: that stops us, and so the app."""
        try:
            async with asyncio.timeout(self._patience.reader):
                await send(message)
        except TimeoutError:
            raise _ReaderStopped from None


_STATUS_OF_FAILURE: Final = {SenderWentAway: 408, SenderStopped: 408, BodyTooLarge: 413}


def _session(path: Path, timeout: aiohttp.ClientTimeout, *, force_close: bool) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        # Who may come at all is settled before (`entrance.py`): a second line here would know nobody.
        connector=aiohttp.UnixConnector(path=str(path), limit=0, force_close=force_close),
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        timeout=timeout,
    )


def _end_to_end_headers(answer: aiohttp.ClientResponse) -> list[tuple[bytes, bytes]]:
    named = {name.strip().lower() for name in answer.headers.get("Connection", "").split(",")}
    return [
        (name, value)
        for name, value in answer.raw_headers
        if name.decode("latin-1").lower() not in _NOT_SENT_BACK | named
    ]


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
    if request.request_id:
        headers[REQUEST_HEADER] = request.request_id
    return headers


def _text(value: bytes) -> str:
    """The client writes headers as UTF-8: bytes that are, stay what they were."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")
