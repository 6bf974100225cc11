"""A comment that is refused with its own words: its author has an address, and the sheet of the grounds is sent."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.core import mail
from django.test import Client
from tests.makers.comments import NOON, sent

from kawaraban.comments.models import Comment, Thread
from kawaraban.law.dsa.statements_export import statement_payloads
from kawaraban.law.outbox import send_due

LATER = NOON + timedelta(minutes=5)
TEXT = "You are a <fool> & a liar, Mr Vell,\r\nand I know where you live: 12 Mill Lane."
PASSAGE = "a <fool> & a liar, Mr Vell, and I know"


def by_mail(thread: Thread, text: str = TEXT, *, language: str = "en") -> Comment:
    """A comment whose author left an address."""
    Thread.objects.filter(pk=thread.pk).update(language=language)
    return sent(thread, text, email="cem@example.org", language=language)


def mailed(now: datetime = LATER) -> str:
    """The newest mail, once it has left."""
    send_due(now=now)
    return str(mail.outbox[-1].body)


def judged(comment: Comment, **fields: str) -> dict[str, str]:
    """What the sheet of the grounds sends."""
    return {
        "revision_number": str(comment.revision_number),
        "lane": "waiting",
        "from": comment.status,
        **fields,
    }


def refuse(desk: Client, comment: Comment, **fields: str) -> Any:
    return desk.post(f"/desk/card/{comment.public_id}/reject", judged(comment, **fields))


def payloads() -> list[dict[str, Any]]:
    start, end = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    return [payload for _one, payload in statement_payloads(start, end, zone=UTC, now=end)]
