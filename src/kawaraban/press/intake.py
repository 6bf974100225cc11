"""The front's end of the intake: hands forms to the clerk and waits for its reply. Without Django.

    taken = await intake.take(request, receive)
    taken.reply          # what the sender is answered, or, with a note, what the app is told
    taken.receive        # the body once more, for the app

All forms go over one connection, many at a time. When the clerk ends before it has answered, nobody knows whether the
comment was stored; the form is then sent once more to the clerk that takes its place. That is safe because the same
words from the same sender are one comment (comments/actions/receive.py): a form that was stored is answered with the
receipt it already has. Once, and not again and again: a form that ends the clerk must not end every one.

What cannot be handed over (no clerk, too many at once) is answered by the app with 503, Retry-After and the text.
"""

import asyncio
import itertools
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

from kawaraban.press.intake_frames import (
    BUSY,
    FrameReader,
    Letter,
    NotAFrame,
    Reply,
    frame,
    opened_reply,
    packed_letter,
)
from kawaraban.press.wire_request import WireRequest

logger = logging.getLogger(__name__)

Receive = Callable[[], Any]

# A longer body is never a comment: the app is given it unread, and refuses it.
LONGEST_BODY: Final = 1024 * 1024
MOST_REQUESTS: Final = 1024
MOST_BYTES: Final = 16 * 1024 * 1024
# How long a form waits for a clerk that is just starting.
PATIENCE_SECONDS: Final = 3.0
# Longer than a clerk waits for a locked database (20 s): then it answers by itself.
_ANSWER_SECONDS: Final = 30.0
_HEALTH_SECONDS: Final = 2.0
_PAUSE_SECONDS: Final = 0.02
_TO_NOBODY: Final = Reply(status=400)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a form. A reply without status and note: nothing yet, ask the app."""

    reply: Reply
    receive: Receive


class Intake:
    """One connection with the clerk, made when it is needed. Used inside the event loop."""

    def __init__(
        self,
        path: Path,
        *,
        patience_seconds: float = PATIENCE_SECONDS,
        most_requests: int = MOST_REQUESTS,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        self._path = path
        self._patience_seconds = patience_seconds
        self._most_requests = most_requests
        self._most_bytes = most_bytes
        self._requests_count = 0
        self._bytes_count = 0
        self._line: _Line | None = None
        self._connecting = asyncio.Lock()

    async def take(self, request: WireRequest, receive: Receive) -> Taken:
        """Read the form and have it answered."""
        if (request.body_length or 0) > LONGEST_BODY:
            return Taken(Reply(), receive)
        if self._requests_count >= self._most_requests or self._bytes_count >= self._most_bytes:
            return Taken(BUSY, receive)
        self._requests_count += 1
        body = bytearray()
        try:
            while True:
                message = await receive()
                piece = message.get("body", b"")
                body += piece
                self._bytes_count += len(piece)
                if message["type"] == "http.disconnect":
                    return Taken(_TO_NOBODY, receive)
                if len(body) > LONGEST_BODY:
                    return Taken(Reply(), _again(bytes(body), message, receive))
                if not message.get("more_body", False):
                    break
            reply = await self._ask(packed_letter(_letter(request, bytes(body))))
            return Taken(reply or BUSY, _again(bytes(body), message, receive))
        finally:
            self._requests_count -= 1
            self._bytes_count -= len(body)

    async def is_answering(self) -> bool:
        """Whether there is a clerk that goes round."""
        deadline = asyncio.get_running_loop().time() + _HEALTH_SECONDS
        try:
            async with asyncio.timeout_at(deadline):
                line = await self._open_line(deadline)
                return line is not None and await line.ask(b"") == b""
        except OSError:  # a time-out is one
            return False

    def close(self) -> None:
        """Hang up."""
        if self._line is not None:
            self._line.hang_up()

    async def _ask(self, said: bytes) -> Reply | None:
        """The clerk's reply; None when there is none to be had."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._patience_seconds
        for _ in range(2):
            line = await self._connected(deadline)
            if line is None:
                break
            try:
                async with asyncio.timeout(_ANSWER_SECONDS):
                    return opened_reply(await line.ask(said))
            except ConnectionError:
                # Stored or not, nobody knows: the next clerk does.
                deadline = loop.time() + self._patience_seconds
            except TimeoutError:
                break
        logger.warning("A form could not be handed to the clerk")
        return None

    async def _connected(self, deadline: float) -> "_Line | None":
        """A line with a clerk, by then. Nothing was sent yet, so waiting for one that starts costs nothing."""
        loop = asyncio.get_running_loop()
        while (line := await self._open_line(deadline)) is None:
            if loop.time() >= deadline:
                return None
            await asyncio.sleep(_PAUSE_SECONDS)
        return line

    async def _open_line(self, deadline: float) -> "_Line | None":
        """The line that is open, or a new one; None when nobody is there just now."""
        if self._line is not None and self._line.is_open:
            return self._line
        async with self._connecting:
            if self._line is None or not self._line.is_open:
                self._line = await self._greeted(deadline)
            return self._line

    async def _greeted(self, deadline: float) -> "_Line | None":
        """A new line on which somebody has answered: the door of a clerk that is just dying opens as well."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout_at(deadline):
                _, line = await loop.create_unix_connection(_Line, str(self._path))
                try:
                    await line.ask(b"")
                except BaseException:
                    line.hang_up()
                    raise
                return line
        except OSError:
            return None


class _Line(asyncio.Protocol):
    """The connection: what is asked in one round of the event loop leaves in one piece."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._reader = FrameReader()
        self._numbers = itertools.count(1)
        self._asked: dict[int, asyncio.Future[bytes]] = {}
        self._unsent: list[bytes] = []

    @property
    def is_open(self) -> bool:
        return self._transport is not None and not self._transport.is_closing()

    def ask(self, said: bytes) -> "asyncio.Future[bytes]":
        """What is answered. Raises ConnectionError when the clerk hangs up before."""
        number = next(self._numbers)
        answer: asyncio.Future[bytes] = self._loop.create_future()
        self._asked[number] = answer
        if not self._unsent:
            self._loop.call_soon(self._send)
        self._unsent.append(frame(number, said))
        return answer

    def hang_up(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def _send(self) -> None:
        if self._transport is not None:
            self._transport.write(b"".join(self._unsent))
        self._unsent.clear()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        try:
            for number, said in self._reader.read(data):
                answer = self._asked.pop(number, None)
                if answer is not None and not answer.done():
                    answer.set_result(said)
        except NotAFrame:
            self.hang_up()

    def connection_lost(self, exc: Exception | None) -> None:
        for answer in self._asked.values():
            if not answer.done():
                answer.set_exception(ConnectionResetError("the clerk hung up"))
        self._asked.clear()


def _letter(request: WireRequest, body: bytes) -> Letter:
    headers = request.headers
    return Letter(
        content_type=headers.get("content-type", ""),
        address=request.client,
        scheme=request.scheme,
        host=request.host,
        accept=headers.get("accept", ""),
        site=headers.get("sec-fetch-site"),
        origin=headers.get("origin"),
        body=body,
    )


def _again(body: bytes, last: dict[str, Any], receive: Receive) -> Receive:
    """The body as far as it was read, in one piece; then whatever comes."""
    told = iter([{"type": "http.request", "body": body, "more_body": last.get("more_body", False)}])

    async def tell() -> Any:
        return next(told, None) or await receive()

    return tell
