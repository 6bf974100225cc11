"""Notices of illegal content: whose they are, and answering in words one that leads to no comment to decide about.

Such an answer can be taken back while its mail waits, as a decision can. What a decision about the comment answered
is taken back with that decision.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Substr

from kawaraban.comments.actions.matters import mark_matters
from kawaraban.comments.models import Comment, Status, public_id_of, subject_of
from kawaraban.law.models import Notice, Outcome
from kawaraban.law.redress.notices import answer_notice, take_back_answer
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb, in_sections, require, sections_of

# There the decision about the comment answers the notice, too.
_DECIDED_THERE = frozenset({Status.PENDING, Status.APPROVED, Status.WITHHELD})


class DecidedOnItsComment(Exception):
    """The comment is there: what is decided about it answers the notice."""


def comment_of(notice: Notice) -> Comment | None:
    """The comment that a notice is about, with its thread; None where it leads to none of ours."""
    public_id = public_id_of(notice.subject)
    rows = Comment.objects.select_related("thread").filter(public_id=public_id)
    return rows.first() if public_id else None


def notices_for(person: User) -> QuerySet[Notice]:
    """Those that this person decides: of a moderator with some sections, those about comments in them."""
    if sections_of(person) is None:
        return Notice.objects.all()
    about = Comment.objects.filter(public_id=OuterRef("named"))
    named = Notice.objects.alias(named=Substr("subject", len(subject_of("")) + 1))
    return named.filter(Exists(in_sections(about, person, "thread__section")))


def open_notices(person: User) -> QuerySet[Notice]:
    """Of them, those that are not answered, the oldest first."""
    return notices_for(person).filter(outcome="").order_by("received_at", "pk")


def section_of(comment: Comment | None) -> str:
    """In whose section a notice is; "" where it is about no comment: that concerns the whole paper."""
    return comment.thread.section if comment else ""


def is_decided_there(comment: Comment | None) -> bool:
    """Whether a decision about the comment is what answers its notices."""
    return comment is not None and comment.status in _DECIDED_THERE


def answer_in_words(
    *, notice_id: UUID | str, outcome: Outcome, answer: str, person: User, now: datetime
) -> Notice:
    """Answer it; its sender is told when the time for undo is over.

    Raises Notice.DoesNotExist, PermissionDenied, DecidedOnItsComment, AlreadyAnswered; ValueError without words.
    """
    with transaction.atomic():
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
    with transaction.atomic():
        about = comment_of(Notice.objects.get(pk=notice_id))
        require(person, Verb.UNDO, section=section_of(about))
        comment = Comment.objects.locked(about.pk) if about else None
        notice = Notice.objects.select_for_update().get(pk=notice_id)
        take_back_answer(notice, person=person, now=now)
        if comment:
            mark_matters(comment)
    return notice
