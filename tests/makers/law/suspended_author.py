"""Somebody who is suspended because of a comment: what they send, whether it is taken, and their appeal."""

from datetime import timedelta
from typing import Any

from tests.makers.comments import NOON, sent, submission
from tests.makers.law.restrictions import HOME

from kawaraban.comments.actions import receive
from kawaraban.comments.actions.appeal import appeal_restriction
from kawaraban.comments.actions.receive import Receipt
from kawaraban.comments.models import Comment, Restriction, Thread
from kawaraban.comments.submission import Refused
from kawaraban.law.models import Appeal

ADA = {"email": "ada@example.org", "sender_address": HOME}
TOLD = NOON + timedelta(seconds=11)


def occasion(thread: Thread, text: str = "You idiots.", **changes: Any) -> Comment:
    return sent(thread, text, **{**ADA, **changes})


def answer(thread: Thread, text: str, *, now: Any = TOLD, **changes: Any) -> Receipt | Refused:
    [one] = receive.receive([submission(thread, text, now=now, **changes)], now=now)
    return one


def is_taken(thread: Thread, text: str, **changes: Any) -> bool:
    return isinstance(answer(thread, text, **changes), Receipt)


def appealed(comment: Comment, restriction: Restriction) -> Appeal:
    return appeal_restriction(
        tracking_token=comment.tracking_token,
        public_id=restriction.public_id,
        words="My brother did.",
        now=TOLD,
    )
