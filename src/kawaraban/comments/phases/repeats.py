"""Adviser: the same words sent elsewhere or before."""

from datetime import timedelta

from kawaraban.comments.phases.look import Finding, Look
from kawaraban.kit.graphemes import count
from kawaraban.law.grounds import Ground

PHASE = "repeated_text"
# Texts of so many days count.
SINCE = timedelta(days=30)
# "Thank you!" is not a repetition.
SHORTEST = 20


def repeated_text(look: Look) -> Finding | None:
    """Finds the same normalised text in any thread of the last days. The quote is how often it was sent."""
    times = look.times_sent
    if not times or count(look.text) < SHORTEST:
        return None
    return Finding(PHASE, Ground.SPAM, min(0.5 + 0.1 * times, 0.95), str(times))
