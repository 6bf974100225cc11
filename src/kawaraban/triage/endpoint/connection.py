"""One connection: reads requests, answers each with one write and in their order, and ends what cannot be read.

The server's protocol itself, as the press has it (decision 8): between the parser and the model stands nothing that
costs a task or a timer for each request. What can be read in two ways is refused, as the front refuses it.
"""

import asyncio
import logging
from collections import deque
from typing import Final, cast

import httptools

from kawaraban.kit.networks import household
from kawaraban.press.front.heads import RestOfBody, framing_of, status_of_fault
from kawaraban.press.front.limits import LARGEST_HEAD, MOST_HEADERS
from kawaraban.triage.endpoint.answer import EndpointAnswer, api_refusal, refusal
from kawaraban.triage.endpoint.hosts import is_loopback
from kawaraban.triage.endpoint.limits import DEEPEST_PIPELINE, LARGEST_BODY, LARGEST_FRAMED_BODY
from kawaraban.triage.endpoint.questions import Question
from kawaraban.triage.endpoint.routes import Take
from kawaraban.triage.endpoint.stand import EndpointStand
from kawaraban.triage.formats.api_errors import body_too_large, unavailable

logger = logging.getLogger(__name__)

# Where a connection is; numbers, for they are compared some times in each request.
IDLE: Final = 0
HEAD: Final = 1
BODY: Final = 2
_CONTINUE: Final = b"HTTP/1.1 100 Continue\r\n\r\n"


class UnreadableRequest(Exception):
    """Raised in a callback of the parser: it ends the reading of this connection."""


_SENDERS_FAULTS: Final = (UnreadableRequest, httptools.HttpParserInvalidURLError, UnicodeError)


class Turn:
    """The place of one request among those of its connection: answers go out in the order of the questions."""

    __slots__ = ("connection", "held", "is_stranger", "keeps", "whole", "with_body")

    def __init__(self, connection: "AskingConnection", *, keeps: bool, with_body: bool, held: int) -> None:
        self.connection = connection
        self.keeps = keeps
        self.with_body = with_body
        self.held = held
        self.is_stranger = connection.is_stranger
        self.whole: bytes | None = None

    @property
    def is_gone(self) -> bool:
        """Nobody waits for it."""
        return self.connection.is_gone

    def fill(self, answer: EndpointAnswer) -> None:
        """Here is the answer: it goes out when its turn has come."""
        self.whole = answer.written(self.connection.stand.date, keeps=self.keeps, with_body=self.with_body)
        self.connection.write_ready()


def network_of(peer: object) -> str:
    """Whose connection it is, as far as one may have too many: "" for this machine, and where nobody can tell."""
    address = peer[0] if isinstance(peer, tuple) and peer and isinstance(peer[0], str) else ""
    return "" if not address or is_loopback(address) else household(address)


