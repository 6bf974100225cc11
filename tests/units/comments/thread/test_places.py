from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kawaraban.comments.thread.places import (
    cut_at,
    end_of_talk,
    first_of_talk,
    reply_place,
    root_place,
    talk_of,
)

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def test_conversations_stand_by_the_time_of_their_first_comment() -> None:
    older, newer = root_place(NOON, 9), root_place(NOON + timedelta(microseconds=1), 3)

    late_reply = reply_place(older, NOON + timedelta(days=900), 10)

    assert older < late_reply < newer


def test_a_first_comment_stands_before_its_replies_whatever_the_clocks_said() -> None:
    first = root_place(NOON, 5)

    assert first < reply_place(first, NOON - timedelta(hours=1), 6)


def test_of_the_same_moment_the_lower_number_stands_first() -> None:
    assert root_place(NOON, 99) < root_place(NOON, 100)


def test_a_reply_to_a_reply_stands_in_the_same_conversation() -> None:
    first = root_place(NOON, 5)
    reply = reply_place(reply_place(first, NOON, 6), NOON, 7)

    assert talk_of(reply) == first
    assert first_of_talk(reply) == 5
    assert first < reply < end_of_talk(reply)
    assert end_of_talk(reply) < root_place(NOON, 6)


def test_what_was_sent_before_computers_stands_first() -> None:
    assert root_place(datetime(1868, 1, 3, tzinfo=UTC), 1) < root_place(NOON, 1)


def places_of(talks: list[int]) -> list[str]:
    """So many comments in each conversation."""
    found = []
    for number, count in enumerate(talks):
        first = root_place(NOON + timedelta(hours=number), number * 1_000)
        found += [first, *(reply_place(first, NOON, number * 1_000 + reply) for reply in range(1, count))]
    return found


def test_a_page_is_cut_between_conversations() -> None:
    assert cut_at(places_of([60, 30, 30, 81])) == 90


def test_a_conversation_that_begins_the_page_stays_whole_where_it_can() -> None:
    assert cut_at(places_of([120, 81])) == 120


def test_a_conversation_that_is_too_long_is_cut_itself() -> None:
    assert cut_at(places_of([5, 190, 6])) == 100


@given(st.lists(st.integers(1, 230), min_size=1, max_size=60).filter(lambda talks: sum(talks) > 200))
def test_both_parts_of_a_page_have_room(talks: list[int]) -> None:
    places = places_of(talks)

    assert places == sorted(places)
    assert 50 <= cut_at(places[:201]) <= 150
