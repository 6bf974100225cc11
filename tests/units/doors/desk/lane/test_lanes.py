"""A lane is walked by keyset, along its index, also through comments of one instant."""

from datetime import timedelta

import pytest
from django.db import connection
from tests.conftest import NOON
from tests.makers.desk import comment_in, shown_comment, waiting_comment
from tests.makers.desk_crowd import many_comments

from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.doors.desk.lane.lanes import (
    ALL,
    LANES,
    REPORTS,
    WAITING,
    Lane,
    lane_named,
    lane_of,
    waits_since,
)
from kawaraban.doors.desk.lane.neighbours import first_of, next_of
from kawaraban.doors.desk.lane.order import APPEALED, NEED, NEWEST, OLDEST, ORDERS, REPORTED, Order
from kawaraban.doors.desk.lane.walk import Walk, walk_of
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def same_instant(thread: Thread) -> list[Comment]:
    return [waiting_comment(thread, minutes=minutes, now=NOON) for minutes in (9, 5, 5, 5, 1)]


def made_to_be(comment: Comment, **values: object) -> Comment:
    """It stands so, whether or not an act leads there: a lane is held against every combination."""
    Comment.objects.filter(pk=comment.pk).update(**values)
    comment.refresh_from_db()
    return comment


@pytest.mark.parametrize("lane", LANES, ids=lambda lane: lane.code)
@pytest.mark.parametrize("order", ORDERS, ids=lambda order: order.code)
def test_walking_forward_and_back_meets_every_comment_once(
    lane: Lane, order: Order, same_instant: list[Comment], moderator: User
) -> None:
    rows = [
        Comment(
            pk=comment.pk,
            status=lane.status or (Status.APPROVED if lane.matter else Status.WITHDRAWN),
            need_at=comment.sent_at,
            reported_at=comment.sent_at,
            appealed_at=comment.sent_at,
        )
        for comment in same_instant
    ]
    Comment.objects.bulk_update(rows, ["status", "need_at", "reported_at", "appealed_at"])
    walk = Walk(lane, moderator, order)
    whole = list(walk.comments())
    forward, back = [whole[0]], [whole[-1]]

    while following := walk.after(forward[-1]).first():
        forward.append(following)
    while earlier := walk.before(back[-1]).first():
        back.append(earlier)

    assert forward == whole
    assert back == whole[::-1]
    assert len(whole) == 5


def test_at_the_end_the_first_one_comes_next(same_instant: list[Comment], moderator: User) -> None:
    walk = Walk(WAITING, moderator, OLDEST)
    first, last = same_instant[0], same_instant[-1]

    assert next_of(walk, last) == first
    assert next_of(walk, first) == same_instant[1]
    assert next_of(walk, first, without=[same_instant[1].pk]) == same_instant[2]
    assert first_of(walk, without=[first.pk]) == same_instant[1]


def test_the_last_one_has_no_next(thread: Thread, moderator: User) -> None:
    assert next_of(Walk(WAITING, moderator, OLDEST), waiting_comment(thread)) is None


def test_a_comment_that_no_lane_shows_belongs_to_all(thread: Thread, moderator: User) -> None:
    assert lane_of(comment_in(Status.WITHDRAWN, thread, moderator)) is ALL
    assert lane_of(comment_in(Status.REJECTED, thread, moderator)) is lane_named("not_published")


def test_a_comment_without_a_report_has_the_whole_lane_behind_it(
    same_instant: list[Comment], moderator: User
) -> None:
    Comment.objects.update(status=Status.APPROVED, reported_at=NOON)
    outside = shown_comment(same_instant[0].thread, moderator)
    walk = Walk(REPORTS, moderator, REPORTED)

    assert list(walk.after(outside)) == same_instant
    assert not walk.before(outside).exists()


@pytest.mark.parametrize("status", list(Status))
def test_a_lane_holds_what_it_shows_and_nothing_else(status: Status, thread: Thread) -> None:
    comment = made_to_be(waiting_comment(thread), status=status, reported_at=NOON, appealed_at=NOON)

    for lane in LANES:
        assert lane.holds(comment) == lane.comments().filter(pk=comment.pk).exists(), lane.code


