"""Reports, notices and appeals as tests need them: through the verbs that the doors call."""

from datetime import datetime
from typing import Any

from django.db import transaction
from tests.makers.comments import NOON

from kawaraban.comments.actions.report import give_notice, report_comment
from kawaraban.comments.models import Comment
from kawaraban.law.basis import Offence
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Notice, Outcome, Report
from kawaraban.law.record.ledger import record
from kawaraban.law.record.sealed_tables import notice_rows
from kawaraban.law.redress.notices import NoticeWords


def notice_words(address: str, **changes: Any) -> NoticeWords:
    """A complete notice by somebody with a name and an address."""
    fields: dict[str, Any] = {
        "address": address,
        "explanation": "It names my employer and says that he takes bribes. He does not.",
        "offence": Offence.DEFAMATION,
        "law": "Penal Code, section 187",
        "name": "Nora Vell",
        "email": "nora@example.org",
        "is_in_good_faith": True,
        "language": "en",
    }
    return NoticeWords(**{**fields, **changes})


def noticed(comment: Comment, *, now: datetime = NOON, sender: str = "", **changes: Any) -> Notice:
    """A notice about this comment."""
    address = f"https://paper.example/c/{comment.public_id}/"
    return give_notice(notice_words(address, **changes), sender_address=sender, now=now)


def reported(
    comment: Comment,
    *,
    ground: Ground = Ground.INSULT,
    words: str = "",
    sender: str = "",
    now: datetime = NOON,
) -> Report:
    """A reader's report on this comment."""
    return report_comment(
        public_id=comment.public_id, ground=ground, words=words, reporter_address=sender, now=now
    )


def closed_by_program(comment: Comment, *, now: datetime = NOON) -> None:
    """Its open notices as a program of before had answered them when the comment was erased: now an erasure waits."""
    with transaction.atomic():
        for notice in Notice.objects.open().filter(subject=comment.subject):
            notice.outcome, notice.decided_at = Outcome.GONE, now
            notice.save()
            payload = {"outcome": "gone", "answer": "", "person": "", "decision": ""}
            rows = notice_rows(notice)
            record(kind="notice_decided", subject=notice.record_name, payload=payload, now=now, rows=rows)
