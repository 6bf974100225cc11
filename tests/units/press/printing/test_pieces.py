"""A piece is shown again until an order names one of its keys, and never a moment longer."""

import pytest
from django.db import transaction
from tests.conftest import NOON

from kawaraban.press.orders import latest_order_number, order_reprint
from kawaraban.press.printing.pieces import LONGEST_SECONDS, READ_AT_ONCE, Pieces, rendering_at

pytestmark = pytest.mark.django_db


def order(*keys: str) -> int:
    with transaction.atomic():
        return int(order_reprint(keys=keys, reason="test", now=NOON).pk)


def shown(
    pieces: Pieces, value: str, *, keys: tuple[str, ...] = ("story-1",), number: int | None = None
) -> str:
    """What a rendering shows that begins now, or began at this number; `value` is what it would make itself."""
    with rendering_at(latest_order_number() if number is None else number):
        return pieces.of("piece", lambda: value, keys=keys)


def test_a_piece_is_made_once_and_again_when_one_of_its_keys_is_ordered() -> None:
    pieces = Pieces(limit=10)
    keys = ("story-1", "paper")

    assert shown(pieces, "first", keys=keys) == "first"
    assert shown(pieces, "second", keys=keys) == "first"
    order("story-2", "front")
    assert shown(pieces, "third", keys=keys) == "first"
    order("front", "paper")
    assert shown(pieces, "fourth", keys=keys) == "fourth"


def test_a_piece_that_was_begun_before_an_order_and_kept_after_it_is_not_shown() -> None:
    pieces = Pieces(limit=10)
    with rendering_at(latest_order_number()):
        order("story-1")
        pieces.keep("piece", "as it was before the order", keys=["story-1"])

    assert shown(pieces, "as it is") == "as it is"


def test_a_rendering_that_began_earlier_than_another_does_not_hide_an_order() -> None:
    pieces = Pieces(limit=10)
    before = order("paper")
    shown(pieces, "old", number=before)
    after = order("story-1")

    assert shown(pieces, "new", number=after) == "new"
    shown(pieces, "made by one that began before", number=before)
    assert shown(pieces, "newest", number=after) == "newest"


def test_what_began_before_all_was_forgotten_is_not_shown_after_an_order_that_nobody_remembers() -> None:
    pieces = Pieces(limit=10)
    with rendering_at(order("paper")):
        assert pieces.find("piece") is None
        order("story-1")
        for _ in range(READ_AT_ONCE):
            order("story-2")
        with rendering_at(latest_order_number()):
            pieces.find("another piece")
        pieces.keep("piece", "as it was before the order", keys=["story-1"])

    assert shown(pieces, "as it is") == "as it is"


def test_a_log_that_begins_anew_leaves_nothing() -> None:
    pieces = Pieces(limit=10)
    shown(pieces, "of the old log", number=order("paper") + 1_000)

    assert shown(pieces, "of the new log") == "of the new log"


def test_outside_of_a_rendering_that_may_be_printed_nothing_is_found_and_nothing_is_kept() -> None:
    pieces = Pieces(limit=10)
    shown(pieces, "kept")

    assert pieces.of("piece", lambda: "fresh", keys=["story-1"]) == "fresh"
    assert shown(pieces, "another") == "kept"


def test_a_piece_is_made_anew_after_a_minute() -> None:
    seconds = 0.0
    pieces = Pieces(limit=10, clock=lambda: seconds)
    shown(pieces, "first")

    seconds = LONGEST_SECONDS
    assert shown(pieces, "second") == "first"
    seconds = LONGEST_SECONDS + 1
    assert shown(pieces, "third") == "third"


def test_what_was_asked_for_the_longest_time_ago_is_forgotten_first() -> None:
    pieces = Pieces(limit=2)
    with rendering_at(0):
        pieces.find("a")
        pieces.keep("a", 1, keys=[])
        pieces.keep("b", 2, keys=[])
        pieces.find("a")
        pieces.keep("c", 3, keys=[])

        assert [pieces.find(name) for name in "abc"] == [1, None, 3]


def test_many_orders_at_once_forget_all() -> None:
    pieces = Pieces(limit=10)
    shown(pieces, "first")
    for _ in range(300):
        order("story-2")

    assert shown(pieces, "second") == "second"


def test_in_another_epoch_nothing_of_before_is_taken() -> None:
    pieces = Pieces(limit=9)
    with rendering_at(7, epoch="before"):
        assert pieces.find("name") is None
        pieces.keep("name", "The old name", keys=["paper"])
        assert pieces.find("name") == "The old name"

    with rendering_at(7, epoch="after"):
        assert pieces.find("name") is None
        with rendering_at(7, epoch="before"):
            pieces.keep("late", "A rendering that began before", keys=["paper"])
        assert pieces.find("late") is None
