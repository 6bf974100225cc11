"""A line of addresses that wait, each with its wish; and the oldest order in it, however long it is."""

from collections import OrderedDict
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import Final

# Whatever is printed, it is not new enough: for one that waits for no order.
NO_PRINT_WILL_DO: Final = float("inf")


@dataclass(frozen=True, slots=True)
class Wish:
    """Why an address waits: the oldest order that wants it, and whether one of them takes something away.

    `newest` is an order that is not older than any of them: a print that has seen it will do, whoever made it.
    """

    order: int
    takes_away: bool = False
    newest: float = NO_PRINT_WILL_DO

    def joined(self, other: "Wish") -> "Wish":
        return Wish(
            min(self.order, other.order),
            self.takes_away or other.takes_away,
            max(self.newest, other.newest),
        )


@dataclass(slots=True)
class WaitingLine:
    """Who came first is served first. Every step costs the same in a line of ten and of a hundred thousand."""

    _wishes: OrderedDict[str, Wish] = field(default_factory=OrderedDict)
    # How many of them wait for an order, and the orders that somebody has waited for, the oldest on top.
    _counts: dict[int, int] = field(default_factory=dict)
    _orders: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self._wishes)

    def __contains__(self, address: str) -> bool:
        return address in self._wishes

    def join(self, address: str, wish: Wish) -> None:
        """Stand at the end. One that stands in it already keeps its place, and both wishes hold."""
        older = self._wishes.get(address)
        if older is not None:
            wish = wish.joined(older)
            self._forget(older)
        self._wishes[address] = wish
        self._remember(wish)

    def leave(self, address: str) -> Wish | None:
        """Step out; None where it did not stand."""
        wish = self._wishes.pop(address, None)
        if wish is not None:
            self._forget(wish)
        return wish

    def first(self) -> str | None:
        """Who is served next."""
        return next(iter(self._wishes), None)

    def take_first(self) -> tuple[str, Wish]:
        """Who is served. Raises KeyError where nobody stands."""
        address, wish = self._wishes.popitem(last=False)
        self._forget(wish)
        return address, wish

    def oldest_order(self) -> int | None:
        """The oldest order that somebody waits for; None in an empty line."""
        while self._orders and self._orders[0] not in self._counts:
            heappop(self._orders)
        return self._orders[0] if self._orders else None

    def _remember(self, wish: Wish) -> None:
        if wish.order not in self._counts:
            heappush(self._orders, wish.order)
        self._counts[wish.order] = self._counts.get(wish.order, 0) + 1

    def _forget(self, wish: Wish) -> None:
        self._counts[wish.order] -= 1
        if not self._counts[wish.order]:
            del self._counts[wish.order]
