"""5b.2 The desk's figures of a year read no decision of a day that is over: such a day is counted once, and kept."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.makers.comments import approved, rejected, sent

from kawaraban.comments.actions.decide import undo
from kawaraban.comments.models import Thread
from kawaraban.doors.desk.figures.day_counts import MOST_DAYS, close_days
from kawaraban.doors.desk.figures.figures import DeskFigures, figures
from kawaraban.doors.desk.figures.waits import counted, middle, share_of, together
from kawaraban.doors.desk.models import BulkJob, ClosedDay
from kawaraban.law.models import Decision, Verdict
from kawaraban.people.models import User

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once("acts alone, and no page: their code cannot know of stories"),
]
DAYS = 8


@pytest.fixture
def noon() -> datetime:
    return timezone.now().replace(hour=12, minute=0, second=0, microsecond=0)


@pytest.fixture
def days_of_work(thread: Thread, moderator: User, noon: datetime) -> None:
    """On each of eight days two decisions, and one that is taken back."""
    for days in range(DAYS):
        then = noon - timedelta(days=days)
        for place, act in enumerate((approved, rejected, approved)):
            comment = sent(thread, f"Comment {days}.{place}.", name=f"N{days}{place}", now=then)
            decision = act(comment, moderator, now=then + timedelta(minutes=1 + days * 7 + place))
        undo(
            decision_id=str(decision.pk), moderator=moderator, now=decision.decided_at + timedelta(seconds=5)
        )


def of_those_days(noon: datetime) -> DeskFigures:
    return figures(first_on=noon.date() - timedelta(days=DAYS), last_on=noon.date())


def closed() -> list[date]:
    return sorted(ClosedDay.objects.values_list("day", flat=True))


@pytest.mark.usefixtures("days_of_work")
def test_5b_02_figures_are_the_same_after_the_days_were_closed(noon: datetime) -> None:
    before = of_those_days(noon)

    close_days(zone=timezone.get_current_timezone(), now=noon)

    assert of_those_days(noon) == before
    assert (before.decided, before.taken_back, before.grounds) == (2 * DAYS, DAYS, (("insult", DAYS),))
    assert before.days[-1].median_seconds == 90


@pytest.mark.usefixtures("days_of_work")
def test_5b_02_no_decision_of_a_closed_day_is_read(noon: datetime) -> None:
    close_days(zone=timezone.get_current_timezone(), now=noon)
    before = of_those_days(noon)
    old = Decision.objects.filter(decided_at__lt=noon - timedelta(days=2, hours=12))

    changed = old.filter(verdict=Verdict.APPROVED).update(verdict=Verdict.KEPT)
    with CaptureQueriesContext(connection) as asked:
        after = of_those_days(noon)

    assert (changed, after) == (2 * (DAYS - 3), before)
    assert len(asked) == 2


@pytest.mark.usefixtures("days_of_work")
def test_5b_02_days_are_closed_once_and_not_before_their_last_undo(noon: datetime) -> None:
    zone = timezone.get_current_timezone()

    first, again = close_days(zone=zone, now=noon), close_days(zone=zone, now=noon)
    next_day = close_days(zone=zone, now=noon + timedelta(days=1))

    assert (first, again, next_day) == (MOST_DAYS + 1, 0, 1)
    assert closed()[-1] == noon.date() - timedelta(days=2)


@pytest.mark.usefixtures("days_of_work")
def test_5b_02_counts_of_another_zone_are_not_used_and_go(noon: datetime) -> None:
    before = of_those_days(noon)
    close_days(zone=ZoneInfo("Pacific/Kiritimati"), now=noon)

    assert of_those_days(noon) == before
    close_days(zone=timezone.get_current_timezone(), now=noon)
    assert set(ClosedDay.objects.values_list("zone", flat=True)) == {str(timezone.get_current_timezone())}
    assert of_those_days(noon) == before


@pytest.mark.usefixtures("days_of_work")
def test_5b_02_days_that_a_wrong_clock_closed_are_counted_again(noon: datetime) -> None:
    zone = timezone.get_current_timezone()
    close_days(zone=zone, now=noon)
    before, days = of_those_days(noon), closed()
    # The clock of the machine was ahead, and was set right before these days were over.
    close_days(zone=zone, now=noon + timedelta(days=5))

    close_days(zone=zone, now=noon)

    assert closed() == days
    assert of_those_days(noon) == before


@pytest.mark.usefixtures("days_of_work")
def test_5b_02_no_day_is_closed_of_which_a_job_can_be_taken_back(noon: datetime, moderator: User) -> None:
    """The worker stood still for days in the midst of it."""
    zone = timezone.get_current_timezone()
    job = BulkJob.objects.create(act="approve", person=moderator, asked_at=noon - timedelta(days=6))

    close_days(zone=zone, now=noon)
    while_it_runs = closed()[-1]
    job.ended_at = noon
    job.save()
    close_days(zone=zone, now=noon)

    assert while_it_runs == noon.date() - timedelta(days=7)
    assert closed()[-1] == noon.date() - timedelta(days=3)


@pytest.mark.usefixtures("days_of_work")
def test_5b_02_what_is_not_closed_is_found_by_its_time(noon: datetime) -> None:
    close_days(zone=timezone.get_current_timezone(), now=noon)
    ClosedDay.objects.filter(day=noon.date() - timedelta(days=5)).delete()

    with CaptureQueriesContext(connection) as asked:
        of_those_days(noon)

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN QUERY PLAN " + asked[1]["sql"])
            plan = [row[3] for row in cursor.fetchall()]
        assert sum("decision_time (decided_at>? AND decided_at<?)" in step for step in plan) == 2
        assert not [step for step in plan if step.startswith("SCAN")]


@pytest.mark.parametrize(
    "waits", [[90.4], [3600.0, 7200.0], [12_345.0] * 3 + [99_999.0], [float(7**n) for n in range(9)]]
)
def test_5b_02_a_wait_is_kept_to_within_one_percent(waits: Sequence[float]) -> None:
    whole = together([counted(waits), counted([])])

    assert sum(whole.values()) == len(waits)
    for share in (0.1, 0.5, 0.9):
        exact = sorted(waits)[-(-int(share * 100) * len(waits) // 100) - 1]
        assert share_of(whole, share) == pytest.approx(exact, rel=0.0101, abs=0.5)


def test_5b_02_full_minutes_and_hours_stay_what_they_are() -> None:
    for seconds in (60, 120, 300, 600, 900, 3600, 7200, 36_000, 72_000):
        assert middle(counted([seconds])) == seconds
    assert middle({60: 1, 120: 1}) == 90
    assert middle({}) is None


def test_5b_02_however_many_waited_they_are_few_numbers() -> None:
    assert len(counted(range(1, 1_000_000, 7))) < 900
