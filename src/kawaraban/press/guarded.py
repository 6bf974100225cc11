"""A connection that is guarded: how long we wait on it, how much we read from it, and how it ends.

uvicorn has a timer for connections that are idle after an answer of the app, and none for those that never ask, whose
head or body drips, or who do not read. Here the stand looks after every connection once a second. What cannot be read
as exactly one request ends the connection, after what was asked before it is answered.
"""

import asyncio
import logging
from typing import Any, Final

import httptools
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol
from uvicorn.server import ServerState

from kawaraban.press.access_log import Entry
from kawaraban.press.limits import DEEPEST_PIPELINE, LARGEST_HEAD, LONGEST_TARGET, MOST_HEADERS
from kawaraban.press.ready import head_lines
from kawaraban.press.stand import Stand

logger = logging.getLogger(__name__)

# Where a connection is. Who is waited for differs: the reader in the first three, the app in the last.
# Numbers and no enumeration: its members are looked up six times in a request, and that can be measured.
IDLE: Final = 0  # no request
HEAD: Final = 1  # in the middle of a head
BODY: Final = 2  # the head is here and the body is not yet
ANSWER: Final = 3  # the request is here and the answer is not yet

VERSIONS: Final = frozenset({"1.0", "1.1"})
_STUCK_SECONDS: Final = 60
_CLOSING_SECONDS: Final = 10


class Refused(Exception):
    """Raised in a callback of the parser: it ends the reading of this connection."""


# What a callback raises over what was sent: a target that is none, or not in ASCII.
_READERS_FAULTS: Final = (Refused, httptools.HttpParserInvalidURLError, UnicodeError)


