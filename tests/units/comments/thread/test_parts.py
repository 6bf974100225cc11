from datetime import UTC, datetime, timedelta

from kawaraban.comments.models import Comment, Status
from kawaraban.comments.thread.parts import Conversation, conversations, in_reading_order
from kawaraban.comments.thread.places import reply_place, root_place

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def row(
    pk: int, parent: Comment | None = None, *, is_picked: bool = False, status: str = "approved"
) -> Comment:
    at = NOON + timedelta(seconds=pk)
    place = reply_place(parent.place or "", at, pk) if parent else root_place(at, pk)
    return Comment(pk=pk, parent=parent, status=status, is_picked=is_picked, sent_at=at, place=place)


def numbers(found: list[Conversation]) -> list[list[int]]:
    return [[talk.root.pk, *(reply.pk for reply in talk.replies)] for talk in found]


def by_place(*rows: Comment) -> list[Comment]:
    return sorted(rows, key=lambda one: one.place or "")


def test_replies_stand_under_their_conversation_oldest_first_and_conversations_newest_first() -> None:
    first, second = row(1), row(2)
    reply = row(3, first)

    found = conversations(by_place(first, second, reply, row(4, reply), row(5, second)), {})

    assert numbers(in_reading_order(found)) == [[2, 5], [1, 3, 4]]


def test_a_piece_of_a_conversation_stands_under_its_first_comment() -> None:
    first = row(1)

    assert numbers(conversations([row(7, first), row(8, first)], {first.place or "": first})) == [[1, 7, 8]]


def test_where_the_first_comment_is_not_shown_the_oldest_that_is_stands_for_it() -> None:
    first = row(1)

    assert numbers(conversations([row(7, first), row(8, first)], {})) == [[7, 8]]


def test_picked_conversations_come_first_and_a_removed_comment_is_no_longer_picked() -> None:
    picked, removed = row(1, is_picked=True), row(2, is_picked=True, status=Status.WITHDRAWN)

    found = in_reading_order(conversations(by_place(picked, removed, row(3)), {}))

    assert numbers(found) == [[1], [3], [2]]
