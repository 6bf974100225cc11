"""Claims: who reads which comment just now, so that two moderators do not read the same.

    open_claim(comment, moderator=aiko, now=now)   # None: it is hers; else the colleague who reads it
    beat(comment, moderator=aiko, now=now)         # every 20 seconds while the card is open
    release(comment, moderator=aiko)               # on leaving; deciding and signing out do it too
    open_claim(next_one, moderator=aiko, now=now, decided=comment)   # after a decision: both in one transaction

A claim is a lease that ends by itself. It never stops a decision: there the action's own lock decides. Who holds a
comment and who has decided are two questions, and only the second one is in the record.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import OperationalError, connection, transaction
from django.db.models import Q

from kawaraban.comments.models import Comment
from kawaraban.doors.desk.lane.lanes import WAITING, waits_since
from kawaraban.doors.desk.models import Claim
from kawaraban.kit.work.one_trip import one_trip
from kawaraban.kit.work.turn import take_turn
from kawaraban.people.models import User
from kawaraban.press.turn import one_turn

LEASE = timedelta(seconds=60)
BEAT_SECONDS = 20


def open_claim(
    comment: Comment, *, moderator: User, now: datetime, decided: Comment | None = None
) -> Claim | None:
    """Lease a comment that waits, and let go of what this moderator held before; what is decided is held by nobody.

    Returns the colleague's claim when one holds it; None when it is ours, or when there is nothing to hold. Where the
    database is busy nothing is leased, and what was held ends by itself: reading goes before.
    """
    let_go = Q(moderator=moderator) & ~Q(comment=comment)
    if decided:
        let_go |= Q(comment=decided)
    try:
        with transaction.atomic():
            with one_trip(connection):
                take_turn(connection)
                Claim.objects.filter(let_go).delete()
                asked = _ask(comment, moderator, now)
            # Behind the trip: whoever reads inside waits for it, and once more for its end.
            return _leased(comment, asked)
    except OperationalError:
        return None


def beat(comment: Comment, *, moderator: User, now: datetime) -> Claim | None:
    """Go on holding. Returns the colleague's claim when it was taken over."""
    with one_turn():
        return _leased(comment, _ask(comment, moderator, now))


def take_over(comment: Comment, *, moderator: User, now: datetime) -> None:
    """Take a comment from a colleague, who is told at the next beat."""
    Claim.objects.bulk_create(
        [Claim(comment=comment, moderator=moderator, taken_at=now, expires_at=now + LEASE)],
        update_conflicts=True,
        unique_fields=["comment"],
        update_fields=["moderator", "taken_at", "expires_at"],
    )


def release(comment: Comment, *, moderator: User) -> None:
    """Let go, when it is ours."""
    Claim.objects.filter(comment=comment, moderator=moderator).delete()


def release_all(moderator: User) -> None:
    """Let go of everything: on signing out."""
    Claim.objects.filter(moderator=moderator).delete()


def forget(comment_ids: Collection[int]) -> None:
    """What is decided is held by nobody."""
    Claim.objects.filter(comment__in=comment_ids).delete()


def held_by_others(moderator: User, *, now: datetime) -> dict[int, str]:
    """The comments that colleagues read: primary key to name. One query; there are as many as colleagues."""
    claims = Claim.objects.live(now).exclude(moderator=moderator).select_related("moderator")
    return {claim.comment_id: claim.moderator.display_name for claim in claims}


# Taken where nobody else holds it now, in one statement: of two who ask at once the first one has it.
_LEASE = """
INSERT INTO desk_claim AS held (comment_id, moderator_id, taken_at, expires_at)
VALUES (%(comment)s, %(moderator)s, %(now)s, %(end)s)
ON CONFLICT (comment_id) DO UPDATE SET
    taken_at = CASE WHEN held.moderator_id = excluded.moderator_id THEN held.taken_at ELSE excluded.taken_at END,
    moderator_id = excluded.moderator_id,
    expires_at = excluded.expires_at
WHERE held.moderator_id = excluded.moderator_id OR held.expires_at <= %(now)s
RETURNING comment_id
"""


def _ask(comment: Comment, moderator: User, now: datetime) -> Any:
    """The cursor with the answer; None when there is nothing to hold."""
    if waits_since(comment, WAITING) is None:
        return None
    moments = {"now": now, "end": now + LEASE}
    parameters = {name: connection.ops.adapt_datetimefield_value(each) for name, each in moments.items()}
    cursor = connection.cursor()
    cursor.execute(_LEASE, {"comment": comment.pk, "moderator": moderator.pk, **parameters})
    return cursor


def _leased(comment: Comment, asked: Any) -> Claim | None:
    """None when it is ours now, or when there was nothing to hold; else the claim of who holds it."""
    if asked is None:
        return None
    with asked as cursor:
        if cursor.fetchall():
            return None
    return Claim.objects.select_related("moderator").filter(comment=comment).first()
