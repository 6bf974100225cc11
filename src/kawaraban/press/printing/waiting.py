"""The addresses that wait to be printed, in the order in which that is done.

Two lines of people at one counter. In the near line stands what a decision changed and somebody is waiting to
see: few pages for each order. In the far line stands what a wide order names, for example all pages after the
paper's name has changed. They are served in turn: a decision waits for one page at most whatever stands in the
far line, and a thread that is decided on without end keeps nobody else from being served. Whoever is served
and is wanted again goes to the end of the line; whoever waits already is not put in twice.

Beside the counter sit those of whom only a number is another one. Each has a time at which it steps to the end of
the far line; what changes it until then is printed with it.
"""

from collections import OrderedDict
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Wish:
    """Why an address waits: the oldest order that wants it, and whether one of them takes something away."""

    order: int
    takes_away: bool = False

    def joined(self, other: "Wish") -> "Wish":
        return Wish(min(self.order, other.order), self.takes_away or other.takes_away)


@dataclass(slots=True)
class WaitingPages:
    """Not safe for threads by itself: the printer holds its lock."""

    _near: OrderedDict[str, Wish] = field(default_factory=OrderedDict)
    _far: OrderedDict[str, Wish] = field(default_factory=OrderedDict)
    _seated: OrderedDict[str, tuple[Wish, float]] = field(default_factory=OrderedDict)
    _under_way: dict[str, Wish] = field(default_factory=dict)
    _is_turn_of_far: bool = False

    def __len__(self) -> int:
        return len(self._near) + len(self._far) + len(self._seated)

    def __contains__(self, address: str) -> bool:
        return address in self._near or address in self._far or address in self._seated

    def add(self, address: str, wish: Wish, *, near: bool) -> None:
        """Put the address at the end of a line. One that stands in the near line keeps its place there."""
        if address in self._seated:
            wish = wish.joined(self._seated.pop(address)[0])
        if address in self._near:
            self._near[address] = self._near[address].joined(wish)
        elif near:
            older = self._far.pop(address, None)
            self._near[address] = wish.joined(older) if older else wish
        else:
            older = self._far.get(address)
            self._far[address] = wish.joined(older) if older else wish

    def seat(self, address: str, wish: Wish, *, until: float) -> None:
        """It has time until then. One that waits already keeps its place, and its own time."""
        if address in self._near or address in self._far:
            self.add(address, wish, near=False)
            return
        older, until = self._seated.get(address, (wish, until))
        self._seated[address] = (wish.joined(older), until)

    def hasten(self, address: str) -> None:
        """One that has time is wanted soon after all."""
        if address in self._seated:
            wish, _until = self._seated.pop(address)
            self.add(address, wish, near=True)

    def start_next(self, *, now: float) -> tuple[str, Wish] | None:
        """Whose turn it is. It counts as waiting until `finish` is called."""
        self._call_up(now)
        line = self._next_line()
        if line is None:
            return None
        address, wish = line.popitem(last=False)
        self._under_way[address] = wish
        return address, wish

    def start(self, address: str, wish: Wish) -> None:
        """This one, out of turn."""
        self._under_way[address] = wish

    def finish(self, address: str) -> None:
        """It is printed, or was tried: it may be wanted again already."""
        self._under_way.pop(address, None)

    def is_under_way(self, address: str) -> bool:
        """Whether it is being printed."""
        return address in self._under_way

    def oldest_order(self) -> int | None:
        """The oldest order that is not done; None when all are."""
        seated = (wish for wish, _until in self._seated.values())
        wishes = (*self._near.values(), *self._far.values(), *seated, *self._under_way.values())
        return min((wish.order for wish in wishes), default=None)

    def _call_up(self, now: float) -> None:
        """Whose time has come stands in the far line. All have sat down for equally long: the first is due first."""
        while self._seated:
            address, (wish, until) = next(iter(self._seated.items()))
            if until > now:
                return
            del self._seated[address]
            self.add(address, wish, near=False)

    def _next_line(self) -> OrderedDict[str, Wish] | None:
        if self._near and self._far:
            self._is_turn_of_far = not self._is_turn_of_far
            # The near line begins.
            return self._near if self._is_turn_of_far else self._far
        return self._near or self._far or None
