"""The figures of the desk, counted from its decisions: how many, how fast, on which ground, and what was taken back.

    figures(first_on=date(2026, 11, 1), last_on=date(2026, 11, 30))

A decision that was taken back within the time for undo never happened: it counts as taken back, and nowhere else. The
time to a decision runs from the sending of the words that were judged to the first decision about them. Times of more
than a hundred seconds are kept to within one percent.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from kawaraban.doors.desk.figures.day_counts import DayCount, day_counts
from kawaraban.doors.desk.figures.waits import middle, share_of, together
from kawaraban.law.models import Verdict


@dataclass(frozen=True, slots=True)
class DayFigures:
    """One day of the paper's time zone. Seconds are None on a day without a first decision.

    `answered` are reports and appeals: kept, upheld, or published on appeal.
    """

    day: date
    approved: int
    rejected: int
    returned: int
    withheld: int
    reopened: int
    answered: int
    taken_back: int
    median_seconds: int | None
    p90_seconds: int | None

    @property
    def decided(self) -> int:
        return self.approved + self.rejected + self.returned + self.withheld + self.reopened + self.answered


@dataclass(frozen=True, slots=True)
class DeskFigures:
    """`grounds` are (code, how often), the most frequent first."""

    days: tuple[DayFigures, ...]
    grounds: tuple[tuple[str, int], ...]
    decided: int
    taken_back: int
    median_seconds: int | None
    p90_seconds: int | None


def figures(*, first_on: date, last_on: date) -> DeskFigures:
    """All days from the first to the last, also those on which nothing happened. Two queries."""
    counts = day_counts(first_on, last_on)
    days = tuple(_day(day, count) for day, count in counts.items())
    waits = together(count.waits for count in counts.values())
    grounds: Counter[str] = Counter()
    for count in counts.values():
        grounds.update(count.grounds)
    return DeskFigures(
        days=days,
        grounds=tuple(grounds.most_common()),
        decided=sum(sum(count.verdicts.values()) for count in counts.values()),
        taken_back=sum(count.taken_back for count in counts.values()),
        median_seconds=middle(waits),
        p90_seconds=share_of(waits, 0.9),
    )


def _day(day: date, count: DayCount) -> DayFigures:
    def times(*verdicts: Verdict) -> int:
        return sum(count.verdicts.get(verdict.value, 0) for verdict in verdicts)

    return DayFigures(
        day=day,
        approved=times(Verdict.APPROVED),
        rejected=times(Verdict.REJECTED),
        returned=times(Verdict.RETURNED),
        withheld=times(Verdict.WITHHELD),
        reopened=times(Verdict.REOPENED),
        answered=times(Verdict.KEPT, Verdict.UPHELD, Verdict.REINSTATED),
        taken_back=count.taken_back,
        median_seconds=middle(count.waits),
        p90_seconds=share_of(count.waits, 0.9),
    )
