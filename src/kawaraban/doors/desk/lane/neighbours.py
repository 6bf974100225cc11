"""The comments before and after one, without those that colleagues read just now or that this person may not decide."""

from collections.abc import Collection

from kawaraban.comments.models import Comment, CommentQuerySet
from kawaraban.doors.desk.lane.walk import Walk


def next_of(walk: Walk, comment: Comment, *, without: Collection[int] = ()) -> Comment | None:
    """The comment to read after this one: the one that follows, at the end of the lane the first one of it."""
    following = _free(walk, walk.after(comment), without)
    return following.first() or _free(walk, walk.comments(), without).exclude(pk=comment.pk).first()


def first_of(walk: Walk, *, without: Collection[int] = ()) -> Comment | None:
    """The first comment to read."""
    return _free(walk, walk.comments(), without).first()


def neighbour_ids(walk: Walk, comment: Comment, *, without: Collection[int] = ()) -> tuple[str, str]:
    """The public ids of the previous and the next comment, "" where there is none."""
    return (
        _id(_free(walk, walk.before(comment), without)),
        _id(_free(walk, walk.after(comment), without)),
    )


def _free(walk: Walk, rows: CommentQuerySet, without: Collection[int]) -> CommentQuerySet:
    rows = rows.exclude(pk__in=without) if without else rows
    return rows.exclude(public_id__in=walk.closed_to_them) if walk.closed_to_them else rows


def _id(rows: CommentQuerySet) -> str:
    return rows.values_list("public_id", flat=True).first() or ""
