"""Picking many comments at once, each as `pick` and `unpick` would do it, in the order in which they are given."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied

from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.actions.marks import NotShown, check_shown, mark_each
from kawaraban.comments.actions.permission import may_act
from kawaraban.comments.actions.words import WordsChanged, check_words
from kawaraban.comments.models import Comment
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb

_REFUSALS = (Comment.DoesNotExist, PermissionDenied, NotShown, WordsChanged)


def pick_many(judged: Sequence[Judged], *, person: User, now: datetime) -> list[Exception | None]:
    """Returns for each None where it is picked now, or what `pick` would have raised. Call it in a transaction."""
    return _mark_many(judged, to=True, person=person, now=now)


def unpick_many(judged: Sequence[Judged], *, person: User, now: datetime) -> list[Exception | None]:
    """The same backwards, whatever their words and their status are by now."""
    return _mark_many(judged, to=False, person=person, now=now)


def _mark_many(judged: Sequence[Judged], *, to: bool, person: User, now: datetime) -> list[Exception | None]:
    rows = Comment.objects.with_lock().filter(pk__in=[each.comment_id for each in judged])
    comments = {comment.pk: comment for comment in rows}
    refused = [_refusal(comments.get(each.comment_id), each, person, is_shown=to) for each in judged]
    taken = [comments[each.comment_id] for each, refusal in zip(judged, refused, strict=True) if not refusal]
    mark_each(
        [comment for comment in taken if comment.is_picked != to],
        "is_picked",
        to=to,
        kind="comment_picked" if to else "comment_unpicked",
        person=person,
        now=now,
    )
    return refused


def _refusal(comment: Comment | None, judged: Judged, person: User, *, is_shown: bool) -> Exception | None:
    try:
        if comment is None:
            return Comment.DoesNotExist(judged.comment_id)
        may_act(person, Verb.PICK, comment.thread)
        if is_shown:
            check_words(comment, judged.revision_number)
            check_shown(comment)
    except _REFUSALS as refusal:
        return refusal
    return None
