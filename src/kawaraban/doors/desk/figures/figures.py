"""The figures of the desk, counted from its decisions: how many, how fast, on which ground, and what was taken back.

    figures(first_on=date(2026, 11, 1), last_on=date(2026, 11, 30))

A decision that was taken back within the time for undo never happened: it counts as taken back, and nowhere else. The
time to a decision runs from the sending of the words that were judged to the first decision about them.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from uuid import UUID

from django.utils import timezone

from kawaraban.comments.models import Status, subject_of
from kawaraban.law.models import Decision, Verdict

MOST_DAYS = 366


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


@dataclass(frozen=True, slots=True)
class _Row:
    pk: UUID
    verdict: str
    ground: str
    decided_at: datetime
    content_at: datetime | None
    status_before: str
    reverses: UUID | None


def figures(*, first_on: date, last_on: date) -> DeskFigures:
    """All days from the first to the last, also those on which nothing happened. One query."""
    rows = _rows(first_on, last_on)
    reversed_ids = {row.reverses for row in rows if row.reverses}
    standing = [row for row in rows if not row.reverses and row.pk not in reversed_ids]
    verdicts: dict[date, Counter[str]] = defaultdict(Counter)
    waits: dict[date, list[float]] = defaultdict(list)
    for row in standing:
        day = timezone.localdate(row.decided_at)
        verdicts[day][row.verdict] += 1
        if row.status_before == Status.PENDING and row.content_at:
            waits[day].append(max(0.0, (row.decided_at - row.content_at).total_seconds()))
    taken_back = Counter(timezone.localdate(row.decided_at) for row in rows if row.reverses)
    days = [first_on + timedelta(days=place) for place in range((last_on - first_on).days + 1)]
    all_waits = [seconds for of_day in waits.values() for seconds in of_day]
    grounds = Counter(row.ground for row in standing if row.ground and row.verdict == Verdict.REJECTED)
    return DeskFigures(
        days=tuple(_day(day, verdicts[day], taken_back[day], waits[day]) for day in days),
        grounds=tuple(grounds.most_common()),
        decided=len(standing),
        taken_back=sum(taken_back.values()),
        median_seconds=_median(all_waits),
        p90_seconds=percentile(all_waits, 0.9),
    )


def percentile(values: Sequence[float], share: float) -> int | None:
    """The least value that so great a share of all does not exceed (nearest rank); None of none."""
    if not values:
        return None
    return round(sorted(values)[max(0, math.ceil(share * len(values)) - 1)])


def _rows(first_on: date, last_on: date) -> list[_Row]:
    zone = timezone.get_current_timezone()
    start = datetime.combine(first_on, time.min, tzinfo=zone)
    end = datetime.combine(last_on + timedelta(days=1), time.min, tzinfo=zone)
    # Of comments: decisions about their senders have a page of their own.
    values = Decision.objects.filter(
        decided_at__gte=start, decided_at__lt=end, subject__startswith=subject_of("")
    ).order_by()
    return [
        _Row(*row)
        for row in values.values_list(
            "pk", "verdict", "ground", "decided_at", "content_at", "status_before", "reverses"
        )
    ]


def _day(day: date, verdicts: Counter[str], taken_back: int, waits: Sequence[float]) -> DayFigures:
    return DayFigures(
        day=day,
        approved=verdicts[Verdict.APPROVED],
        rejected=verdicts[Verdict.REJECTED],
        returned=verdicts[Verdict.RETURNED],
        withheld=verdicts[Verdict.WITHHELD],
        reopened=verdicts[Verdict.REOPENED],
        answered=verdicts[Verdict.KEPT] + verdicts[Verdict.UPHELD] + verdicts[Verdict.REINSTATED],
        taken_back=taken_back,
        median_seconds=_median(waits),
        p90_seconds=percentile(waits, 0.9),
    )


def _median(values: Sequence[float]) -> int | None:
    return round(median(values)) if values else None
