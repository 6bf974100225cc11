"""What one day's decisions come to. Days that are over are counted once by the worker, and kept.

    day_counts(first_on, last_on)              # a count for each day
    close_days(zone=zone, now=now)             # the worker, now and then

A day is over when nothing of it can be taken back any more. What is not kept is counted from the decisions, so that the
numbers are right without the worker, too. Counts of days that had their midnights in another zone are of no use.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from typing import Any, Final, Self

from django.db.models import Min
from django.utils import timezone

from kawaraban.comments.models import Status, subject_of
from kawaraban.doors.desk.figures.assessed import TRIAGE, assessments_counted
from kawaraban.doors.desk.figures.spans import on_days
from kawaraban.doors.desk.figures.waits import Waits, counted
from kawaraban.doors.desk.models import UNFINISHED, BulkJob, ClosedDay
from kawaraban.law.models import Decision, Verdict

MOST_DAYS: Final = 366
# Time for undo is over long before, whatever clock one goes by.
_OPEN_DAYS: Final = 2


@dataclass(frozen=True, slots=True)
class DayCount:
    """Of one day: how often each verdict, each ground of a refusal; what was taken back; the waits."""

    verdicts: Mapping[str, int] = field(default_factory=dict)
    grounds: Mapping[str, int] = field(default_factory=dict)
    taken_back: int = 0
    waits: Waits = field(default_factory=dict)

    @property
    def stored(self) -> dict[str, Any]:
        """As it is kept. The names are frozen."""
        return {
            "verdicts": dict(self.verdicts),
            "grounds": dict(self.grounds),
            "taken_back": self.taken_back,
            "waits": sorted(self.waits.items()),
        }

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Self:
        return cls(stored["verdicts"], stored["grounds"], stored["taken_back"], dict(stored["waits"]))


def day_counts(first_on: date, last_on: date) -> dict[date, DayCount]:
    """Every day from the first to the last, in their order. Two queries, and no decision of a day that is kept."""
    zone = timezone.get_current_timezone()
    kept = dict(
        ClosedDay.objects.filter(zone=str(zone), day__range=(first_on, last_on)).values_list("day", "counts")
    )
    days = [first_on + timedelta(days=place) for place in range((last_on - first_on).days + 1)]
    fresh = _counted([day for day in days if day not in kept], zone)
    return {day: DayCount.of(kept[day]) if day in kept else fresh[day] for day in days}


def close_days(*, zone: tzinfo, now: datetime) -> int:
    """Count the days that are over and were not counted yet, one after the other; returns how many.

    What is no day that is over goes: too old, of another zone, or counted while the clock of the machine was wrong.
    """
    newest = _newest_over(zone, now)
    oldest = newest - timedelta(days=MOST_DAYS)
    of_use = ClosedDay.objects.filter(zone=str(zone), day__range=(oldest, newest))
    ClosedDay.objects.exclude(pk__in=of_use.values("pk")).delete()
    days = {oldest + timedelta(days=place) for place in range(MOST_DAYS + 1)}
    missing = sorted(days - set(of_use.values_list("day", flat=True)))
    for day in missing:
        # Each is read and written by itself: a lock is held for one row.
        counts = {
            **_counted([day], zone)[day].stored,
            TRIAGE: assessments_counted([day], zone)[day].stored,
        }
        ClosedDay.objects.get_or_create(zone=str(zone), day=day, defaults={"counts": counts})
    return len(missing)


def _newest_over(zone: tzinfo, now: datetime) -> date:
    """A job on many comments is taken back as a whole after its last, however long the worker stood still meanwhile."""
    newest = now.astimezone(zone).date() - timedelta(days=_OPEN_DAYS + 1)
    asked_at = BulkJob.objects.filter(UNFINISHED).aggregate(first=Min("asked_at"))["first"]
    return min(newest, asked_at.astimezone(zone).date() - timedelta(days=1)) if asked_at else newest


def _counted(days: Sequence[date], zone: tzinfo) -> dict[date, DayCount]:
    """From the decisions. One query; none for no day."""
    verdicts: dict[date, Counter[str]] = defaultdict(Counter)
    grounds: dict[date, Counter[str]] = defaultdict(Counter)
    taken_back: Counter[date] = Counter()
    waits: dict[date, list[float]] = defaultdict(list)
    for verdict, ground, decided_at, content_at, before, reverses, was_reversed in _rows(days, zone):
        day = decided_at.astimezone(zone).date()
        if reverses:
            taken_back[day] += 1
        if reverses or was_reversed:
            continue
        verdicts[day][verdict] += 1
        if ground and verdict == Verdict.REJECTED:
            grounds[day][ground] += 1
        if before == Status.PENDING and content_at:
            waits[day].append(max(0.0, (decided_at - content_at).total_seconds()))
    return {day: DayCount(verdicts[day], grounds[day], taken_back[day], counted(waits[day])) for day in days}


def _rows(days: Sequence[date], zone: tzinfo) -> Iterable[tuple[Any, ...]]:
    """Of comments: decisions about their senders have a page of their own."""
    if not days:
        return ()
    on_them = on_days("decided_at", days, zone)
    values = Decision.objects.filter(on_them, subject__startswith=subject_of("")).order_by()
    return values.values_list(
        "verdict", "ground", "decided_at", "content_at", "status_before", "reverses", "reversal"
    ).iterator()
