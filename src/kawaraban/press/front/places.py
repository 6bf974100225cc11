"""Places with the app: so many at once, so many for one network, and some that are kept for the staff.

    async with places.place("203.0.113.7") as leave:    # None instead of a network: somebody of the staff
        ...                                              # raises NoPlace when there is none in time
        leave()                                          # before the end of the block, where that can be

The app works on few requests at once; all others would wait in its own line, which knows nobody. So they wait here:
one network cannot take the places of all, strangers together cannot take those of the staff, and nobody waits without
end. Who waits is called in the order of coming, among those for whom there is a place.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


class NoPlace(Exception):
    """There is none, and waiting has had its end. Nothing was handed over."""


@dataclass(eq=False, slots=True)
class _Waiting:
    network: str | None
    called: asyncio.Future[None]


@dataclass(slots=True)
class Places:
    """Used inside the event loop. `most_bytes` bounds what strangers hold of bodies, in places and waiting."""

    most: int
    of_network: int
    kept_for_staff: int
    seconds: float
    most_bytes: int = 64 * 1024 * 1024
    # Strangers, whatever their network. Without it: of a network as many as may be in, at all twice as many.
    most_waiting: int | None = None
    _strangers: int = 0
    _staff: int = 0
    _bytes: int = 0
    _of_networks: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    _waiting: dict[_Waiting, None] = field(default_factory=dict)
    _waiting_of: dict[str | None, int] = field(default_factory=lambda: defaultdict(int))

    @asynccontextmanager
    async def place(self, network: str | None, *, size: int = 0) -> AsyncIterator[Callable[[], None]]:
        """A place, until the block ends or what it gives is called. `size`: how many bytes of a body come along."""
        if network is None:
            size = 0  # those are the staff's own
        elif size and self._bytes + size > self.most_bytes:
            raise NoPlace
        self._bytes += size
        try:
            await self._come(network)
            is_there = True

            def leave() -> None:
                nonlocal is_there
                if is_there:
                    is_there = False
                    self._go(network)

            try:
                yield leave
            finally:
                leave()
        finally:
            self._bytes -= size

    async def _come(self, network: str | None) -> None:
        if self._has_place(network):
            self._take(network)
            return
        if network is not None and not self._may_wait(network):
            raise NoPlace
        waiting = _Waiting(network, asyncio.get_running_loop().create_future())
        self._waiting[waiting] = None
        self._waiting_of[network] += 1
        try:
            async with asyncio.timeout(self.seconds):
                await waiting.called
        except TimeoutError:
            self._let_pass(waiting)
            raise NoPlace from None
        except asyncio.CancelledError:
            self._let_pass(waiting)
            raise
        finally:
            self._waiting.pop(waiting, None)
            self._waiting_of[network] -= 1
            if not self._waiting_of[network]:
                del self._waiting_of[network]

    def _may_wait(self, network: str) -> bool:
        if self.most_waiting is not None:
            return len(self._waiting) < self.most_waiting
        return self._waiting_of.get(network, 0) < self.of_network and len(self._waiting) < 2 * self.most

    def _let_pass(self, waiting: _Waiting) -> None:
        """Called and gone in the same moment: the place is the next one's."""
        if waiting.called.done() and not waiting.called.cancelled():
            self._go(waiting.network)

    def _has_place(self, network: str | None) -> bool:
        if self._strangers + self._staff >= self.most + self.kept_for_staff:
            return False
        if network is None:
            return True
        return self._strangers < self.most and self._of_networks.get(network, 0) < self.of_network

    def _take(self, network: str | None) -> None:
        if network is None:
            self._staff += 1
        else:
            self._strangers += 1
            self._of_networks[network] += 1

    def _go(self, network: str | None) -> None:
        if network is None:
            self._staff -= 1
        else:
            self._strangers -= 1
            self._of_networks[network] -= 1
            if not self._of_networks[network]:
                del self._of_networks[network]
        for waiting in self._waiting:
            if not waiting.called.done() and self._has_place(waiting.network):
                self._take(waiting.network)
                waiting.called.set_result(None)
