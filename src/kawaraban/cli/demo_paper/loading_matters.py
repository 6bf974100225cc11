"""Plays what waits for another look: a reader reports, somebody gives notice, an author appeals. By the real verbs."""

from datetime import datetime

from django.conf import settings

from kawaraban.cli.demo_paper.threads import WrittenComment, WrittenMatter
from kawaraban.comments.actions.appeal import appeal
from kawaraban.comments.actions.report import give_notice, report_comment
from kawaraban.comments.models import Comment
from kawaraban.law.basis import Offence
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Appeal, Notice, Report
from kawaraban.law.notices import NoticeWords


def play_matter(comment: Comment, written: WrittenComment, matter: WrittenMatter, *, now: datetime) -> None:
    """Do it, once."""
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
