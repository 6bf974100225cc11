"""The addresses that wait to be printed, in the order in which that is done.

Two lines of people at one counter. In the near line stands what a decision changed and somebody is waiting to
see: few pages for each order. In the far line stands what a wide order names, for example all pages after the
paper's name has changed. They are served in turn: a decision waits for one page at most whatever stands in the
far line, and a thread that is decided on without end keeps nobody else from being served. Whoever is served
and is wanted again goes to the end of the line; whoever waits already is not put in twice.

Beside the counter sit those of whom only a number is another one. Each has a time at which it steps to the end of
the far line; what changes it until then is printed with it.
"""

from dataclasses import dataclass, field

from kawaraban.press.printing.waiting_line import WaitingLine, Wish


@dataclass(slots=True)
class WaitingPages:
    """Not safe for threads by itself: the printer holds its lock."""

    _near: WaitingLine = field(default_factory=WaitingLine)
    _far: WaitingLine = field(default_factory=WaitingLine)
    _seated: WaitingLine = field(default_factory=WaitingLine)
    _until: dict[str, float] = field(default_factory=dict)
    _under_way: dict[str, Wish] = field(default_factory=dict)
    _is_turn_of_far: bool = False

    def __len__(self) -> int:
        return len(self._near) + len(self._far) + len(self._seated)

    def __contains__(self, address: str) -> bool:
        return address in self._near or address in self._far or address in self._seated

    def add(self, address: str, wish: Wish, *, near: bool) -> None:
        """Put the address at the end of a line. One that stands in the near line keeps its place there."""
        older = self._rise(address)
        if near and address not in self._near:
            waited = self._far.leave(address)
            older = waited.joined(older) if waited and older else waited or older
        line = self._near if near or address in self._near else self._far
        line.join(address, wish.joined(older) if older else wish)

    def seat(self, address: str, wish: Wish, *, until: float) -> None:
        """It has time until then. One that waits already keeps its place, and its own time."""
        if address in self._near or address in self._far:
            self.add(address, wish, near=False)
            return
        self._seated.join(address, wish)
        self._until.setdefault(address, until)

    def hasten(self, address: str) -> None:
        """One that has time is wanted soon after all."""
        wish = self._rise(address)
        if wish is not None:
            self.add(address, wish, near=True)

    def start_next(self, *, now: float) -> tuple[str, Wish] | None:
        """Whose turn it is. It counts as waiting until `finish` is called."""
        self._call_up(now)
        line = self._next_line()
        if line is None:
            return None
        address, wish = line.take_first()
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
        """The oldest order that is not done; None when all are. As quick however many wait."""
        lines = (line.oldest_order() for line in (self._near, self._far, self._seated))
        under_way = (wish.order for wish in self._under_way.values())
        return min((order for order in (*lines, *under_way) if order is not None), default=None)

    def _rise(self, address: str) -> Wish | None:
        self._until.pop(address, None)
        return self._seated.leave(address)

    def _call_up(self, now: float) -> None:
        """Whose time has come stands in the far line. All have sat down for equally long: the first is due first."""
        while (address := self._seated.first()) is not None and self._until[address] <= now:
            wish = self._rise(address)
            assert wish is not None
            self.add(address, wish, near=False)

    def _next_line(self) -> WaitingLine | None:
        if len(self._near) and len(self._far):
            self._is_turn_of_far = not self._is_turn_of_far
            # The near line begins.
            return self._near if self._is_turn_of_far else self._far
        return self._near if len(self._near) else self._far if len(self._far) else None
