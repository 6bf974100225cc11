"""What all connections of one process share: the time, the routes, the limits, and what is counted.

Once a second `tick` looks at every connection: that is all the timers there are.
"""

import time
from collections import Counter
from email.utils import formatdate
from typing import Final, Protocol

from kawaraban.triage.endpoint.gathering import Gathering
from kawaraban.triage.endpoint.limits import EndpointLimits
from kawaraban.triage.endpoint.routes import Routes

# What one network may have of the connections, and strangers of the memory: a quarter.
_SHARE: Final = 4


class Watched(Protocol):
    """What the stand knows of a connection."""

    def look_after(self, now: int) -> None:
        """Close it when it has kept us waiting for too long."""

    def stop(self) -> None:
        """Close it as soon as nothing that it asked is open."""


class EndpointStand:
    """Made once for each process."""

    def __init__(self, routes: Routes, gathering: Gathering, limits: EndpointLimits) -> None:
        self.routes = routes
        self.gathering = gathering
        self.limits = limits
        self.connections: set[Watched] = set()
        self.bytes_held = 0
        self.bytes_of_strangers = 0
        self._of_networks: Counter[str] = Counter()
        self.is_stopping = False
        self.now = 0
        self.second = 0
        self.date = b""
        self.tick()

    def tick(self) -> None:
        """Once a second."""
        self.now = int(time.monotonic())
        self.second = int(time.time())
        self.date = f"date: {formatdate(self.second, usegmt=True)}\r\n".encode("ascii")
        for connection in tuple(self.connections):
            connection.look_after(self.now)

    def let_in(self, connection: Watched, network: str) -> bool:
        """Count the connection; False when there are too many, at all or of its network, or the endpoint is stopping.

        "" is this machine itself, behind whose web server are many.
        """
        most = self.limits.connections
        is_crowd = bool(network) and self._of_networks[network] >= max(most // _SHARE, 1)
        if self.is_stopping or is_crowd or len(self.connections) >= most:
            return False
        self.connections.add(connection)
        self._of_networks[network] += 1
        return True

    def let_out(self, connection: Watched, network: str) -> None:
        """It has ended; one that was not let in may do so, too."""
        if connection not in self.connections:
            return
        self.connections.discard(connection)
        self._of_networks[network] -= 1
        if not self._of_networks[network]:
            del self._of_networks[network]

    def holds(self, length: int, *, is_stranger: bool) -> bool:
        """Count bytes of a body that is read and not answered. False when they would be too many in all.

        Who is known by nothing but a signature is a stranger until its body is here: strangers share a quarter.
        """
        most = self.limits.bytes_in_all
        if self.bytes_held + length > most or (
            is_stranger and self.bytes_of_strangers + length > most // _SHARE
        ):
            return False
        self.bytes_held += length
        self.bytes_of_strangers += length if is_stranger else 0
        return True

    def lets_go(self, length: int, *, is_stranger: bool) -> None:
        """They are answered, or their sender is gone."""
        self.bytes_held -= length
        self.bytes_of_strangers -= length if is_stranger else 0

    def stop(self) -> None:
        """No more questions; those that are open are answered."""
        self.is_stopping = True
        for connection in tuple(self.connections):
            connection.stop()
