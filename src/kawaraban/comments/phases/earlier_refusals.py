"""Adviser: the same sender has been refused before."""

from datetime import timedelta

from kawaraban.comments.phases.look import Finding, Look

PHASE = "earlier_refusals"
# Refusals of so many days count.
SINCE = timedelta(days=90)


def earlier_refusals(look: Look) -> Finding | None:
    """How many comments of this sender were not published in the last days. The quote is the number.

    It names no ground: what somebody sent before says nothing about what is wrong with this one. A network
    address may be shared by many people, so the weight stays low.
    """
    times = look.times_refused
    return Finding(PHASE, None, min(0.1 * times, 0.4), str(times)) if times else None
