"""Suspensions as tests need them: through the verb that the desk calls."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from tests.makers.comments import NOON, judged, reasons

from kawaraban.comments.actions.restrictions import restrict
from kawaraban.comments.models import Comment, Restriction
from kawaraban.law.grounds import Ground
from kawaraban.people.models import User

# A household, and somebody in another one.
HOME, ELSEWHERE = "203.0.113.7", "198.51.100.9"
# The time for undo is over.
AGO = timedelta(minutes=5)


def restricted(
    comment: Comment,
    moderator: User,
    *,
    days: int | None = 7,
    ground: Ground = Ground.INSULT,
    note: str = "",
    now: datetime = NOON,
    passage: str = "",
) -> Restriction:
    """Whoever sent this comment is suspended."""
    return restrict(judged(comment), reasons(ground, note, passage), days=days, moderator=moderator, now=now)


def suspended(comment: Comment, moderator: User, *, note: str = "Enough.", **said: Any) -> Restriction:
    """The same, so long ago that nothing of it can be taken back any more."""
    return restricted(comment, moderator, note=note, **{"now": timezone.now() - AGO, **said})
