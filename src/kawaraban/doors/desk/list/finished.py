"""The numbers of finished work: how many comments lie where nobody waits, and the pace of the desk.

    FINISHED.keep(moderator, counted)     # after a count: by a whole page, or by a desk that looks for new comments
    FINISHED.find(moderator)              # the answer to a key: what was counted KEPT_SECONDS ago at most, or None

Nobody acts on these numbers, and counting them was the heaviest part of a key press. A decision of this process is in
them at once (`moved`). A change by another process, a job or an author is in them after KEPT_SECONDS at the latest, and
so is the pace. Two decisions in the very moment of a count can be off by one until the next count.
"""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from kawaraban.comments.models import Status
from kawaraban.doors.desk.lane.lanes import LANES
from kawaraban.doors.desk.rules.capacity import Tally, tally_of
from kawaraban.people.models import User
from kawaraban.people.permissions import sections_of

KEPT_SECONDS: Final = 60.0
# A desk that is open asks every 15 seconds what has come: what is younger than this is not counted again then.
FRESH_SECONDS: Final = 10.0
# There are as many as moderators are bound to different sections.
_SCOPES_AT_MOST: Final = 200

Scope = frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Finished:
    """The number of each lane where nobody waits, by its code; `pace` is None where too little was decided to say."""

    numbers: Mapping[str, Tally]
    pace: int | None


@dataclass(frozen=True, slots=True)
class _Kept:
    finished: Finished
    counted_at: float


class FinishedWork:
    """What one process has counted, for each scope: the sections to which somebody is bound, or the whole paper."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: dict[Scope, _Kept] = {}
        self._lock = threading.Lock()

    def find(self, moderator: User, *, within: float = KEPT_SECONDS) -> Finished | None:
        """What was counted for this person's sections so many seconds ago at most."""
        with self._lock:
            kept = self._kept.get(sections_of(moderator))
        return kept.finished if kept and self._clock() - kept.counted_at < within else None

    def keep(self, moderator: User, finished: Finished) -> Finished:
        """It was counted just now."""
        with self._lock:
            if len(self._kept) >= _SCOPES_AT_MOST:
                self._kept.clear()
            self._kept[sections_of(moderator)] = _Kept(finished, self._clock())
        return finished

    def moved(self, *, before: Status, after: Status, section: str) -> None:
        """A comment of this section stood in one lane before and stands in the other now."""
        step = {lane.code: (lane.status == after) - (lane.status == before) for lane in LANES if lane.status}
        with self._lock:
            for scope, kept in self._kept.items():
                if scope is None or section in scope:
                    self._kept[scope] = replace(kept, finished=_stepped(kept.finished, step))

    def forget(self) -> None:
        """Count anew."""
        with self._lock:
            self._kept.clear()


def _stepped(finished: Finished, step: Mapping[str, int]) -> Finished:
    """A number that was not counted to its end stays as it is."""
    numbers = {
        code: tally if tally.is_capped else tally_of(max(0, tally.number + step.get(code, 0)))
        for code, tally in finished.numbers.items()
    }
    return replace(finished, numbers=numbers)


FINISHED: Final = FinishedWork()
