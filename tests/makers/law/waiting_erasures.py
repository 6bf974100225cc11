"""A comment whose author asks for its erasure while something about it is open."""

from datetime import datetime, timedelta

from tests.makers.comments import NOON, Sender, fresh

from kawaraban.comments.actions.erasing.comment import erase_own
from kawaraban.comments.actions.notices import answer_in_words
from kawaraban.comments.models import Comment
from kawaraban.law.models import Notice, Outcome
from kawaraban.people.models import User

WORDS = "Zanzibar marmalade"
WHO: Sender = {"name": "Quillon Xerxes", "email": "quillon@example.org", "sender_address": "203.0.113.7"}
LATER = NOON + timedelta(hours=1)
UNDO = timedelta(seconds=10)


def minutes(number: float) -> datetime:
    return LATER + timedelta(minutes=number)


def asked(comment: Comment, now: datetime = LATER) -> Comment:
    erase_own(tracking_token=comment.tracking_token, now=now)
    return fresh(comment)


def answered(notice: Notice, person: User, now: datetime) -> None:
    answer_in_words(
        notice_id=notice.pk, outcome=Outcome.GONE, answer="Its author took it back.", person=person, now=now
    )
