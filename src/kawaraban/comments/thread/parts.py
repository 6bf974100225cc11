"""In which order the comments of a thread are read, and on which of its pages each of them stands.

First the pinned conversation and the picked ones, then the others, newest first; under each its replies, oldest
first. A page holds at most 200 comments, so that a page of a long thread is rendered and read as fast as any
other. A conversation is kept together where it fits; a longer one goes on on the next page, under its first
comment.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from kawaraban.comments.models import Status

PER_PAGE = 200


class ThreadPlace(NamedTuple):
    """What must be known of a comment to put it in its place: a few of its columns."""

    pk: int
    parent_id: int | None
    status: str
    is_pinned: bool
    is_picked: bool
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Conversation:
    """A comment of the first level with what answers it, on one page."""

    root: ThreadPlace
    replies: Sequence[ThreadPlace]

    def __len__(self) -> int:
        return 1 + len(self.replies)

    @property
    def pks(self) -> set[int]:
        """All that it shows."""
        return {self.root.pk, *(row.pk for row in self.replies)}


def thread_pages(rows: Sequence[ThreadPlace], *, per_page: int = PER_PAGE) -> list[list[Conversation]]:
    """All pages of the thread; one, which may be empty, at the least. `rows` come oldest first."""
    pages: list[list[Conversation]] = [[]]
    room = per_page
    for conversation in _pieces(_conversations(rows), per_page=per_page):
        if len(conversation) > room and pages[-1]:
            pages.append([])
            room = per_page
        pages[-1].append(conversation)
        room -= len(conversation)
    return pages


def _conversations(rows: Sequence[ThreadPlace]) -> list[Conversation]:
    by_pk = {row.pk: row for row in rows}
    roots: list[ThreadPlace] = []
    replies: dict[int, list[ThreadPlace]] = {}
    for row in rows:
        root = _root_of(row, by_pk)
        if root is row:
            roots.append(row)
        else:
            replies.setdefault(root.pk, []).append(row)
    roots.sort(key=lambda row: (*_honours(row), row.sent_at, row.pk), reverse=True)
    return [Conversation(root, replies.get(root.pk, [])) for root in roots]


def _honours(row: ThreadPlace) -> tuple[bool, bool]:
    """What stands before time. A stub has lost its place of honour."""
    is_shown = row.status == Status.APPROVED
    return is_shown and row.is_pinned, is_shown and row.is_picked


def _pieces(conversations: Iterable[Conversation], *, per_page: int) -> Iterable[Conversation]:
    """Cut what is longer than a page; its first comment stands over each piece."""
    most = per_page - 1
    for conversation in conversations:
        replies = conversation.replies
        for start in range(0, max(len(replies), 1), most):
            yield Conversation(conversation.root, replies[start : start + most])


def _root_of(row: ThreadPlace, by_pk: dict[int, ThreadPlace]) -> ThreadPlace:
    """The comment of the first level that this one stands under; itself where its parent is not shown."""
    seen = {row.pk}
    while row.parent_id is not None and row.parent_id in by_pk and row.parent_id not in seen:
        row = by_pk[row.parent_id]
        seen.add(row.pk)
    return row
