"""The comments before and after one, without those that colleagues read just now or that this person may not decide."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from kawaraban.comments.models import Comment, CommentQuerySet
from kawaraban.doors.desk.asked_together import answers, count_of, value_of
from kawaraban.doors.desk.lane.walk import Walk

# So many places of a list are told apart.
RANKS: Final = 200


def next_of(walk: Walk, comment: Comment, *, without: Collection[int] = ()) -> Comment | None:
    """The comment to read after this one: the one that follows, at the end of the lane the first one of it.

    With what a card shows of thread and parent.
    """
    following = _free(walk, walk.after(comment), without)
    others = _free(walk, walk.comments(), without).exclude(pk=comment.pk)
    return _first_to_read(following) or _first_to_read(others)


def first_of(walk: Walk, *, without: Collection[int] = ()) -> Comment | None:
    """The first comment to read, as `next_of` has it."""
    return _first_to_read(_free(walk, walk.comments(), without))


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The public ids of the comments beside one, "" where there is none, and its own place in the list, from 1.

    What lies further down than `RANKS` counts as there.
    """

    previous_id: str
    next_id: str
    rank: int


def neighbours(walk: Walk, comment: Comment, *, without: Collection[int] = ()) -> Neighbours:
    """What stands beside a comment. One statement."""
    before = walk.before(comment)
    previous, following, place = answers(
        *(value_of(_free(walk, rows, without), "public_id") for rows in (before, walk.after(comment))),
        count_of(before, at_most=RANKS - 1),
    )
    return Neighbours(previous or "", following or "", place + 1)


def _first_to_read(rows: CommentQuerySet) -> Comment | None:
    """The first of these. Found by its number alone: with its thread beside it a database that knows how many threads
    there are begins with these, and sorts all their comments for one."""
    first = Comment.objects.filter(pk__in=rows.values("pk")[:1])
    return first.select_related("thread", "parent", "triage").first()


def _free(walk: Walk, rows: CommentQuerySet, without: Collection[int]) -> CommentQuerySet:
    rows = rows.exclude(pk__in=without) if without else rows
    return rows.exclude(public_id__in=walk.closed_to_them) if walk.closed_to_them else rows
