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

from kawaraban.kit.networks import household
from kawaraban.kit.seeing.families import REQUESTS
from kawaraban.press.front.access_log import LogEntry
from kawaraban.press.front.asgi import LARGEST_BODY
from kawaraban.press.front.heads import (
    RestOfBody,
    authority_of,
    framing_of,
    status_of_fault,
    without_authority,
)
from kawaraban.press.front.limits import DEEPEST_PIPELINE, LARGEST_HEAD, MOST_HEADERS, ORDINARY_BODY
from kawaraban.press.front.ready import head_lines
from kawaraban.press.front.stand import Stand
from kawaraban.press.wire_request import STAFF_COOKIE

logger = logging.getLogger(__name__)

# Where a connection is. Who is waited for differs: the reader in the first three, the app in the last.
# Numbers and no enumeration: its members are looked up six times in a request, and that can be measured.
IDLE: Final = 0  # no request
HEAD: Final = 1  # in the middle of a head
BODY: Final = 2  # the head is here and the body is not yet
ANSWER: Final = 3  # the request is here and the answer is not yet

_STUCK_SECONDS: Final = 60
_CLOSING_SECONDS: Final = 10
_RETRY: Final = b"retry-after: 5\r\n"
_STAFF: Final = STAFF_COOKIE.encode("ascii")


class RefusedRequest(Exception):
    """Raised in a callback of the parser: it ends the reading of this connection."""


# What a callback raises over what was sent: a target that is none, or not in ASCII.
_READERS_FAULTS: Final = (RefusedRequest, httptools.HttpParserInvalidURLError, UnicodeError)


class GuardedProtocol(HttpToolsProtocol):
    """One connection."""

    # Beside the attributes of uvicorn's, of which there are as many as Python keeps in the compact form.
    __slots__ = (
        "buffered",
        "framing",
        "is_finished",
        "is_in_chunks",
        "is_kept",
        "is_long",
        "is_proxied",
        "network",
        "phase",
        "refusal",
        "requests_left",
        "rest",
        "seen",
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
        self.network = ""  # of the reader; empty behind a proxy, whose connections are of many
        self.refusal = 400  # with which the reading ends, should it
        self.taken = 0  # bytes of the head, then of the body, that is coming in
        self.buffered = 0
        # Of the body that is coming in:
        self.is_long = False  # it is longer than a form, or may be a picture
        self.is_in_chunks = False
        self.is_kept = False  # the connection stays when it has come whole
        self.framing = 0  # bytes between two pieces of it
        # What the app had not read yet when that was counted, and how many bytes it was.
        self.seen: tuple[bytearray | None, int] = (None, 0)
        self.rest: RestOfBody | None = None  # who reads it where the parser ends before it

    # The transport

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A reader has come."""
        super().connection_made(transport)
        self.is_proxied = self.client is not None and self.stand.is_proxy(self.client[0])
        if self.client is not None and not self.is_proxied:
            self.network = household(self.client[0])
        if not self.stand.let_in(self, self.network):
            self._refuse(503)

    def connection_lost(self, exc: Exception | None) -> None:
        """The reader has gone, or we have."""
        self.stand.let_out(self, self.network)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on; answer what is not HTTP with 400 and the end of the connection."""
        if self.is_finished:
            return
        self.taken += len(data)
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade as offered:
            end_of_head = offered.args[0]
        except httptools.HttpParserError as broken:
            self._refuse_broken(broken)
            return
        else:
            if self.phase == HEAD and self.taken > LARGEST_HEAD:
                self._refuse(431 if self.headers else 414)
            elif self.phase == BODY and self.is_in_chunks:
                self._look_at_framing(len(data))
            return
        self._pass_over_upgrade(data[end_of_head:])

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
            raise RefusedRequest
        self._hand_over(dict(self.headers))

    def on_message_complete(self) -> None:
        """The end of a request."""
        self.taken = 0
        if self.phase == IDLE:
            return  # answered already
        if self.rest is not None:
            return  # the parser ends here, and the request does not
        if self.expect_100_continue and not self.cycle.response_started:
            self.cycle.keep_alive = self.is_kept
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
        version = self.parser.get_http_version()
        self.refusal = status_of_fault(self.parser.get_method(), version, self.url, self.headers)
        if not self.refusal and len(self.pipeline) >= DEEPEST_PIPELINE:
            self.refusal = 503
        if self.refusal:
            raise RefusedRequest
        self.refusal = 400
        asked, headers = self.url, self.headers
        url = without_authority(asked, fields.get(b"host"))
        super().on_message_begin()
        self.url = url
        self.headers.extend(headers)
        if b"host" not in fields and (named := authority_of(asked)):
            self.headers.append((b"host", named))
        self.expect_100_continue = b"expect" in fields and version == "1.1"
        super().on_headers_complete()
        self.phase = BODY
        self.since = self.stand.now
        self.taken = self.framing = 0
        # What comes after a body in chunks (a trailer) is no part of the head that the app reads.
        self.headers = []
        self.requests_left -= 1
        if self.requests_left <= 0:
            self.cycle.keep_alive = False
        self._await_body(framing_of(fields), is_staff=_STAFF in fields.get(b"cookie", b""))

    def _await_body(self, framing: bytes, *, is_staff: bool) -> None:
        """How the body of the request that was just handed over will come.

        `is_staff` is only what the request says of itself: the front looks whether it is so, and has a time of its own.
        """
        length = framing.partition(b"Content-Length: ")[2]
        self.is_in_chunks = bool(framing) and not length
        self.seen = (None, 0)
        self.is_long = is_staff or (bool(length) and int(length) > ORDINARY_BODY)
        if self.parser.should_upgrade():
            self.cycle.keep_alive = False
            if framing:
                self.rest = RestOfBody(framing, on_body=self.on_body, on_end=self._end_of_rest)
        if self.expect_100_continue:
            # Refused before it is told to go on, the sender may leave the body out: nobody could say what comes next.
            self.is_kept, self.cycle.keep_alive = self.cycle.keep_alive, False

    def _pass_over_upgrade(self, data: bytes) -> None:
        """Answer a plain request, the last one. What would follow it is another protocol."""
        if self.rest is None:
            self._read_no_more()
        else:
            self.parser, self.rest = self.rest.parser, None
            self.data_received(data)

    def _end_of_rest(self) -> None:
        self.on_message_complete()
        self._read_no_more()

    def _look_at_framing(self, length: int) -> None:
        """Bytes of a body that are none of its own: a trailer, or the size of a chunk with what is said beside it."""
        unread = self.cycle.body
        has_moved = len(unread) > (self.seen[1] if unread is self.seen[0] else 0)
        self.seen = (unread, len(unread))
        self.framing = 0 if has_moved else self.framing + length
        most = LARGEST_BODY if self.cycle.response_complete else LARGEST_HEAD
        if self.framing > most or len(self.headers) > MOST_HEADERS:
            self._refuse(431)

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
                    _RETRY if status == 503 else b"",
                    b"connection: close\r\n\r\n",
                    text,
                )
            )
        )
        self.stand.tally.count(REQUESTS, "front", str(status))
        weight = self.stand.log.due()
        if weight:
            client = self.client[0] if self.client is not None else ""
            self.stand.log.note(LogEntry(client, "-", "-", "", status, len(text), "front"), weight)
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
        elif waited > limits.body_seconds + self._more_seconds():
            self._refuse(408)

    def _more_seconds(self) -> int:
        """What a body gets beyond the time that all have: nothing, unless it is more than a form."""
        is_long = self.is_long or self.taken > ORDINARY_BODY
        return self.taken // 1024 if is_long and not self.cycle.response_complete else 0

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
