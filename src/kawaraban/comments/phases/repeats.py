"""Adviser: the same words sent elsewhere or before."""

from datetime import timedelta

from kawaraban.comments.models import Comment
from kawaraban.comments.phases.look import Finding, Look
from kawaraban.kit.graphemes import count
from kawaraban.law.grounds import Ground

PHASE = "repeated_text"
_SINCE = timedelta(days=30)
# "Thank you!" is not a repetition.
_SHORTEST = 20


def repeated_text(look: Look) -> Finding | None:
    """Finds the same normalised text in any thread of the last days. The quote is how often it was sent."""
    if count(look.text) < _SHORTEST:
        return None
    same = Comment.objects.filter(text_key=look.text_key, sent_at__gt=look.now - _SINCE)
    if look.comment_pk:
        same = same.exclude(pk=look.comment_pk)
    times = same.count()
    if not times:
        return None
    return Finding(PHASE, Ground.SPAM, min(0.5 + 0.1 * times, 0.95), str(times))
