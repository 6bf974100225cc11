"""In which order the comments of one page of a thread are read.

First what the newsroom pinned and picked, then the other conversations, newest first; under each first comment its
replies, oldest first. A conversation is kept together where it fits on a page (`places.py`); of a longer one each piece
stands under its first comment.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from kawaraban.comments.models import Comment, Status
from kawaraban.comments.thread.places import talk_of


@dataclass(frozen=True, slots=True)
class Conversation:
    """A comment of the first level with what answers it, on one page."""

    root: Comment
    replies: Sequence[Comment]


def conversations(rows: Iterable[Comment], heads: Mapping[str, Comment]) -> list[Conversation]:
    """These comments as they are read. `rows` come in the order of their places.

    `heads` are first comments that stand on another page, by place. Where the first comment is not shown at all, the
    oldest of what is shown stands for it.
    """
    found: list[Conversation] = []
    for talk, shown in groupby(rows, lambda row: talk_of(row.place or "")):
        first, *others = shown
        if first.place != talk and talk in heads:
            found.append(Conversation(heads[talk], [first, *others]))
        else:
            found.append(Conversation(first, others))
    return found


def in_reading_order(found: Iterable[Conversation]) -> list[Conversation]:
    """What is pinned, what is picked, the newest."""
    return sorted(found, key=lambda each: (*_honours(each.root), each.root.place or ""), reverse=True)


def _honours(row: Comment) -> tuple[bool, bool]:
    """What stands before time. A stub has lost its place of honour."""
    is_shown = row.status == Status.APPROVED
    return is_shown and row.is_pinned, is_shown and row.is_picked
