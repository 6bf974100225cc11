"""Pieces of pages: values that many pages are made of, kept in a process between renderings.

    menu = KEPT.of("menu", make_menu, keys=["paper"])       # made here, or by another rendering

    teaser = KEPT.find(("teaser", 42))                      # in two steps, where many are made at once
    if teaser is None:
        KEPT.keep(("teaser", 42), make_teaser(42), keys=["story-42", "paper"])

Why a piece is never older than the page it stands on
-----------------------------------------------------
A piece carries keys as a page does: of all that it shows. A rendering reads the number N of the newest order before
it begins, and what it makes is kept with that N. A later rendering, of number N', takes the piece only when no order
in (N, N'] names one of its keys: it has read the log up to N' and knows. So whatever changed one of these things was
ordered before N was read, and the piece was made of what came after; or after N' was read, and then this page is
printed again under the same key, as `store.py` says. In another epoch of the database the numbers are others' numbers:
nothing of before is taken.

Only a rendering that may be printed has a number. All others, of staff, of previews, find nothing here.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from kawaraban.press.orders import orders_after

Made = TypeVar("Made")

# Pieces tell what no order names, too: how often something was read fades by the hour.
LONGEST_SECONDS: Final = 60.0
# More orders than this at once, and it is simpler to forget all.
READ_AT_ONCE: Final = 200
_KEYS_REMEMBERED: Final = 5_000

# The epoch of the database (`press/epoch.py`) and its newest order.
_began: ContextVar[tuple[str, int] | None] = ContextVar(
    "where the log stood when the rendering began", default=None
)


@contextmanager
def rendering_at(number: int, *, epoch: str = "") -> Iterator[None]:
    """All that is rendered inside began when this was the newest order."""
    token = _began.set((epoch, number))
    try:
        yield
    finally:
        _began.reset(token)


@dataclass(frozen=True, slots=True)
class _Piece:
    value: Any
    keys: frozenset[str]
    number: int
    epoch: str
    made_at: float


class Pieces:
    """At most `limit` values, those forgotten first that were asked for the longest time ago."""

    def __init__(self, *, limit: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = limit
        self._clock = clock
        self._kept: OrderedDict[Hashable, _Piece] = OrderedDict()
        self._newest_of: dict[str, int] = {}
        self._seen: int | None = None
        self._epoch = ""
        # Of what was ordered up to here nothing is remembered: what began before may be out of date.
        self._known_since = 0
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def find(self, name: Hashable) -> Any:
        """The value as this rendering may show it; None when it must be made."""
        began = _began.get()
        if began is None:
            return None
        with self._lock:
            self._follow_log(*began)
            piece = self._kept.get(name)
            if piece is None or not self._is_good(piece):
                return None
            self._kept.move_to_end(name)
            return piece.value

    def keep(self, name: Hashable, value: Any, *, keys: Iterable[str]) -> None:
        """Keep what this rendering has made."""
        began = _began.get()
        if began is None:
            return
        epoch, number = began
        with self._lock:
            self._kept[name] = _Piece(value, frozenset(keys), number, epoch, self._clock())
            self._kept.move_to_end(name)
            while len(self._kept) > self._limit:
                self._kept.popitem(last=False)

    def of(self, name: Hashable, make: Callable[[], Made], *, keys: Iterable[str]) -> Made:
        """The value of this name, made now when there is none that may be shown."""
        found: Made | None = self.find(name)
        if found is None:
            found = make()
            self.keep(name, found, keys=keys)
        return found

    def forget(self) -> None:
        """Begin anew."""
        with self._lock:
            self._forget()

    def _forget(self) -> None:
        self._kept.clear()
        self._newest_of.clear()
        self._seen = None

    def _is_good(self, piece: _Piece) -> bool:
        if self._clock() - piece.made_at > LONGEST_SECONDS or piece.number < self._known_since:
            return False
        if piece.epoch != self._epoch:
            return False
        return all(self._newest_of.get(key, 0) <= piece.number for key in piece.keys)

    def _follow_log(self, epoch: str, number: int) -> None:
        """Know of every order up to this number. One query when there are new ones."""
        if self._seen == number and self._epoch == epoch:
            return
        # A smaller number: the log has begun anew, or another thread has read it a moment later than this one.
        is_next = self._seen is not None and self._seen < number <= self._seen + READ_AT_ONCE
        if self._seen is None or not is_next or self._epoch != epoch:
            self._forget()
            self._epoch = epoch
            self._known_since = number
        else:
            batch = orders_after(self._seen)
            self._newest_of |= batch.newest_of if batch else {}
        self._seen = number
        if len(self._newest_of) > _KEYS_REMEMBERED:
            self._forget()


# What this process keeps: four megabytes at most, for a teaser with its picture weighs two kilobytes.
KEPT: Final = Pieces(limit=2_000)
