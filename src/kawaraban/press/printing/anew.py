"""Printing the paper anew into a store that was lost or emptied: from what is public now, and from no old order.

    PrintingAnew(store, PublicPages(count=..., addresses=...))      config/processes says what is public

Such a store begins with the newest order (`keeping.py`), and says that its pages are missing. What readers ask for
comes from the app meanwhile, and is stored. The printer goes through the public pages, those first that are read
most, and prints each that is not there when nothing else waits. Where it stops, another goes through them from the
beginning: what is printed by then is passed over.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from kawaraban.press.store.anew_progress import AnewProgress, all_looked_at
from kawaraban.press.store.store import Store

# Of so many addresses the store is asked in one step: a millisecond.
LOOKED_AT_ONCE: Final = 100
_TOLD_EVERY: Final = 10


@dataclass(frozen=True, slots=True)
class PublicPages:
    """What every reader may see: how many pages, and where they are, those first that are read most.

    `addresses` asks for a portion at a time, and leaves no question open between two: they are taken over hours.
    """

    count: Callable[[], int]
    addresses: Callable[[], Iterator[str]]


@dataclass(slots=True)
class PrintingAnew:
    """What is still missing in the store."""

    store: Store
    public: PublicPages
    _addresses: Iterator[str] | None = None
    _missing: deque[str] = field(default_factory=deque)
    _looked_count: int = 0
    _count: int = 0
    _told_count: int = -1

    def begin(self) -> None:
        """See whether there is anything to do. Called whenever the store was opened or emptied."""
        self._missing.clear()
        self._looked_count = self._count = 0
        self._told_count = -_TOLD_EVERY
        self._addresses = self.public.addresses() if AnewProgress.of(self.store) is not None else None

    @property
    def is_under_way(self) -> bool:
        """Whether there may be pages that are missing."""
        return self._addresses is not None

    def next_missing(self) -> str | None:
        """An address that is not printed. None when there was none among the next hundred, or at all."""
        if not self._missing:
            self._look_on()
        self._tell()
        while self._missing:
            address = self._missing.popleft()
            if self.store.order_of(address) is None:
                return address
        return None

    def _tell(self) -> None:
        passed = self._looked_count - len(self._missing)
        if self.is_under_way and passed >= self._told_count + _TOLD_EVERY:
            self._told_count = passed
            AnewProgress(passed, max(self._count, passed)).keep(self.store)

    def _look_on(self) -> None:
        if self._addresses is None:
            return
        try:
            self._count = self._count or max(self.public.count(), 1)
            portion = list(islice(self._addresses, LOOKED_AT_ONCE))
        except Exception:
            # What was asked is not answered: from the beginning, at the next try.
            self.begin()
            raise
        if not portion:
            self._addresses = None
            all_looked_at(self.store)
            return
        self._looked_count += len(portion)
        self._missing.extend(address for address in portion if self.store.order_of(address) is None)
