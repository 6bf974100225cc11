"""Reports, notices and appeals as tests need them: through the verbs that the doors call."""

from datetime import datetime
from typing import Any

from django.db import transaction
from tests.comments_factories import NOON

from kawaraban.comments.actions.report import give_notice, report_comment
from kawaraban.comments.models import Comment
from kawaraban.law.basis import Offence
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Notice, Report
from kawaraban.law.notices import NoticeWords, close_notices


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
    """Its open notices are answered without a person: what they are about was erased by another way than our verbs,
    which wait for the answer."""
    with transaction.atomic():
        close_notices(comment.subject, now=now)
