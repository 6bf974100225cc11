"""The front's fast path: a printed page is answered inside the server's protocol, with one write.

uvicorn parses, keeps connections alive and holds back who is too fast. `PageProtocol` answers a plain request for a
printed page as soon as its head is read, before there is a scope or a task, and leaves all else to uvicorn and the
`Front` behind it. What it answers is what the front would have answered: `ready.py` makes both.

This and `guarded.py` stand on parts of uvicorn, whose version is pinned: the callbacks of httptools, `cycle`,
`pipeline`, `flow`, `server_state.default_headers`. `self_test.py` tries them at each start, and without them the plain
form serves the paper, slower.
"""

from typing import Final

from kawaraban.press.front.access_log import LogEntry
from kawaraban.press.front.guarded import HEAD, IDLE, GuardedProtocol, RefusedRequest
from kawaraban.press.front.heads import VERSIONS
from kawaraban.press.front.limits import LARGEST_HEAD
from kawaraban.press.front.negotiation import etag_matches
from kawaraban.press.front.ready import ReadyAnswer, closing
from kawaraban.press.wire_request import STAFF_COOKIE, client_behind

# A request with one of these is not plain: the front behind us reads it.
_NOT_PLAIN: Final = frozenset(
    {b"authorization", b"content-length", b"expect", b"forwarded", b"if-match", b"if-range"}
    | {b"if-unmodified-since", b"range", b"te", b"trailer", b"transfer-encoding", b"upgrade"}
)
_STAFF: Final = STAFF_COOKIE.encode("ascii")


class PageProtocol(GuardedProtocol):
    """One connection that is answered at once where it can be."""

    __slots__ = ()

    def on_headers_complete(self) -> None:
        """Answer the request at once, when it is for a printed page and plain; else hand it over."""
        if self.is_finished:
            raise RefusedRequest
        headers = self.headers
        fields = dict(headers)
        stand = self.stand
        cycle = self.cycle
        if (
            len(fields) == len(headers)
            and _NOT_PLAIN.isdisjoint(fields)
            # Nothing overtakes an answer that is under way, nothing is added to what a slow reader leaves lying.
            and (cycle is None or cycle.response_complete)
            and not self.flow.write_paused
            and self.taken <= LARGEST_HEAD
        ):
            method = self.parser.get_method()
            host = fields.get(b"host")
            if self.is_proxied and b"x-forwarded-host" in fields:
                host = fields[b"x-forwarded-host"].rpartition(b",")[2].strip() or host
            if (
                (method == b"GET" or method == b"HEAD")
                and (host in stand.known_hosts or stand.knows(host))
                and _STAFF not in fields.get(b"cookie", b"")
            ):
                answer = stand.shelf.answer(self.url, fields.get(b"accept-encoding"))
                if answer is not None:
                    self._give(answer, method, fields)
                    return
        self._hand_over(fields)

    def _give(self, answer: ReadyAnswer, method: bytes, fields: dict[bytes, bytes]) -> None:
        """Write the whole answer."""
        self.phase = IDLE
        self.requests_left -= 1
        is_kept = self.parser.should_keep_alive()
        if not is_kept or b"connection" in fields:
            version = self.parser.get_http_version()
            if version not in VERSIONS:
                self.phase = HEAD
                self.refusal = 505
                raise RefusedRequest
            # As uvicorn has it: HTTP/1.0 is closed even where it asks to be kept.
            is_kept = is_kept and version == "1.1"
        is_kept = is_kept and self.requests_left > 0
        stand = self.stand
        if stand.stamp is not self.server_state.default_headers:
            stand.restamp(self.server_state.default_headers)
        known = fields.get(b"if-none-match")
        if known is not None and etag_matches(known, answer.etag):
            status, sent = 304, 0
            stand.unchanged_given += 1
            whole = stand.unchanged(answer.unchanged)
        else:
            status, sent = 200, answer.length
            stand.given += 1
            whole = stand.full(answer.full)
            if method == b"HEAD":
                whole = whole[: len(whole) - sent]
                sent = 0
        self.transport.write(whole if is_kept else closing(whole))
        weight = stand.log.due()
        if weight:
            self._note(fields, status, sent, weight)
        if not is_kept:
            self.is_finished = True
            self.transport.close()

    def _note(self, fields: dict[bytes, bytes], status: int, sent: int, weight: int) -> None:
        """Write the answer into the log."""
        client = self.client[0] if self.client is not None else ""
        forwarded = fields.get(b"x-forwarded-for")
        if self.is_proxied and forwarded is not None:
            client = client_behind(forwarded.decode("latin-1"), peer=client, trusted=self.stand.trusted)
        self.stand.log.note(
            LogEntry(
                client=client,
                method=self.parser.get_method().decode("latin-1"),
                target=self.url.decode("latin-1"),
                referrer=fields.get(b"referer", b"").decode("latin-1"),
                status=status,
                sent=sent,
                source="store",
            ),
            weight,
        )
