"""A lane is walked by keyset, along its index, also through comments of one instant."""

import pytest
from django.db import connection
from tests.conftest import NOON
from tests.desk_factories import waiting_comment

from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.doors.desk.lanes import LANES, WAITING, Lane, lane_named, lane_of, next_waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def same_instant(thread: Thread) -> list[Comment]:
    return [waiting_comment(thread, minutes=minutes, now=NOON) for minutes in (9, 5, 5, 5, 1)]


@pytest.mark.parametrize("lane", LANES, ids=lambda lane: lane.code)
def test_walking_forward_and_back_meets_every_comment_once(lane: Lane, same_instant: list[Comment]) -> None:
    Comment.objects.bulk_update(
        [Comment(pk=comment.pk, status=lane.status) for comment in same_instant], ["status"]
    )
    whole = list(lane.comments())
    forward, back = [whole[0]], [whole[-1]]

    while following := lane.after(forward[-1]).first():
        forward.append(following)
    while earlier := lane.before(back[-1]).first():
        back.append(earlier)

    assert forward == whole
    assert back == whole[::-1]
    assert len(whole) == 5


def test_at_the_end_the_longest_waiting_comes_next(same_instant: list[Comment]) -> None:
    first, last = same_instant[0], same_instant[-1]

    assert next_waiting(last) == first
    assert next_waiting(first) == same_instant[1]


def test_the_last_one_has_no_next(thread: Thread) -> None:
    assert next_waiting(waiting_comment(thread)) is None


def test_a_comment_that_no_lane_shows_belongs_to_the_queue(thread: Thread) -> None:
    assert lane_of(waiting_comment(thread, status=Status.WITHDRAWN)) is WAITING
    assert lane_of(waiting_comment(thread, status=Status.REJECTED)) is lane_named("not_published")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's own plan")
def test_every_step_is_a_range_of_the_index(same_instant: list[Comment]) -> None:
    comment = same_instant[2]

    for lane in LANES:
        for rows in (lane.comments(), lane.after(comment), lane.before(comment)):
            plan = rows[:1].explain()

            assert "USING INDEX comment_queue" in plan
            assert "TEMP B-TREE" not in plan
