from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kawaraban.comments.models import Status
from kawaraban.comments.thread.parts import Conversation, ThreadPlace, thread_pages

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def row(
    pk: int, parent: int | None = None, *, is_picked: bool = False, status: str = Status.APPROVED
) -> ThreadPlace:
    return ThreadPlace(
        pk, parent, status, is_pinned=False, is_picked=is_picked, sent_at=NOON + timedelta(seconds=pk)
    )


def numbers(pages: list[list[Conversation]]) -> list[list[list[int]]]:
    return [
        [[conversation.root.pk, *(reply.pk for reply in conversation.replies)] for conversation in page]
        for page in pages
    ]


def test_an_empty_thread_is_one_empty_page() -> None:
    assert thread_pages([]) == [[]]


def test_a_conversation_is_kept_together_where_it_fits() -> None:
    rows = [row(1), row(2, 1), row(3), row(4, 3), row(5, 3), row(6)]

    assert numbers(thread_pages(rows, per_page=4)) == [[[6], [3, 4, 5]], [[1, 2]]]


def test_a_conversation_longer_than_a_page_goes_on_under_its_first_comment() -> None:
    rows = [row(1), *(row(number, 1) for number in range(2, 9)), row(9)]

    assert numbers(thread_pages(rows, per_page=4)) == [[[9]], [[1, 2, 3, 4]], [[1, 5, 6, 7]], [[1, 8]]]


def test_picked_conversations_are_on_the_first_page() -> None:
    rows = [row(1, is_picked=True), *(row(number) for number in range(2, 8))]

    assert numbers(thread_pages(rows, per_page=3))[0] == [[1], [7], [6]]


def test_a_removed_comment_is_no_longer_picked() -> None:
    rows = [row(1, is_picked=True, status=Status.WITHDRAWN), row(2)]

    assert numbers(thread_pages(rows)) == [[[2], [1]]]


@given(st.lists(st.integers(0, 40), max_size=60), st.integers(2, 9))
def test_no_page_is_too_long_and_no_comment_is_lost(parents: list[int], per_page: int) -> None:
    """Each comment answers an earlier one, or (0) nobody."""
    rows = [row(pk, parent if 0 < parent < pk else None) for pk, parent in enumerate(parents, start=1)]

    pages = thread_pages(rows, per_page=per_page)

    assert all(sum(len(conversation) for conversation in page) <= per_page for page in pages)
    shown = [pk for page in numbers(pages) for conversation in page for pk in conversation]
    assert set(shown) == {place.pk for place in rows}
    replies = [pk for page in numbers(pages) for conversation in page for pk in conversation[1:]]
    assert len(replies) == len(set(replies))
