"""The capacity line: a median pace, an honest default, and numbers that are not counted without end."""

from datetime import datetime, timedelta

import pytest
from tests.conftest import NOON
from tests.makers.comments import approved
from tests.makers.desk import waiting_comment

from kawaraban.comments.models import Comment, Thread
from kawaraban.doors.desk.rules import capacity as rooms
from kawaraban.doors.desk.rules.capacity import ASSUMED_SECONDS, capacity, pace_seconds, tally
from kawaraban.people.models import User


def moments(*seconds: int) -> list[datetime]:
    return [NOON + timedelta(seconds=second) for second in seconds]


def test_the_pace_is_the_median_gap_in_any_order() -> None:
    assert pace_seconds(moments(80, 0, 10, 20, 30, 40, 50, 60, 70)) == 10


def test_pauses_do_not_count() -> None:
    assert pace_seconds(moments(0, 10, 20, 30, 40, 5000, 5010, 5020, 5030, 5040)) == 10


def test_few_decisions_say_nothing() -> None:
    assert pace_seconds(moments(0, 10, 20)) is None
    assert pace_seconds([]) is None


def test_a_burst_takes_at_least_a_second_each() -> None:
    assert pace_seconds(moments(*[0] * 20)) == 1


@pytest.mark.django_db
def test_without_decisions_half_a_minute_is_assumed_and_said(thread: Thread) -> None:
    for minute in range(5):
        waiting_comment(thread, minutes=minute)

    work = capacity()

    assert (work.waiting.number, work.minutes, work.seconds_each) == (5, 3, ASSUMED_SECONDS)
    assert not work.is_measured


@pytest.mark.django_db
def test_with_decisions_the_pace_is_measured(thread: Thread, moderator: User) -> None:
    for number in range(12):
        changed = NOON + timedelta(seconds=12 * number)
        approved(waiting_comment(thread, now=NOON), moderator, now=changed)
    for minute in range(10):
        waiting_comment(thread, minutes=minute)

    work = capacity()

    assert (work.minutes, work.seconds_each, work.is_measured) == (2, 12, True)


@pytest.mark.django_db
def test_a_tally_stops_at_its_limit(thread: Thread, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "COUNTED_AT_MOST", 3)
    for minute in range(4):
        waiting_comment(thread, minutes=minute)

    counted = tally(Comment.objects.all())

    assert counted.words == "3+"