class GuardedProtocol(HttpToolsProtocol):
    """One connection."""

    # Beside the attributes of uvicorn's, of which there are as many as Python keeps in the compact form.
    __slots__ = (
        "buffered",
        "is_finished",
        "is_proxied",
        "phase",
        "refusal",
        "requests_left",
        "since",
        "stand",
        "taken",
    )

    def __init__(
        self,
        stand: Stand,
        *,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        # uvicorn reads on after `Connection: close`. Whatever comes there was meant for somebody else.
        self.parser.set_dangerous_leniencies(lenient_data_after_close=False)
        self.stand = stand
        self.phase = IDLE
        self.since = stand.now
        self.requests_left = stand.limits.requests
        self.is_finished = False  # nothing more is read here
        self.is_proxied = False
        self.refusal = 400  # with which the reading ends, should it
        self.taken = 0  # bytes of the head, then of the body, that is coming in
        self.buffered = 0

    # The transport

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A reader has come."""
        super().connection_made(transport)
        self.is_proxied = self.client is not None and self.stand.is_proxy(self.client[0])
        if len(self.stand.connections) >= self.stand.limits.connections:
            self._refuse(503)
            return
        self.stand.connections.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """The reader has gone, or we have."""
        self.stand.connections.discard(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on; answer what is not HTTP with 400 and the end of the connection."""
        if self.is_finished:
            return
        self.taken += len(data)
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            # Answered as a plain request, and the last one: what would follow is another protocol.
            self._read_no_more()
        except httptools.HttpParserError as broken:
            self._refuse_broken(broken)
        else:
            if self.phase == HEAD and self.taken > LARGEST_HEAD:
                self._refuse(431 if self.headers else 414)
            elif self.phase == BODY and len(self.headers) > MOST_HEADERS:
                self._refuse(431)

    # The parser's callbacks

    def on_message_begin(self) -> None:
        """The first byte of a request. The scope is made when it is known that one is needed."""
        self.url = b""
        self.headers = []
        self.expect_100_continue = False
        self.phase = HEAD
        self.since = self.stand.now

    def on_header(self, name: bytes, value: bytes) -> None:
        """One header line."""
        self.headers.append((name.lower(), value))

    def on_headers_complete(self) -> None:
        """The end of a head: hand the request over."""
        if self.is_finished:
            raise Refused
        self._hand_over(dict(self.headers))

    def on_message_complete(self) -> None:
        """The end of a request."""
        self.taken = 0
        if self.phase == IDLE:
            return  # answered already
        self.phase = ANSWER
        super().on_message_complete()
        self._rest_when_answered()

    def on_response_complete(self) -> None:
        """The app has answered."""
        super().on_response_complete()
        # uvicorn has armed a timer for this connection. The stand looks after it.
        self._unset_keepalive_if_required()
        self._rest_when_answered()

    def _hand_over(self, fields: dict[bytes, bytes]) -> None:
        """Let uvicorn make a scope and a task of the request."""
        url, headers = self.url, self.headers
        self.refusal = self._fault(fields)
        if self.refusal:
            raise Refused
        self.refusal = 400
        super().on_message_begin()
        self.url = url
        self.headers.extend(headers)
        self.expect_100_continue = fields.get(b"expect", b"").lower() == b"100-continue"
        super().on_headers_complete()
        self.phase = BODY
        self.since = self.stand.now
        self.taken = 0
        # What comes after a body in chunks (a trailer) is no part of the head that the app reads.
        self.headers = []
        self.requests_left -= 1
        if self.requests_left <= 0:
            self.cycle.keep_alive = False

    def _fault(self, fields: dict[bytes, bytes]) -> int:
        """The status with which the request is refused before the app hears of it; 0 when it is not."""
        headers, version = self.headers, self.parser.get_http_version()
        coding = fields.get(b"transfer-encoding")
        if version not in VERSIONS:
            return 505
        if len(self.url) > LONGEST_TARGET:
            return 414
        if len(headers) > MOST_HEADERS or sum(len(name) + len(text) for name, text in headers) > LARGEST_HEAD:
            return 431
        # Another coding we could not undo, and one in HTTP/1.0 leaves open where the body ends (RFC 9112, 6.1).
        if coding is not None and (coding.strip().lower() != b"chunked" or version == "1.0"):
            return 400
        return 503 if len(self.pipeline) >= DEEPEST_PIPELINE else 0

    def _rest_when_answered(self) -> None:
        """The request is here, and its answer is sent: now the reader may take its time."""
        if self.phase == ANSWER and self.cycle.response_complete:
            self.phase = IDLE
            self.since = self.stand.now

    # Ending

    def _read_no_more(self) -> bool:
        """Close when all that was asked is answered. False when nothing is under way."""
        self.is_finished = True
        cycle = self.cycle
        if cycle is None or cycle.response_complete:
            return False
        cycle.keep_alive = False  # it is the last one, and it closes
        return True

    def _refuse_broken(self, broken: httptools.HttpParserError) -> None:
        """End the connection over something that is not HTTP, or over an error of our own."""
        if self.is_finished:
            return  # it follows the last request that is answered here
        cause = broken.__context__
        if cause is not None and not isinstance(cause, _READERS_FAULTS):
            logger.error("A request could not be read through a fault of ours", exc_info=cause)
            self.refusal = 500
        self._refuse(self.refusal)

    def _refuse(self, status: int) -> None:
        """End the connection with this status, once what was asked before is answered."""
        if self.phase == BODY:
            self._break_off(status)
        elif not self._read_no_more():
            self._say(status)

    def _break_off(self, status: int) -> None:
        """The body of the newest request will never come: its app must not wait, nor answer."""
        self.is_finished = True
        cycle = self.cycle
        is_first = not self.pipeline and not cycle.response_started
        cycle.disconnected = True
        cycle.message_event.set()
        if is_first:
            self._say(status)
        else:
            self.transport.close()

    def _say(self, status: int) -> None:
        text = b"%s\n" % STATUS_LINE[status].strip().partition(b" ")[2]
        self.transport.write(
            b"".join(
                (
                    STATUS_LINE[status],
                    head_lines(self.server_state.default_headers),
                    b"content-type: text/plain; charset=utf-8\r\ncontent-length: %d\r\n" % len(text),
                    b"connection: close\r\n\r\n",
                    text,
                )
            )
        )
        weight = self.stand.log.due()
        if weight:
            client = self.client[0] if self.client is not None else ""
            self.stand.log.note(Entry(client, "-", "-", "", status, len(text), "front"), weight)
        self.transport.close()

    def look_after(self, now: int) -> None:
        """Once a second: close the connection when the reader has kept us waiting for too long."""
        waited = now - self.since
        limits = self.stand.limits
        if self.transport.is_closing() or self.flow.write_paused:
            self._look_after_unread(waited, now)
        elif self.flow.read_paused or self.phase == ANSWER or self._is_waiting_for_us():
            self.since = now
        elif self.phase == IDLE:
            if waited > limits.idle_seconds:
                self.is_finished = True
                self.transport.close()
        elif self.phase == HEAD:
            if waited > limits.head_seconds:
                self._refuse(408)
        elif waited > limits.body_seconds + (0 if self.cycle.response_complete else self.taken // 1024):
            self._refuse(408)

    def _is_waiting_for_us(self) -> bool:
        """Whether the reader asked if it may send its body, and nobody has said so yet."""
        return self.phase == BODY and self.cycle.waiting_for_100_continue

    def _look_after_unread(self, waited: int, now: int) -> None:
        """What we wrote is not read: wait as long as it becomes less."""
        buffered = self.transport.get_write_buffer_size()
        if buffered != self.buffered:
            self.buffered = buffered
            self.since = now
        elif waited > (_CLOSING_SECONDS if self.transport.is_closing() else _STUCK_SECONDS):
            self.transport.abort()
