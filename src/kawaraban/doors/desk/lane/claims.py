"""Claims: who reads which comment just now, so that two moderators do not read the same.

    open_claim(comment, moderator=aiko, now=now)   # None: it is hers; else the colleague who reads it
    beat(comment, moderator=aiko, now=now)         # every 20 seconds while the card is open
    release(comment, moderator=aiko)               # on leaving; deciding and signing out do it too

A claim is a lease that ends by itself. It never stops a decision: there the action's own lock decides. Who holds a
comment and who has decided are two questions, and only the second one is in the record.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import OperationalError, transaction

from kawaraban.comments.models import Comment
from kawaraban.doors.desk.lane.lanes import WAITING, waits_since
from kawaraban.doors.desk.models import Claim
from kawaraban.people.models import User

LEASE = timedelta(seconds=60)
BEAT_SECONDS = 20


def open_claim(comment: Comment, *, moderator: User, now: datetime) -> Claim | None:
    """Lease a comment that waits, and let go of what this moderator held before.

    Returns the colleague's claim when one holds it; None when it is ours, or when there is nothing to hold. Where the
    database is busy nothing is leased: reading goes before.
    """
    try:
        with transaction.atomic():
            Claim.objects.filter(moderator=moderator).exclude(comment=comment).delete()
            return _lease(comment, moderator, now)
    except OperationalError:
        return None


def beat(comment: Comment, *, moderator: User, now: datetime) -> Claim | None:
    """Go on holding. Returns the colleague's claim when it was taken over."""
    with transaction.atomic():
        return _lease(comment, moderator, now)


def take_over(comment: Comment, *, moderator: User, now: datetime) -> None:
    """Take a comment from a colleague, who is told at the next beat."""
    with transaction.atomic():
        _write(comment, moderator, now)


def release(comment: Comment, *, moderator: User) -> None:
    """Let go, when it is ours."""
    Claim.objects.filter(comment=comment, moderator=moderator).delete()


def release_all(moderator: User) -> None:
    """Let go of everything: on signing out."""
    Claim.objects.filter(moderator=moderator).delete()


def forget(comments: Iterable[Comment]) -> None:
    """What is decided is held by nobody."""
    Claim.objects.filter(comment__in=list(comments)).delete()


def held_by_others(moderator: User, *, now: datetime) -> dict[int, str]:
    """The comments that colleagues read: primary key to name. One query; there are as many as colleagues."""
    claims = Claim.objects.live(now).exclude(moderator=moderator).select_related("moderator")
    return {claim.comment_id: claim.moderator.display_name for claim in claims}


def _lease(comment: Comment, moderator: User, now: datetime) -> Claim | None:
    if waits_since(comment, WAITING) is None:
        return None
    held = Claim.objects.select_related("moderator").filter(comment=comment).first()
    if held and held.moderator_id != moderator.pk and held.expires_at > now:
        return held
    _write(
        comment, moderator, now, since=held.taken_at if held and held.moderator_id == moderator.pk else now
    )
    return None


def _write(comment: Comment, moderator: User, now: datetime, *, since: datetime | None = None) -> None:
    Claim.objects.update_or_create(
        comment=comment,
        defaults={"moderator": moderator, "taken_at": since or now, "expires_at": now + LEASE},
    )
