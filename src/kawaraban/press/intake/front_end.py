"""The front's end of the intake: hands forms to the clerk and waits for its reply. Without Django.

    taken = await intake.take(request, receive)
    taken.reply          # what the sender is answered, or, with a note, what the app is told
    taken.receive        # the body once more, for the app

All forms go over one connection, many at a time. When the clerk ends before it has answered, nobody knows whether the
comment was stored; the form is then sent once more to the clerk that takes its place. That is safe because the same
words from the same sender are one comment (comments/actions/receive.py): a form that was stored is answered with the
receipt it already has. Once, and not again and again: a form that ends the clerk must not end every one.

What cannot be handed over (no clerk, too many at once) is answered by the app with 503, Retry-After and the text.

Nobody is told "it was not sent" of what may be stored. Each form has one deadline from the moment in which it is whole:
it travels to the clerk, who begins nothing after it, and the front waits until the clerk must have answered. Where a
clerk was lost on the way and the next one cannot say either, the sender hears that nobody knows yet.
"""

import asyncio
import itertools
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

from kawaraban.kit.networks import household
from kawaraban.press.intake.frames import (
    BUSY,
    UNKNOWN,
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

# A longer body is never a comment (doors/public/form/sent_form.py): the app is given it, and refuses it. What cannot be
# a comment costs the clerk nothing, who is one process for all.
LONGEST_BODY: Final = 256 * 1024
# Whole forms that wait for the clerk.
MOST_REQUESTS: Final = 1024
MOST_BYTES: Final = 16 * 1024 * 1024
MOST_OF_NETWORK: Final = 64
# How long a form waits for a clerk that is just starting.
PATIENCE_SECONDS: Final = 3.0
# How long a clerk may try to store a form: it begins nothing after that, and says so.
LETTER_SECONDS: Final = 20.0
# What is begun in time may still be written to a slow disk. We wait longer than that can take; only a clerk that hangs
# leaves us without a word.
GRACE_SECONDS: Final = 15.0
_HEALTH_SECONDS: Final = 2.0
_PAUSE_SECONDS: Final = 0.02
_TO_NOBODY: Final = Reply(status=400)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a form. A reply without status and note: nothing yet, ask the app."""

    reply: Reply
    receive: Receive


@dataclass(frozen=True, slots=True)
class IntakeLimits:
    """How much waits for the clerk, and how long; what each is for stands at its usual value."""

    patience_seconds: float = PATIENCE_SECONDS
    most_requests: int = MOST_REQUESTS
    most_bytes: int = MOST_BYTES
    most_of_network: int = MOST_OF_NETWORK
    seconds: float = LETTER_SECONDS
    grace_seconds: float = GRACE_SECONDS


_USUAL: Final = IntakeLimits()


class Intake:
    """One connection with the clerk, made when it is needed. Used inside the event loop."""

    def __init__(self, path: Path, limits: IntakeLimits = _USUAL) -> None:
        self._path = path
        self._limits = limits
        self._of_networks: dict[str, int] = {}
        self._requests_count = 0
        self._bytes_count = 0
        self._line: _Line | None = None
        self._connecting = asyncio.Lock()

    async def take(self, request: WireRequest, receive: Receive) -> Taken:
        """Read the form and have it answered. Until it is whole it counts for nothing."""
        if (request.body_length or 0) > LONGEST_BODY:
            return Taken(Reply(), receive)
        body = bytearray()
        while True:
            message = await receive()
            body += message.get("body", b"")
            if message["type"] == "http.disconnect":
                return Taken(_TO_NOBODY, receive)
            if len(body) > LONGEST_BODY:
                return Taken(Reply(), _again(bytes(body), message, receive))
            if not message.get("more_body", False):
                break
        with self._counted(household(request.client), len(body)) as has_room:
            reply = await self._ask(_letter(request, bytes(body), self._limits.seconds)) if has_room else BUSY
        return Taken(reply, _again(bytes(body), message, receive))

    @contextmanager
    def _counted(self, network: str, size: int) -> Iterator[bool]:
        """Whether there is room for a form of this size from there; it is counted until the block ends."""
        yours = self._of_networks.get(network, 0)
        if (
            self._requests_count >= self._limits.most_requests
            or self._bytes_count >= self._limits.most_bytes
            or yours >= self._limits.most_of_network
        ):
            yield False
            return
        self._requests_count += 1
        self._bytes_count += size
        self._of_networks[network] = yours + 1
        try:
            yield True
        finally:
            self._requests_count -= 1
            self._bytes_count -= size
            self._of_networks[network] -= 1
            if not self._of_networks[network]:
                del self._of_networks[network]

    async def is_answering(self) -> bool:
        """Whether there is a clerk that goes round."""
        deadline = time.monotonic() + _HEALTH_SECONDS
        try:
            async with asyncio.timeout(_HEALTH_SECONDS):
                line = await self._open_line(deadline)
                return line is not None and await line.ask(b"") == b""
        except OSError:  # a time-out is one
            return False

    def close(self) -> None:
        """Hang up."""
        if self._line is not None:
            self._line.hang_up()

    async def _ask(self, letter: Letter) -> Reply:
        """The clerk's reply. BUSY: it was not stored. UNKNOWN: nobody can say so."""
        said = packed_letter(letter)
        was_lost = False
        for _ in range(2):
            line = await self._connected(
                min(time.monotonic() + self._limits.patience_seconds, letter.deadline)
            )
            if line is None:
                break
            try:
                async with asyncio.timeout(letter.deadline + self._limits.grace_seconds - time.monotonic()):
                    reply = opened_reply(await line.ask(said))
            except ConnectionError:
                # Stored or not, nobody knows: the next clerk does.
                was_lost = True
            except TimeoutError:
                was_lost = True
                break
            else:
                # The next clerk could not look: what the one before it did is as unknown as it was.
                return UNKNOWN if was_lost and _is_for_want_of_means(reply) else reply
        logger.warning("A form could not be handed to the clerk")
        return UNKNOWN if was_lost else BUSY

    async def _connected(self, deadline: float) -> "_Line | None":
        """A line with a clerk, by then. Nothing was sent yet, so waiting for one that starts costs nothing."""
        while (line := await self._open_line(deadline)) is None:
            if time.monotonic() >= deadline:
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
            async with asyncio.timeout(deadline - time.monotonic()):
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


def _is_for_want_of_means(reply: Reply) -> bool:
    """Whether the clerk could not do its work; every other refusal comes after a look at what is stored."""
    return reply.status == 503 or reply.note.startswith(('{"refused": "busy"', '{"refused": "disk_full"'))


def _letter(request: WireRequest, body: bytes, seconds: float) -> Letter:
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
        deadline=time.monotonic() + seconds,
        request_id=request.request_id,
    )


def _again(body: bytes, last: dict[str, Any], receive: Receive) -> Receive:
    """The body as far as it was read, in one piece; then whatever comes."""
    told = [{"type": "http.request", "body": body, "more_body": last.get("more_body", False)}]

    async def tell() -> Any:
        return told.pop() if told else await receive()

    return tell
