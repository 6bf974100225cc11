"""How long this process holds the writer's lock of the database: measured at every transaction, told in the log.

    began = METER.begun()
    METER.ended(began, rows_count=3)
        INFO ...: the writer's lock was held for 412 ms by law/keeping/erasure.py:erase_subject
    METER.waited(0.02)                    # so long it was not to be had
    METER.figures()                       # LockFigures(count=812, long_count=1, longest_seconds=0.412, ...)

One writes at a time: while one holds the lock, every sender and every moderator waits. SQLite has a lock for that, over
PostgreSQL it is the turn (`turn.py`). Whoever takes and lets go of it calls this (`config/*/base.py`). A line names the
place in the code and nothing else. One place has one line a minute, with how often it was since the last.
"""

import logging
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from types import FrameType
from typing import Final

logger = logging.getLogger(__name__)

# Nobody who waits for the lock is to notice it (5b.1).
LONG_SECONDS: Final = 0.1
# From here on a person notices it.
_NOTICED_SECONDS: Final = 1.0
_TOLD_EVERY_SECONDS: Final = 60.0
_HOUR_PARTS: Final = 12
_PART_SECONDS: Final = 300.0
# There are not more of them in the code; a mistake of ours must not fill the memory.
_MOST_PLACES: Final = 200
_PACKAGE: Final = str(PurePath(__file__).parents[2])
# They hold the lock for whoever called them.
_FOR_OTHERS: Final = (
    "config/postgresql/",
    "config/sqlite/",
    "config/seeing/",
    "kit/work/lock_meter.py",
    "kit/work/one_trip.py",
    "kit/work/short_steps.py",
    "kit/work/turn.py",
    "law/personal/steps.py",
    "press/turn.py",
)


@dataclass(frozen=True, slots=True)
class LockHold:
    """The lock was held once. `rows_count`: those that were written."""

    place: str
    seconds: float
    rows_count: int


@dataclass(frozen=True, slots=True)
class LockFigures:
    """Since the process began, but for `longest_hour_seconds` and `longest_wait_seconds`: in the last hour, to five
    minutes."""

    count: int = 0
    long_count: int = 0
    sum_seconds: float = 0.0
    longest_seconds: float = 0.0
    longest_hour_seconds: float = 0.0
    longest_wait_seconds: float = 0.0

    def with_those_of(self, other: "LockFigures") -> "LockFigures":
        """Of both processes together."""
        return LockFigures(
            count=self.count + other.count,
            long_count=self.long_count + other.long_count,
            sum_seconds=self.sum_seconds + other.sum_seconds,
            longest_seconds=max(self.longest_seconds, other.longest_seconds),
            longest_hour_seconds=max(self.longest_hour_seconds, other.longest_hour_seconds),
            longest_wait_seconds=max(self.longest_wait_seconds, other.longest_wait_seconds),
        )


@dataclass(slots=True)
class _Place:
    told_at: float
    count: int = 0  # since it was told
    longest: float = 0.0


class _LastHour:
    """The longest of what was noted in it."""

    def __init__(self) -> None:
        # Of each part of an hour: which one it is, and the longest time in it.
        self._parts = [(-1, 0.0)] * _HOUR_PARTS

    def note(self, seconds: float, now: float) -> None:
        part = int(now / _PART_SECONDS)
        which, longest = self._parts[part % _HOUR_PARTS]
        if which != part or seconds > longest:
            self._parts[part % _HOUR_PARTS] = (part, seconds)

    def longest(self, now: float) -> float:
        oldest = int(now / _PART_SECONDS) - _HOUR_PARTS
        return max((longest for part, longest in self._parts if part > oldest), default=0.0)


class LockMeter:
    """Of one process; all its threads write into it. `heard` is told of every time: for tests and benches."""

    def __init__(
        self, *, long_seconds: float = LONG_SECONDS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.heard: Callable[[LockHold], None] | None = None
        self._long_seconds = long_seconds
        self._clock = clock
        self._own = threading.Lock()
        self._places: dict[str, _Place] = {}
        self._count = self._long_count = 0
        self._sum = self._longest = 0.0
        self._held, self._waits = _LastHour(), _LastHour()

    def begun(self) -> float:
        """The moment at which the lock was taken; hand it back in the end."""
        return self._clock()

    def ended(self, began: float, *, rows_count: int = 0) -> None:
        """The lock is free again. Call it in the thread and from under the code that held it."""
        now = self._clock()
        seconds = now - began
        is_long = seconds > self._long_seconds
        with self._own:
            self._count += 1
            self._long_count += is_long
            self._sum += seconds
            self._longest = max(self._longest, seconds)
            self._held.note(seconds, now)
        heard = self.heard
        if is_long or heard is not None:
            place = place_of(sys._getframe(1))
            if heard is not None:
                heard(LockHold(place, seconds, rows_count))
            if is_long:
                self._tell(place, seconds, now)

    def waited(self, seconds: float) -> None:
        """Somebody waited so long for the lock, whether it came or not."""
        now = self._clock()
        with self._own:
            self._waits.note(seconds, now)

    def figures(self) -> LockFigures:
        """What was measured so far."""
        now = self._clock()
        with self._own:
            held, waited = self._held.longest(now), self._waits.longest(now)
            return LockFigures(self._count, self._long_count, self._sum, self._longest, held, waited)

    def _tell(self, place: str, seconds: float, now: float) -> None:
        with self._own:
            if place not in self._places and len(self._places) >= _MOST_PLACES:
                place = "other places"
            known = self._places.setdefault(place, _Place(told_at=now - _TOLD_EVERY_SECONDS))
            known.count += 1
            known.longest = max(known.longest, seconds)
            if now - known.told_at < _TOLD_EVERY_SECONDS:
                return
            count, longest = known.count, known.longest
            known.told_at, known.count, known.longest = now, 0, 0.0
        often = f"{count} times, at most " if count > 1 else ""
        level = logging.WARNING if longest >= _NOTICED_SECONDS else logging.INFO
        logger.log(level, "the writer's lock was held %sfor %d ms by %s", often, longest * 1000, place)


def place_of(frame: FrameType | None) -> str:
    """The innermost file and function of ours, such as `comments/actions/decide.py:decide`."""
    while frame is not None:
        name = frame.f_code.co_filename
        if name.startswith(_PACKAGE):
            within = name[len(_PACKAGE) + 1 :]
            if not within.startswith(_FOR_OTHERS):
                return f"{within}:{frame.f_code.co_name}"
        frame = frame.f_back
    return "another program's code"


METER: Final = LockMeter()
