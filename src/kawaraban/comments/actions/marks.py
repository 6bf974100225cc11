"""Marks on an approved comment: picked ones stand first in their thread, and one may be pinned on top.

A mark restricts nothing and tells nobody anything: it is recorded and printed, and taken away by its opposite.
"""

from collections.abc import Sequence
from datetime import datetime

from kawaraban.comments.actions.permission import may_act
from kawaraban.comments.actions.touched import order_pages
from kawaraban.comments.actions.words import check_words
from kawaraban.comments.models import Comment, Status
from kawaraban.law.record.ledger import Record, record_many
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb
from kawaraban.press.turn import one_turn


class NotShown(Exception):
    """Only what readers see can be marked."""


def pick(*, comment_id: int, person: User, now: datetime, revision_number: int | None = None) -> Comment:
    """Let it stand with those that the newsroom puts first. Idempotent.

    `revision_number`: the words that were read; None asks for none. Raises NotShown, WordsChanged.
    """
    with one_turn():
        comment = _shown(comment_id, revision_number, person, Verb.PICK)
        if not comment.is_picked:
            mark_each([comment], "is_picked", to=True, kind="comment_picked", person=person, now=now)
    return comment


def unpick(*, comment_id: int, person: User, now: datetime) -> Comment:
    """Let it stand where its time puts it. Idempotent, whatever its status."""
    with one_turn():
        comment = _locked(comment_id, person, Verb.PICK)
        if comment.is_picked:
            mark_each([comment], "is_picked", to=False, kind="comment_unpicked", person=person, now=now)
    return comment


def pin(*, comment_id: int, person: User, now: datetime, revision_number: int | None = None) -> Comment:
    """Put it on top of its thread; the one that was there comes down. Idempotent.

    `revision_number`: the words that were read; None asks for none. Raises NotShown, WordsChanged.
    """
    with one_turn():
        comment = _shown(comment_id, revision_number, person, Verb.PIN)
        if not comment.is_pinned:
            before = list(Comment.objects.select_for_update().filter(thread=comment.thread, is_pinned=True))
            mark_each(before, "is_pinned", to=False, kind="comment_unpinned", person=person, now=now)
            mark_each([comment], "is_pinned", to=True, kind="comment_pinned", person=person, now=now)
    return comment


def unpin(*, comment_id: int, person: User, now: datetime) -> Comment:
    """Take it down from the top. Idempotent, whatever its status."""
    with one_turn():
        comment = _locked(comment_id, person, Verb.PIN)
        if comment.is_pinned:
            mark_each([comment], "is_pinned", to=False, kind="comment_unpinned", person=person, now=now)
    return comment


def _shown(comment_id: int, revision_number: int | None, person: User, right: Verb) -> Comment:
    comment = _locked(comment_id, person, right)
    if revision_number is not None:
        check_words(comment, revision_number)
    check_shown(comment)
    return comment


def check_shown(comment: Comment) -> None:
    """Raises NotShown."""
    if comment.status != Status.APPROVED:
        raise NotShown(comment.public_id)


def _locked(comment_id: int, person: User, right: Verb) -> Comment:
    comment = Comment.objects.locked(comment_id)
    may_act(person, right, comment.thread)
    return comment


def mark_each(
    comments: Sequence[Comment], mark: str, *, to: bool, kind: str, person: User, now: datetime
) -> None:
    """Write, record, order the reprint: one statement each, however many they are."""
    if not comments:
        return
    for comment in comments:
        setattr(comment, mark, to)
    Comment.objects.filter(pk__in=[comment.pk for comment in comments]).update(**{mark: to})
    order_pages(comments, reason=kind, now=now)
    payload = {"person": person.get_username()}
    record_many([Record(kind, comment.subject, payload) for comment in comments], now=now)
