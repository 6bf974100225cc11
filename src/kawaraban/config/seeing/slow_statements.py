"""Statements that took long, told in the log: what was asked and from where in the code, without what was put into it.

    WARNING ...: the database took 812 ms in stories/pages/story.py:story: SELECT ...

One place has one line a minute, however slow the database is.
"""

import logging
import re
import sys
import threading
import time
from dataclasses import dataclass
from typing import Final

from kawaraban.kit.work.lock_meter import place_of

logger = logging.getLogger(__name__)

_EVERY_SECONDS: Final = 60.0
_MOST_PLACES: Final = 200
_LONGEST: Final = 500
_LITERAL: Final = re.compile(r"'(?:[^']|'')*'")
_LIST: Final = re.compile(r"(?:%s, ){3,}")


@dataclass(slots=True)
class _Place:
    told_at: float = 0.0
    count: int = 0
    longest: float = 0.0


class SlowStatements:
    """Of one process; any thread may tell."""

    def __init__(self) -> None:
        self._own = threading.Lock()
        self._places: dict[str, _Place] = {}

    def hear(self, sql: str, seconds: float) -> None:
        """It took so long. Call it from under the code that asked."""
        place = place_of(sys._getframe(1))
        with self._own:
            if place not in self._places and len(self._places) >= _MOST_PLACES:
                place = "other places"
            known = self._places.setdefault(place, _Place())
            known.count += 1
            known.longest = max(known.longest, seconds)
            now = time.monotonic()
            if known.told_at and now - known.told_at < _EVERY_SECONDS:
                return
            count, longest = known.count, known.longest
            known.told_at, known.count, known.longest = now, 0, 0.0
        often = f" ({count} times since it was last told, at most)" if count > 1 else ""
        logger.warning("the database took %d ms%s in %s: %s", longest * 1000, often, place, shortened(sql))


def shortened(sql: str) -> str:
    """On one line, without what somebody may have written, and not longer than a line may be."""
    words = _LIST.sub("%s, … ", _LITERAL.sub("'…'", " ".join(sql.split())))
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
