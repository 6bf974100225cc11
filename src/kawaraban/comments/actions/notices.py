"""Answering a notice of illegal content in words where it leads to no comment to decide about.

Such an answer can be taken back while its mail waits, as a decision can. What a decision about the comment answered
is taken back with that decision.
"""

from datetime import datetime
from uuid import UUID

from kawaraban.comments.actions.matters import mark_matters
from kawaraban.comments.models import Comment
from kawaraban.comments.raised.named import comment_of, is_decided_there, section_of
from kawaraban.law.models import Notice, Outcome
from kawaraban.law.redress.notices import answer_notice, take_back_answer
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb, require
from kawaraban.press.turn import one_turn


class DecidedOnItsComment(Exception):
    """The comment is there: what is decided about it answers the notice."""


def answer_in_words(
    *, notice_id: UUID | str, outcome: Outcome, answer: str, person: User, now: datetime
) -> Notice:
    """Answer it; its sender is told when the time for undo is over.

    Raises Notice.DoesNotExist, PermissionDenied, DecidedOnItsComment, AlreadyAnswered; ValueError without words.
    """
    with one_turn():
        about = comment_of(Notice.objects.get(pk=notice_id))
        require(person, Verb.DECIDE_NOTICE, section=section_of(about))
        comment = Comment.objects.locked(about.pk) if about else None
        if is_decided_there(comment):
            raise DecidedOnItsComment(str(notice_id))
        notice = answer_notice(notice_id=notice_id, outcome=outcome, answer=answer, person=person, now=now)
        if comment:
            mark_matters(comment)
    return notice


def undo_answer(*, notice_id: UUID | str, person: User, now: datetime) -> Notice:
    """Take an answer in words back within the time for undo: no mail leaves, and the notice waits again.

    Raises Notice.DoesNotExist, PermissionDenied, AnswerStands.
    """
    with one_turn():
        about = comment_of(Notice.objects.get(pk=notice_id))
        require(person, Verb.UNDO, section=section_of(about))
        comment = Comment.objects.locked(about.pk) if about else None
        notice = Notice.objects.select_for_update().get(pk=notice_id)
        take_back_answer(notice, person=person, now=now)
        if comment:
            mark_matters(comment)
    return notice
