"""Adviser: the same sender has been refused before."""

from datetime import timedelta

from kawaraban.comments.models import Comment, Status
from kawaraban.comments.phases.look import Finding, Look

PHASE = "earlier_refusals"
_SINCE = timedelta(days=90)


def earlier_refusals(look: Look) -> Finding | None:
    """How many comments of this sender were not published in the last days. The quote is the number.

    It names no ground: what somebody sent before says nothing about what is wrong with this one. A network
    address may be shared by many people, so the weight stays low.
    """
    if not look.sender_key:
        return None
    refused = Comment.objects.filter(
        sender_key=look.sender_key, status=Status.REJECTED, sent_at__gt=look.now - _SINCE
    )
    if look.comment_pk:
        refused = refused.exclude(pk=look.comment_pk)
    times = refused.count()
    return Finding(PHASE, None, min(0.1 * times, 0.4), str(times)) if times else None
