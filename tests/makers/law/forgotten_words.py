"""Words that must be in no table when their time is over."""

import json
from datetime import datetime, timedelta
from typing import Any

from tests.makers.comments import NOON, sent
from tests.rigs.database import everything

from kawaraban.comments.models import Comment, Thread
from kawaraban.comments.record_check import verify_paper
from kawaraban.law.models.ledger import LedgerPayload
from kawaraban.law.record.seals import seal

WORDS = "Zanzibar marmalade"
NAME = "Quillon Xerxes"


def after(days: float) -> datetime:
    return NOON + timedelta(days=days, minutes=1)


def said(thread: Thread, text: str = f"{WORDS} for all.", **changes: Any) -> Comment:
    return sent(thread, text, name=NAME, **changes)


def whole(*gone: str) -> None:
    """The record verifies, and these words are in no table."""
    assert verify_paper().problems == []
    left = everything()
    assert [word for word in gone if word in left] == []


def holders(row: Any) -> int:
    """In how many payloads a guess of this row would be proved right."""
    return sum(
        json.loads(payload.body).get("rows", {}).get(row.key) == seal(payload.salt, row)
        for payload in LedgerPayload.objects.all()
    )
