"""Plays what comes of comments later, by the real verbs.

A reader reports, somebody gives notice, a court orders, somebody writes, an author appeals, a sender is suspended and
appeals.
"""

from datetime import datetime, timedelta

from django.conf import settings

from kawaraban.cli.demo_paper.threads import WrittenComment, WrittenMatter
from kawaraban.comments.actions.appeal import appeal, appeal_restriction
from kawaraban.comments.actions.demands import enter_demand
from kawaraban.comments.actions.report import give_notice, report_comment
from kawaraban.comments.actions.restrictions import restrict
from kawaraban.comments.models import Comment
from kawaraban.law.basis import Offence
from kawaraban.law.demands.demand_words import DemandWords
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Appeal, DemandItem, DemandKind, Notice, Report
from kawaraban.law.redress.notices import NoticeWords
from kawaraban.people.models import User

_FROM_OUTSIDE = {"ordered": DemandKind.ACT, "letter": DemandKind.LETTER}
_TIME_OF_AN_ORDER = timedelta(days=2)
# Tarrowmouth lies in none: CLDR has a code for an unknown region.
_NO_COUNTRY = "ZZ"


def play_matter(
    comment: Comment, written: WrittenComment, matter: WrittenMatter, *, editor: User, now: datetime
) -> None:
    """Do it, once."""
    if matter.kind in {"suspended", "suspension_appealed"}:
        _play_suspension(comment, written, matter, editor=editor, now=now)
        return
    if matter.kind in _FROM_OUTSIDE:
        _play_demand(comment, written, matter, editor=editor, now=now)
        return
    subject = {"subject": comment.subject}
    if matter.kind == "reported" and not Report.objects.filter(**subject, ground=matter.ground).exists():
        report_comment(
            public_id=comment.public_id,
            ground=matter.ground or Ground.OTHER,
            words=matter.words,
            reporter_address="",
            now=now,
        )
    elif matter.kind == "noticed" and not Notice.objects.filter(**subject).exists():
        give_notice(_notice_words(comment, written, matter), sender_address="", now=now)
    elif matter.kind == "appealed" and not Appeal.objects.filter(**subject).exists():
        appeal(tracking_token=comment.tracking_token, words=matter.words, now=now)


def _play_demand(
    comment: Comment, written: WrittenComment, matter: WrittenMatter, *, editor: User, now: datetime
) -> None:
    """An order of a court, which names two days, or a letter."""
    kind, law = _FROM_OUTSIDE[matter.kind], written.law
    if DemandItem.objects.filter(subject=comment.subject, demand__kind=kind).exists():
        return
    words = DemandWords(kind=kind, received_at=now, sender="Maud Ostler", words=matter.words)
    if kind == DemandKind.ACT:
        words = DemandWords(
            kind=kind,
            received_at=now,
            sender=matter.words,
            member_state=_NO_COUNTRY,
            reference="14 C 207",
            offence=law.offence if law else Offence.OTHER,
            law=law.law if law else "",
            scope="The comment itself, wherever the paper is read.",
            words="Take it off the page.",
            due_at=now + _TIME_OF_AN_ORDER,
        )
    enter_demand(words, public_ids=[comment.public_id], person=editor, now=now)


def _play_suspension(
    comment: Comment, written: WrittenComment, matter: WrittenMatter, *, editor: User, now: datetime
) -> None:
    restriction = comment.restrictions.first()
    if matter.kind == "suspended":
        if restriction is None:
            restrict(
                comment_id=comment.pk,
                revision_number=comment.revision_number,
                days=matter.days,
                ground=written.ground or Ground.OTHER,
                note=matter.words,
                moderator=editor,
                now=now,
            )
    elif restriction and not Appeal.objects.filter(subject=restriction.subject).exists():
        appeal_restriction(
            tracking_token=comment.tracking_token,
            public_id=restriction.public_id,
            words=matter.words,
            now=now,
        )


def _notice_words(comment: Comment, written: WrittenComment, matter: WrittenMatter) -> NoticeWords:
    law = written.law
    others = comment.thread.comments.filter(name=written.also) if written.also else ()
    address, *more = [f"{settings.SITE_URL}/c/{each.public_id}/" for each in (comment, *others)]
    return NoticeWords(
        address=address,
        more=tuple(more),
        explanation=matter.words,
        offence=law.offence if law else Offence.OTHER,
        law=law.law if law else "",
        name="Ottokar Brandl",
        email="ottokar.brandl@example.org",
        is_in_good_faith=True,
        language=written.language,
    )