class AskingConnection(asyncio.Protocol):
    """One of them."""

    __slots__ = (
        "body",
        "early",
        "framed",
        "headers",
        "is_finished",
        "is_gone",
        "is_new",
        "is_paused",
        "is_stranger",
        "network",
        "parser",
        "phase",
        "refusal",
        "rest",
        "since",
        "stand",
        "take",
        "taken",
        "transport",
        "turns",
        "url",
        "wants_word",
        "with_body",
    )

    def __init__(self, stand: EndpointStand) -> None:
        self.stand = stand
        self.transport: asyncio.Transport = cast("asyncio.Transport", None)
        self.parser = httptools.HttpRequestParser(self)
        # Whatever comes behind `Connection: close` was meant for somebody else.
        self.parser.set_dangerous_leniencies(lenient_data_after_close=False)
        self.turns: deque[Turn] = deque()
        self.phase = IDLE
        self.since = stand.now
        self.is_finished = False  # nothing more is read here
        self.is_gone = False
        self.is_new = True  # it has asked nothing yet
        self.network = ""
        self.is_paused = False  # the other side does not read
        self.refusal = 400
        self.taken = 0  # bytes of the request that is coming in
        self.rest: RestOfBody | None = None
        self._begin()

    def _begin(self) -> None:
        self.url = b""
        self.headers: list[tuple[bytes, bytes]] = []
        self.body: bytes | bytearray = b""
        self.early: EndpointAnswer | None = None
        self.take: Take | None = None
        self.with_body = True
        self.wants_word = False
        self.is_stranger = False  # who asks is known when the body is here

    # The transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Somebody has come."""
        self.transport = cast("asyncio.Transport", transport)
        self.network = network_of(transport.get_extra_info("peername"))
        if not self.stand.let_in(self, self.network):
            self._say(api_refusal(unavailable(), retry_after="5"))

    def connection_lost(self, exc: Exception | None) -> None:
        """They have gone, or we have."""
        self.is_gone = self.is_finished = True
        self.stand.let_out(self, self.network)
        self._let_go_of_body()
        for turn in self.turns:
            self.stand.lets_go(turn.held, is_stranger=turn.is_stranger)
        self.turns.clear()

    def eof_received(self) -> bool | None:
        """They send no more. What was asked whole is answered; half a request is nothing."""
        if self.is_finished or not self.turns:
            return None
        self.is_finished = True
        self.turns[-1].keeps = False
        return True  # the transport stays open for the answers

    def pause_writing(self) -> None:
        """Answers lie unread: nothing more is read either."""
        self.is_paused = True
        self.since = self.stand.now
        if not self.transport.is_closing():
            self.transport.pause_reading()

    def resume_writing(self) -> None:
        """They are read again."""
        self.is_paused = False
        self.since = self.stand.now
        if not self.transport.is_closing():
            self.transport.resume_reading()

    def data_received(self, data: bytes) -> None:
        """Read on."""
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
                self._refuse(refusal(431 if self.headers else 414, "The head of the request is too long."))
            elif self.phase == BODY and self.taken > LARGEST_FRAMED_BODY:
                self._refuse(api_refusal(body_too_large(LARGEST_BODY)))
            return
        self._pass_over_upgrade(data[end_of_head:])

    # The parser's callbacks

    def on_message_begin(self) -> None:
        """The first byte of a request."""
        self._begin()
        self.phase = HEAD
        self.since = self.stand.now

    def on_url(self, url: bytes) -> None:
        """The target, or a piece of it."""
        self.url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        """One header line, or, behind a body in chunks, a line of its trailer, which says nothing here."""
        if self.phase == HEAD:
            self.headers.append((name.lower(), value))
        elif self.phase == BODY and len(self.headers) <= MOST_HEADERS:
            self.headers.append((b"", b""))
        else:
            raise UnreadableRequest

    def on_headers_complete(self) -> None:
        """The end of a head: who asks, and what."""
        if self.is_finished or self.phase != HEAD:
            raise UnreadableRequest
        method, version, fields = self.parser.get_method(), self.parser.get_http_version(), dict(self.headers)
        self.refusal = status_of_fault(method, version, self.url, self.headers)
        if not self.refusal and len(self.turns) >= DEEPEST_PIPELINE:
            self.refusal = 503
        if self.refusal:
            raise UnreadableRequest
        self.refusal = 400
        self.phase = BODY
        self.since = self.stand.now
        self.taken = 0
        self.with_body = method != b"HEAD"
        admitted = self.stand.routes.admit(method, self.url, fields, second=self.stand.second)
        if isinstance(admitted, EndpointAnswer):
            self.early = admitted
        else:
            self.take, self.is_stranger = admitted
        framing = framing_of(fields)
        if framing.startswith(b"Content-Length: ") and int(framing[16:]) > LARGEST_BODY:
            self.early = api_refusal(body_too_large(LARGEST_BODY))
            self.refusal = 413
        if b"expect" in fields and version == "1.1":
            # Refused already, it may leave the body out: nobody could say what comes next.
            self.wants_word = True
            if self.early is None:
                self._tell_to_go_on()
        if self.parser.should_upgrade() and framing:
            self.rest = RestOfBody(framing, on_body=self.on_body, on_end=self._end_of_rest)
        if self.early is not None and (self.refusal == 413 or (self.wants_word and framing)):
            self._refuse(self.early)
            raise UnreadableRequest

    def on_body(self, body: bytes) -> None:
        """A piece of the body. Of a request that is refused nothing is kept."""
        if self.early is not None or self.is_finished:
            return
        if len(self.body) + len(body) > LARGEST_BODY:
            self.early = api_refusal(body_too_large(LARGEST_BODY))
        elif not self.stand.holds(len(body), is_stranger=self.is_stranger):
            self.early = api_refusal(unavailable(), retry_after="1")
        else:
            self._keep(body)
            return
        self._let_go_of_body()

    def _let_go_of_body(self) -> None:
        self.stand.lets_go(len(self.body), is_stranger=self.is_stranger)
        self.body = b""

    def _keep(self, piece: bytes) -> None:
        """One piece is the rule. Of many, none is copied again with each that follows."""
        if not self.body:
            self.body = piece
            return
        if isinstance(self.body, bytes):
            self.body = bytearray(self.body)
        self.body += piece

    def on_message_complete(self) -> None:
        """The end of a request: answer it, or put its question."""
        if self.rest is not None:
            return  # the parser ends here, and the request does not
        self.phase = IDLE
        self.is_new = False
        self.taken = 0
        self.since = self.stand.now
        keeps = (
            self.parser.should_keep_alive()
            and self.parser.get_http_version() == "1.1"
            and not self.parser.should_upgrade()
            and not self.stand.is_stopping
        )
        if not keeps:
            self.is_finished = True
        body, self.body = bytes(self.body), b""
        turn = Turn(self, keeps=keeps, with_body=self.with_body, held=len(body))
        self.turns.append(turn)
        found = self.early if self.early is not None else self._taken_up(body)
        if isinstance(found, Question):
            self.stand.gathering.ask(found, turn)
        else:
            turn.fill(found)

    def _taken_up(self, body: bytes) -> "EndpointAnswer | Question":
        assert self.take is not None
        try:
            return self.take(body)
        except Exception as failure:
            # Its words may quote the body.
            logger.error("A request could not be taken: %s", type(failure).__name__)
            return refusal(500, "Internal error encountered.")

    # Answering

    def write_ready(self) -> None:
        """Write what is next in turn and ready; several answers that are ready together are one write."""
        turns = self.turns
        ready: list[bytes] = []
        keeps = True
        while turns and turns[0].whole is not None:
            turn = turns.popleft()
            self.stand.lets_go(turn.held, is_stranger=turn.is_stranger)
            ready.append(cast("bytes", turn.whole))
            keeps = turn.keeps
        if not ready or self.is_gone:
            return
        self.transport.write(ready[0] if len(ready) == 1 else b"".join(ready))
        if not keeps or (self.is_finished and not turns):
            self.transport.close()

    def _tell_to_go_on(self) -> None:
        """Ask for the body, where nothing before it waits for an answer."""
        if not self.turns:
            self.transport.write(_CONTINUE)

    # Ending

    def _pass_over_upgrade(self, data: bytes) -> None:
        """Answer a plain request, the last one. What would follow it is another protocol."""
        if self.rest is None:
            self.is_finished = True
            return
        self.parser, self.rest = self.rest.parser, None
        self.data_received(data)

    def _end_of_rest(self) -> None:
        self.phase = BODY
        self.on_message_complete()

    def _refuse_broken(self, broken: httptools.HttpParserError) -> None:
        """End over something that is not HTTP, or over a fault of our own."""
        if self.is_finished:
            return
        cause = broken.__context__
        if cause is not None and not isinstance(cause, _SENDERS_FAULTS):
            logger.error("A request could not be read through a fault of ours: %s", type(cause).__name__)
            self.refusal = 500
        self._refuse(refusal(self.refusal, "The request could not be read."))

    def _refuse(self, answer: EndpointAnswer) -> None:
        """End the connection with this answer, once what was asked before is answered."""
        self.is_finished = True
        self._let_go_of_body()
        turn = Turn(self, keeps=False, with_body=True, held=0)
        self.turns.append(turn)
        turn.fill(answer)

    def _say(self, answer: EndpointAnswer) -> None:
        self.is_finished = True
        self.transport.write(answer.written(self.stand.date, keeps=False))
        self.transport.close()

    def stop(self) -> None:
        """Take nothing more; close when nothing is open. A request that is half here is let go."""
        self.is_finished = True
        if self.turns:
            self.turns[-1].keeps = False
        else:
            self.transport.close()

    def look_after(self, now: int) -> None:
        """Once a second: close the connection when the other side has kept us waiting for too long."""
        waited, limits = now - self.since, self.stand.limits
        if self.transport.is_closing() or self.is_paused:
            if waited > limits.unread_seconds:
                self.transport.abort()
        elif self.turns:
            self.since = now  # they wait for us
        elif self.phase == IDLE:
            if waited > (limits.head_seconds if self.is_new else limits.idle_seconds):
                self.is_finished = True
                self.transport.close()
        elif waited > (limits.head_seconds if self.phase == HEAD else limits.body_seconds):
            self._refuse(refusal(408, "The request did not come in time."))