def test_somebody_waits_since_the_oldest_of_what_waits_and_in_a_lane_since_what_it_is_about(
    thread: Thread,
    moderator: User,
) -> None:
    earlier = NOON - timedelta(hours=2)
    both = made_to_be(shown_comment(thread, moderator), reported_at=NOON, appealed_at=earlier)
    neither = shown_comment(thread, moderator)
    pending = waiting_comment(thread)

    assert waits_since(both, REPORTS) == NOON
    assert waits_since(both, ALL) == earlier
    assert waits_since(neither, REPORTS) is None
    assert waits_since(pending, ALL) == pending.sent_at


def test_an_address_tells_the_whole_walk_and_nothing_that_goes_without_saying(
    thread: Thread, moderator: User
) -> None:
    narrowed = {"order": "need", "section": "city", "language": "ar", "story": str(thread.pk)}
    plain = walk_of({}, lane=WAITING, moderator=moderator)
    walk = walk_of(narrowed, lane=WAITING, moderator=moderator)
    mixed = walk_of({"lane": "all"}, lane=WAITING, moderator=moderator)

    assert (plain.suffix, plain.order, plain.is_narrowed) == ("", OLDEST, False)
    assert (walk.query, walk.order, walk.thread) == (narrowed, NEED, thread)
    assert (mixed.lane, mixed.order, mixed.suffix) == (ALL, NEWEST, "?lane=all")


@pytest.mark.parametrize(
    "query", [{"order": "nonsense"}, {"order": "newest"}, {"lane": "nonsense"}, {"lane": "approved"}]
)
def test_what_an_address_says_wrongly_is_left_out(query: dict[str, str], moderator: User) -> None:
    walk = walk_of(query, lane=WAITING, moderator=moderator)

    assert (walk.lane, walk.order, walk.suffix) == (WAITING, OLDEST, "")


@pytest.mark.parametrize("story", ["0", "nonsense", "99999"])
def test_an_unknown_story_narrows_to_nothing(story: str, thread: Thread, moderator: User) -> None:
    waiting_comment(thread)

    assert not walk_of({"story": story}, lane=WAITING, moderator=moderator).comments().exists()


def test_somebody_with_sections_walks_in_them_alone(thread: Thread, moderator: User) -> None:
    sport = Thread.objects.create(locator="s", url="/s/", title="A match", section="sport", language="en")
    own, other = waiting_comment(sport), waiting_comment(thread)
    moderator.sections = ["sport"]

    for lane in (WAITING, ALL):
        walk = walk_of({}, lane=lane, moderator=moderator)

        assert list(walk.comments()) == [own]
        assert not walk.rows().filter(pk=other.pk).exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's own plan")
def test_every_step_of_every_walk_is_a_range_of_an_index(thread: Thread, moderator: User) -> None:
    sport = Thread.objects.create(locator="s", url="/s/", title="A match", section="sport", language="en")
    many_comments([thread, sport, thread, thread], 3_000)
    many_comments([thread, sport], 500, status="approved")
    comment = Comment.objects.filter(status=Status.PENDING)[1_500]
    Comment.objects.filter(pk__lte=comment.pk).update(reported_at=NOON, appealed_at=NOON)
    comment.refresh_from_db()
    index = {OLDEST: "comment_queue", NEED: "comment_need", NEWEST: "comment_queue"}
    matters = {REPORTED: "comment_reported", APPEALED: "comment_appealed"}
    bound = User(role="moderator", sections=["sport"])
    queries: list[dict[str, str]] = [
        {},
        {"section": "sport"},
        {"language": "ar"},
        {"section": "city", "language": "en"},
    ]

    for lane in LANES:
        for order in Walk(lane, moderator, lane.order).orders:
            for query in queries:
                for person in (moderator, bound):
                    walk = walk_of({**query, "order": order.code}, lane=lane, moderator=person)
                    wanted = index[order] if lane.status else matters.get(order, "comment_all")
                    for rows in (walk.comments(), walk.after(comment), walk.before(comment)):
                        # The comments of a story's threads are asked by an index of their own, made for the query.
                        first, *_rest = rows[:1].explain().splitlines()

                        assert f"USING INDEX {wanted}" in first, (walk, first)
                        assert "USE TEMP B-TREE" not in rows[:1].explain()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's own plan")
def test_a_story_is_walked_along_its_thread(thread: Thread, moderator: User) -> None:
    many_comments([thread], 1_000)
    comment = Comment.objects.all()[500]
    walk = walk_of({"story": str(thread.pk)}, lane=WAITING, moderator=moderator)

    for rows in (walk.comments(), walk.after(comment), walk.before(comment)):
        plan = rows[:1].explain()

        assert "USING INDEX comment_" in plan
        assert "USE TEMP B-TREE" not in plan
