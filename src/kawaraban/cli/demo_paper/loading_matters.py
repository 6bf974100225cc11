"""Plays what comes of comments later, by the real verbs.

A reader reports, somebody gives notice, an author appeals, a sender is suspended and appeals.
"""

from datetime import datetime

from django.conf import settings

from kawaraban.cli.demo_paper.threads import WrittenComment, WrittenMatter
from kawaraban.comments.actions.appeal import appeal, appeal_restriction
from kawaraban.comments.actions.report import give_notice, report_comment
from kawaraban.comments.actions.restrictions import restrict
from kawaraban.comments.models import Comment
from kawaraban.law.basis import Offence
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Appeal, Notice, Report
from kawaraban.law.notices import NoticeWords
from kawaraban.people.models import User


def play_matter(
    comment: Comment, written: WrittenComment, matter: WrittenMatter, *, editor: User, now: datetime
) -> None:
    """Do it, once."""
    if matter.kind in {"suspended", "suspension_appealed"}:
        _play_suspension(comment, written, matter, editor=editor, now=now)
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
    return NoticeWords(
        address=f"{settings.SITE_URL}/c/{comment.public_id}/",
        explanation=matter.words,
        offence=law.offence if law else Offence.OTHER,
        law=law.law if law else "",
        name="Ottokar Brandl",
        email="ottokar.brandl@example.org",
        is_in_good_faith=True,
        language=written.language,
    )
