"""Each time that this process waits for the database: how long, what failed, and who is told of what took long.

    WAITS.begin_to_serve(slow_seconds=0.5, tell=slow.hear)
    WAITS.hear("SELECT ...", 0.002)
    WAITS.hear_failure(error)

A wait is one statement, several that travel together (`kit/work/one_trip.py`), or the end of a transaction.
"""

from collections.abc import Callable
from typing import Final

from kawaraban.kit.faults import cause_of
from kawaraban.kit.seeing.families import DATABASE_FAILURES, OTHER, SLOW, TRIPS
from kawaraban.kit.seeing.tally import TALLY

COMMIT: Final = "COMMIT"


def _nobody(_sql: str, _seconds: float) -> None:
    """Who is told in a command."""


class DatabaseWaits:
    """Of one process; any thread may tell."""

    def __init__(self) -> None:
        self._slow_seconds = float("inf")
        self._tell: Callable[[str, float], None] = _nobody

    def begin_to_serve(self, *, slow_seconds: float, tell: Callable[[str, float], None]) -> None:
        """From now on `tell` hears of what takes so long; 0 is never."""
        self._slow_seconds = slow_seconds or float("inf")
        self._tell = tell

    def hear(self, sql: str, seconds: float) -> None:
        """Somebody waited so long for this. Call it from under the code that asked."""
        TALLY.time(TRIPS, seconds=seconds)
        if seconds >= self._slow_seconds:
            TALLY.count(SLOW)
            self._tell(sql, seconds)

    @staticmethod
    def hear_failure(error: BaseException) -> None:
        """The database refused."""
        cause = cause_of(error)
        TALLY.count(DATABASE_FAILURES, cause.value if cause else OTHER)


# Of this process.
WAITS: Final = DatabaseWaits()
