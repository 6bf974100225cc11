"""What the model said at the decisions of a day: counted once, kept as numbers, read again as they were."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.makers.desk import waiting_comment
from tests.makers.triage.assessments import assessed_decision

from kawaraban.comments.models import CommentScore, Thread
from kawaraban.doors.desk.figures.assessed import (
    BLIND,
    LONGEST_SECONDS,
    SHOWN,
    UNNAMED,
    Assessed,
    Seconds,
    assessed_days,
    assessed_together,
)
from kawaraban.doors.desk.figures.day_counts import close_days
from kawaraban.doors.desk.models import ClosedDay
from kawaraban.triage.models import Assessment

pytestmark = pytest.mark.django_db


@pytest.fixture
def noon() -> datetime:
    return timezone.now().replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(days=10)


@pytest.fixture
def two_weeks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Days of which nothing is asked here are not counted: a year of them takes thousands of statements."""
    monkeypatch.setattr("kawaraban.doors.desk.figures.day_counts.MOST_DAYS", 14)


def of_the_day(noon: datetime) -> Assessed:
    return assessed_days(noon.date(), noon.date())[noon.date()]


def test_6_07_each_decision_is_counted_by_what_was_suspected_and_what_was_decided(noon: datetime) -> None:
    assessed_decision(noon, score=0.9, ground="insult", decided="insult")
    assessed_decision(noon, score=0.4, ground="", decided="")
    assessed_decision(noon, score=0.1, ground="", decided="spam", language="tr")
    assessed_decision(noon, score=1.0, ground="threat", decided="threat")
    assessed_decision(noon, score=None, decided="spam")

    day = of_the_day(noon)

    assert day.pairs == {
        ("en", "insult", "insult"): 1,
        ("en", UNNAMED, ""): 1,
        ("tr", "", "spam"): 1,
        ("en", "threat", "threat"): 1,
    }
    assert day.scores == {("en", 18, 1): 1, ("en", 8, 0): 1, ("tr", 2, 1): 1, ("en", 19, 1): 1}
    assert (day.scored, day.unscored) == (4, 1)


def test_6_07_what_was_undone_is_not_counted(noon: datetime) -> None:
    assessed_decision(noon, score=0.9, ground="insult", decided="insult")

    Assessment.objects.update(lesson=None)

    assert of_the_day(noon) == Assessed()


def test_6_07_only_the_random_sample_is_what_hints_are_measured_against(
    noon: datetime, thread: Thread
) -> None:
    in_sample, hidden_by_choice = (waiting_comment(thread, now=noon) for _each in range(2))
    for comment, is_blind in ((in_sample, True), (hidden_by_choice, False)):
        CommentScore.objects.update_or_create(
            comment=comment, defaults={"revision_number": 1, "state": "scored", "is_blind": is_blind}
        )
    assessed_decision(noon, score=0.7, decided="insult", subject=in_sample.subject, seconds=12)
    assessed_decision(noon, score=0.7, decided="insult", subject=hidden_by_choice.subject, seconds=40)
    assessed_decision(noon, score=0.7, decided="", is_shown=True, seconds=9_999)
    assessed_decision(noon, score=0.7, decided="", is_shown=True, seconds=None)

    day = of_the_day(noon)

    assert day.arms == {(BLIND, 2, 1): 1, (SHOWN, 2, 0): 2}
    assert day.seconds == {
        BLIND: Seconds(1, 12, 144),
        SHOWN: Seconds(1, LONGEST_SECONDS, LONGEST_SECONDS**2),
    }


@pytest.mark.usefixtures("two_weeks")
def test_6_07_a_closed_day_says_the_same_and_reads_no_assessment(noon: datetime) -> None:
    assessed_decision(noon, score=0.9, ground="insult", decided="insult", is_shown=True, seconds=7)
    assessed_decision(noon, score=0.2, decided="")
    before = of_the_day(noon)

    close_days(zone=timezone.get_current_timezone(), now=timezone.now())
    Assessment.objects.update(score=0.5)

    assert of_the_day(noon) == before
    with CaptureQueriesContext(connection) as asked:
        of_the_day(noon)
    assert len(asked) == 1


@pytest.mark.usefixtures("two_weeks")
def test_6_07_a_day_that_an_earlier_release_closed_is_counted_from_the_assessments(noon: datetime) -> None:
    assessed_decision(noon, score=0.9, ground="insult", decided="insult")
    close_days(zone=timezone.get_current_timezone(), now=timezone.now())
    closed = ClosedDay.objects.get(day=noon.date())
    del closed.counts["triage"]
    closed.save()

    assert of_the_day(noon).scored == 1


def test_6_07_a_year_takes_two_questions_however_much_was_decided(noon: datetime) -> None:
    for days in range(5):
        assessed_decision(noon - timedelta(days=days), score=0.5, decided="")

    with CaptureQueriesContext(connection) as asked:
        year = assessed_days(noon.date() - timedelta(days=365), noon.date())

    assert len(asked) == 2
    assert (len(year), assessed_together(year.values()).scored) == (366, 5)
