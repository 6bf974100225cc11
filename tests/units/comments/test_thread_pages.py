from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kawaraban.comments.models import Status
from kawaraban.comments.thread_pages import Conversation, thread_pages

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Row:
    pk: int
    parent_id: int | None = None
    status: str = Status.APPROVED
    is_picked: bool = False

    @property
    def sent_at(self) -> datetime:
        return NOON + timedelta(seconds=self.pk)


def numbers(pages: list[list[Conversation[Row]]]) -> list[list[list[int]]]:
    return [
        [[conversation.root.pk, *(row.pk for row in conversation.replies)] for conversation in page]
        for page in pages
    ]


def test_an_empty_thread_is_one_empty_page() -> None:
    assert thread_pages([]) == [[]]


def test_a_conversation_is_kept_together_where_it_fits() -> None:
    rows = [Row(1), Row(2, 1), Row(3), Row(4, 3), Row(5, 3), Row(6)]

    assert numbers(thread_pages(rows, per_page=4)) == [[[6], [3, 4, 5]], [[1, 2]]]


def test_a_conversation_longer_than_a_page_goes_on_under_its_first_comment() -> None:
    rows = [Row(1), *(Row(number, 1) for number in range(2, 9)), Row(9)]

    assert numbers(thread_pages(rows, per_page=4)) == [[[9]], [[1, 2, 3, 4]], [[1, 5, 6, 7]], [[1, 8]]]


def test_picked_conversations_are_on_the_first_page() -> None:
    rows = [Row(1, is_picked=True), *(Row(number) for number in range(2, 8))]

    assert numbers(thread_pages(rows, per_page=3))[0] == [[1], [7], [6]]


def test_a_removed_comment_is_no_longer_picked() -> None:
    rows = [Row(1, is_picked=True, status=Status.WITHDRAWN), Row(2)]

    assert numbers(thread_pages(rows)) == [[[2], [1]]]


@given(st.lists(st.integers(0, 40), max_size=60), st.integers(2, 9))
def test_no_page_is_too_long_and_no_comment_is_lost(parents: list[int], per_page: int) -> None:
    """Each comment answers an earlier one, or (0) nobody."""
    rows = [Row(pk, parent if 0 < parent < pk else None) for pk, parent in enumerate(parents, start=1)]

    pages = thread_pages(rows, per_page=per_page)

    assert all(sum(len(conversation) for conversation in page) <= per_page for page in pages)
    shown = [pk for page in numbers(pages) for conversation in page for pk in conversation]
    assert set(shown) == {row.pk for row in rows}
    replies = [pk for page in numbers(pages) for conversation in page for pk in conversation[1:]]
    assert len(replies) == len(set(replies))
