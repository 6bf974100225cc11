"""What all connections of one process share: the time, the routes, the limits, and what is counted.

Once a second `tick` looks at every connection: that is all the timers there are.
"""

import time
from email.utils import formatdate
from typing import Protocol

from kawaraban.triage.endpoint.gathering import Gathering
from kawaraban.triage.endpoint.limits import Limits
from kawaraban.triage.endpoint.routes import Routes


class Held(Protocol):
    """What the stand knows of a connection."""

    def look_after(self, now: int) -> None:
        """Close it when it has kept us waiting for too long."""

    def stop(self) -> None:
        """Close it as soon as nothing that it asked is open."""


class Stand:
    """Made once for each process."""

    def __init__(self, routes: Routes, gathering: Gathering, limits: Limits) -> None:
        self.routes = routes
        self.gathering = gathering
        self.limits = limits
        self.connections: set[Held] = set()
        self.bytes_held = 0
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

    def let_in(self, connection: Held) -> bool:
        """Count the connection; False when there are too many, or the endpoint is stopping."""
        if self.is_stopping or len(self.connections) >= self.limits.connections:
            return False
        self.connections.add(connection)
        return True

    def let_out(self, connection: Held) -> None:
        """It has ended; one that was not let in may do so, too."""
        self.connections.discard(connection)

    def holds(self, length: int) -> bool:
        """Count bytes of a body that is read and not answered. False when they would be too many in all."""
        if self.bytes_held + length > self.limits.bytes_in_all:
            return False
        self.bytes_held += length
        return True

    def lets_go(self, length: int) -> None:
        """They are answered, or their sender is gone."""
        self.bytes_held -= length

    def stop(self) -> None:
        """No more questions; those that are open are answered."""
        self.is_stopping = True
        for connection in tuple(self.connections):
            connection.stop()
