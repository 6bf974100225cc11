"""The stand: what all connections of one process share. It has the shelf, the log, the names and the limits.

Once a second `tick` gives it the time; then it looks at every connection once. That is all the timers there are:
a timer for each request would cost more than the request.
"""

import time
from collections.abc import Collection
from functools import lru_cache
from typing import Protocol

from kawaraban.press.access_log import AccessLog
from kawaraban.press.limits import Limits
from kawaraban.press.ready import Answer, head_lines
from kawaraban.press.shelf import Shelf
from kawaraban.press.wire_request import Network, is_one_of, is_trusted

_MOST_NAMES = 256
# What is kept in one piece lies in memory twice: only the hottest pages, within this part of the shelf's bound.
_KEPT_PART = 8


class Connection(Protocol):
    """What the stand knows of a connection."""

    def look_after(self, now: int) -> None:
        """Close it when it has kept us waiting for too long."""


class Stand:
    """Made once for each process."""

    def __init__(
        self,
        shelf: Shelf,
        log: AccessLog,
        *,
        hosts: frozenset[str],
        trusted: Collection[Network],
        limits: Limits,
    ) -> None:
        self.shelf = shelf
        self.log = log
        self.limits = limits
        self.trusted = trusted
        self.connections: set[Connection] = set()
        self.now = int(time.monotonic())
        # Hosts as they were sent that are the paper's.
        self.known_hosts: set[bytes] = set()
        # What begins every answer, as the server says it now; `restamp` makes it anew once a second.
        self.stamp: object = None
        self._kept: list[Answer] = []
        self._kept_bytes = 0
        self._ok = self._not_modified = b""
        self._hosts = hosts
        self.is_proxy = lru_cache(maxsize=1_024)(lambda address: is_trusted(address, trusted))

    def knows(self, host: bytes | None) -> bool:
        """Whether this is a name of the paper. Ask `known_hosts` first."""
        if host is None or not is_one_of(host.decode("latin-1"), self._hosts):
            return False
        if len(self.known_hosts) < _MOST_NAMES:
            self.known_hosts.add(host)
        return True

    def restamp(self, default_headers: list[tuple[bytes, bytes]]) -> None:
        """The server has a new list of default headers: the date is another."""
        self.stamp = default_headers
        for answer in self._kept:
            answer.whole = answer.unchanged = b""
        self._kept.clear()
        self._kept_bytes = 0
        lines = head_lines(default_headers)
        self._ok = b"HTTP/1.1 200 OK\r\n" + lines
        self._not_modified = b"HTTP/1.1 304 Not Modified\r\n" + lines

    def whole(self, answer: Answer) -> bytes:
        """The answer with this second's date, ready to be written; kept when it is asked for again."""
        whole = b"".join((self._ok, answer.head, b"\r\n", answer.body))
        if self._may_keep(answer, len(whole)):
            answer.whole = whole
        return whole

    def unchanged(self, answer: Answer) -> bytes:
        """The same of the answer to one who has the page already."""
        whole = b"".join((self._not_modified, answer.unchanged_head, b"\r\n"))
        if self._may_keep(answer, len(whole)):
            answer.unchanged = whole
        return whole

    def head(self, answer: Answer) -> bytes:
        """The answer to HEAD."""
        return b"".join((self._ok, answer.head, b"\r\n"))

    def _may_keep(self, answer: Answer, size: int) -> bool:
        """Whether the answer is hot (asked for before in this second) and there is room."""
        is_hot = answer.asked_under is self.stamp
        answer.asked_under = self.stamp
        if not is_hot or self._kept_bytes + size > self.limits.shelf_bytes // _KEPT_PART:
            return False
        self._kept.append(answer)
        self._kept_bytes += size
        return True

    def tick(self, now: int | None = None) -> None:
        """Once a second."""
        self.now = int(time.monotonic()) if now is None else now
        self.shelf.tick()
        for connection in tuple(self.connections):
            connection.look_after(self.now)
