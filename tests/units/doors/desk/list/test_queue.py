"""The list around a comment: a window of rows, what they say, and what it costs."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries
from tests.makers.desk import crowd, found, shown_comment, waiting_comment

from kawaraban.comments.models import Thread
from kawaraban.doors.desk.lane.lanes import WAITING, lane_named
from kawaraban.doors.desk.lane.order import NEWEST, OLDEST
from kawaraban.doors.desk.lane.waiting_time import duration_words, waiting_time
from kawaraban.doors.desk.lane.walk import Walk
from kawaraban.doors.desk.list.queue import ROWS_BEFORE, ROWS_COUNT, desk_state, queue_view
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def queue(moderator: User) -> Walk:
    return Walk(WAITING, moderator, OLDEST)


def test_the_window_stands_around_the_comment(thread: Thread, queue: Walk) -> None:
    comments = crowd(thread, 60)

    view = queue_view(queue, now=timezone.now(), at=comments[20])

    shown = [row.public_id for row in view.rows]
    first, last = 20 - ROWS_BEFORE, 20 + ROWS_COUNT
    assert shown == [comment.public_id for comment in comments[first : last + 1]]
    assert view.more_url == f"/desk/?after={comments[last].public_id}"
    assert view.has_earlier


def test_a_short_list_has_no_more_and_no_earlier(thread: Thread, queue: Walk) -> None:
    crowd(thread, 3)

    view = queue_view(queue, now=timezone.now())

    assert (len(view.rows), view.more_url, view.has_earlier) == (3, "", False)


def test_a_long_list_costs_as_many_queries_as_a_short_one(
    thread: Thread, queue: Walk, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    comments = crowd(thread, 400)
    for comment in comments[:30]:
        found(comment, phase="links", ground="spam", quote="x")

    # Two of them: whether this moderator sees hints. The rules are kept for a second where nobody tests.
    with django_assert_num_queries(6):
        queue_view(queue, now=timezone.now(), at=comments[200])
    with django_assert_num_queries(2):
        desk_state(queue)


def test_a_row_says_why_it_needs_a_closer_look_or_where_it_belongs(thread: Thread, queue: Walk) -> None:
    plain = waiting_comment(thread, minutes=3)
    odd = waiting_comment(thread, minutes=2, text="word " * 60)
    found(odd, phase="links", ground="spam", quote="a")
    found(odd, phase="repeated_text", ground="spam", quote="3", weight=0.9)

    rows = queue_view(queue, now=timezone.now()).rows

    assert [row.public_id for row in rows] == [plain.public_id, odd.public_id]
    assert (rows[0].reasons, rows[0].place) == ((), "The harbour")
    assert rows[1].reasons == ("Spam or advertising",)
    assert rows[1].excerpt.endswith("…")


def test_other_lanes_are_newest_first(thread: Thread, moderator: User) -> None:
    older = shown_comment(thread, moderator, minutes=9)
    newer = shown_comment(thread, moderator, minutes=3)

    rows = queue_view(Walk(lane_named("approved"), moderator, NEWEST), now=timezone.now()).rows

    assert [row.public_id for row in rows] == [newer.public_id, older.public_id]


@pytest.mark.parametrize(
    ("waited", "words", "is_late"),
    [
        (timedelta(seconds=-5), "less than a minute", False),
        (timedelta(seconds=59), "less than a minute", False),
        (timedelta(minutes=48), "48 min", False),
        (timedelta(minutes=119, seconds=59), "1 h 59 min", False),
        (timedelta(hours=2), "2 h 0 min", True),
        (timedelta(days=3, hours=4, minutes=5), "3 d 4 h", True),
    ],
)
def test_waiting_time_in_two_units(waited: timedelta, words: str, *, is_late: bool) -> None:
    now = timezone.now()

    with translation.override("en"):
        time = waiting_time(now - waited, now=now, target=timedelta(hours=2))

    assert (time.words, time.is_late) == (words, is_late)
    assert duration_words(timedelta(minutes=1)) == "1 min"
