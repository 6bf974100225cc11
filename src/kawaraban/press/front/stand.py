"""The stand: what all connections of one process share. It has the shelf, the log, the names and the limits.

Once a second `tick` gives it the time; then it looks at every connection once. That is all the timers there are:
a timer for each request would cost more than the request.
"""

import logging
import time
from collections import Counter
from collections.abc import Collection
from functools import lru_cache
from typing import Protocol

from kawaraban.kit.seeing.families import CONNECTIONS, REQUESTS, SHELF_BYTES, TURNED_AWAY
from kawaraban.kit.seeing.tally import TALLY, MetricTally
from kawaraban.press.front.access_log import AccessLog
from kawaraban.press.front.limits import FrontLimits
from kawaraban.press.front.ready import Message, head_lines
from kawaraban.press.front.shelf import Shelf
from kawaraban.press.wire_request import Network, is_one_of, is_trusted

logger = logging.getLogger(__name__)

_MOST_NAMES = 256
# One network may have a quarter of all connections, and so many in any case.
_SHARE, _LEAST_SHARE = 4, 64
_PAUSE_SECONDS = 60  # between two lines about those who were turned away


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
        limits: FrontLimits,
        tally: MetricTally = TALLY,
    ) -> None:
        self.shelf = shelf
        self.log = log
        self.tally = tally
        # Printed pages that the protocol has given since the last second, whole and as "you have it".
        self.given = 0
        self.unchanged_given = 0
        self.limits = limits
        self.trusted = trusted
        self.connections: set[Connection] = set()
        self.turned_away = 0  # connections, since that was last said
        self._of_networks: Counter[str] = Counter()
        self._say_again_at = 0
        self.now = int(time.monotonic())
        # Hosts as they were sent that are the paper's.
        self.known_hosts: set[bytes] = set()
        # What begins every answer, as the server says it now; `restamp` makes it anew once a second.
        self.stamp: object = None
        self._ok = self._not_modified = b""
        self._hosts = hosts
        self.is_proxy = lru_cache(maxsize=1_024)(lambda address: is_trusted(address, trusted))

    def let_in(self, connection: Connection, network: str) -> bool:
        """Count the connection. False when there are too many, at all or of its network; "" is no network."""
        most = self.limits.connections
        if len(self.connections) >= most or self._of_networks[network] >= max(most // _SHARE, _LEAST_SHARE):
            self.turned_away += 1
            self.tally.count(TURNED_AWAY)
            return False
        self.connections.add(connection)
        if network:
            self._of_networks[network] += 1
        return True

    def let_out(self, connection: Connection, network: str) -> None:
        """It has ended; one that was not let in may do so, too."""
        if connection not in self.connections:
            return
        self.connections.discard(connection)
        if network:
            self._of_networks[network] -= 1
            if not self._of_networks[network]:
                del self._of_networks[network]

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
        lines = head_lines(default_headers)
        self._ok = b"HTTP/1.1 200 OK\r\n" + lines
        self._not_modified = b"HTTP/1.1 304 Not Modified\r\n" + lines

    def full(self, message: Message) -> bytes:
        """The answer with its body and this second's date, ready to be written."""
        return message.whole if message.stamp is self.stamp else message.open(self.stamp, self._ok)

    def unchanged(self, message: Message) -> bytes:
        """The same to one who has the page already."""
        return message.whole if message.stamp is self.stamp else message.open(self.stamp, self._not_modified)

    def tick(self, now: int | None = None) -> None:
        """Once a second."""
        self.now = int(time.monotonic()) if now is None else now
        self.shelf.tick()
        self._count()
        for connection in tuple(self.connections):
            connection.look_after(self.now)
        if self.turned_away and self.now >= self._say_again_at:
            logger.warning(
                "%d connections were turned away: %d are open, and %d are taken at most (connections, open files)",
                self.turned_away,
                len(self.connections),
                self.limits.connections,
            )
            self.turned_away = 0
            self._say_again_at = self.now + _PAUSE_SECONDS

    def _count(self) -> None:
        """What was counted one by one goes into the tally."""
        self.tally.count(REQUESTS, "store", "200", by=self.given)
        self.tally.count(REQUESTS, "store", "304", by=self.unchanged_given)
        self.given = self.unchanged_given = 0
        self.tally.put(CONNECTIONS, figure=len(self.connections))
        self.tally.put(SHELF_BYTES, figure=self.shelf.used_bytes)
