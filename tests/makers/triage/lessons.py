"""What a desk teaches, for tests: comments in a language that the model has no head for, decided by the hundred."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from tests.makers.comments import NOON, many_rows

from kawaraban.comments.actions.acts import APPROVE, REJECT, Act
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.actions.many.decide import decide_many
from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Decision
from kawaraban.law.policy.reasons import NO_REASONS, Reasons
from kawaraban.people.models import User

LATER = NOON + timedelta(hours=1)
# Made-up words of a made-up quarrel: no model knows that one of them is an insult here.
RUDE = "grobnik"
_PLAIN = ("harbour", "ferry", "council", "market", "bridge", "school", "library", "tram", "garden", "winter")


def text_of(number: int, *, is_rude: bool) -> str:
    """A sentence like no other of these."""
    first, second = _PLAIN[number % 10], _PLAIN[number // 10 % 10]
    return f"The {first} and the {second} of letter {number}{f', says the {RUDE}' if is_rude else ''}."


def taught(
    thread: Thread, moderator: User, numbers: Sequence[int], *, every: int = 3, now: datetime = NOON
) -> list[Decision]:
    """Comments of these numbers; each of so many has the rude word and is refused, the others are approved.

    By the dozen, as they come: who refuses all day and approves all night teaches something else.
    """
    return [
        decision
        for at in range(0, len(numbers), 12)
        for decision in _dozen(thread, moderator, numbers[at : at + 12], every=every, now=now)
    ]


def _dozen(
    thread: Thread, moderator: User, numbers: Sequence[int], *, every: int, now: datetime
) -> list[Decision]:
    rude = {number for number in numbers if number % every == 0}
    comments = many_rows(
        thread,
        numbers,
        status=Status.PENDING,
        text=lambda number: text_of(number, is_rude=number in rude),
    )
    refused = [comment for comment in comments if comment.pk in rude]
    fine = [comment for comment in comments if comment.pk not in rude]
    return [
        *_decided(REJECT, refused, Reasons(ground=Ground.INSULT), moderator, now),
        *_decided(APPROVE, fine, NO_REASONS, moderator, now),
    ]


def _decided(
    act: Act, comments: Sequence[Comment], reasons: Reasons, moderator: User, now: datetime
) -> list[Decision]:
    judged = [Judged(comment.pk, 1) for comment in comments]
    with transaction.atomic():
        outcomes = decide_many(act, judged, reasons, moderator=moderator, now=now)
    decisions = [each for each in outcomes if isinstance(each, Decision)]
    assert len(decisions) == len(comments), outcomes
    return decisions
