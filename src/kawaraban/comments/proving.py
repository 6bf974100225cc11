"""Who sends the same words again: whoever sent them first, or somebody of the same network who has read them?

A repeat is told by sender, place, name and words. The sender is a network, which an office, a school or a telephone
company shares, and name and words are on the page once the comment is approved. So the receipt, which opens the
tracking page, goes again only to who proves the first sending:

- with the nonce that the script of the form has made, or
- with words that were never public. What is public stays so: withheld, taken off or changed since, it was read.
"""

import hmac
from typing import Any

from django.db.models import Q, QuerySet

from kawaraban.comments.keyed import keyed, text_key_of
from kawaraban.comments.lookups import Sending
from kawaraban.comments.models import Comment, Status
from kawaraban.comments.phases.look import Look
from kawaraban.comments.submission import Submission
from kawaraban.kit.graphemes import normalise
from kawaraban.law.models import Decision, Verdict

# Shorter ones may be counters or empty; ours has 32 characters.
SHORTEST_NONCE, LONGEST_NONCE = 20, 200

_SHOWN = frozenset({Status.APPROVED, Status.WITHHELD})
_SHOWING = (Verdict.APPROVED, Verdict.REOPENED, Verdict.KEPT, Verdict.REINSTATED)


def proof_of(fingerprint: str, submission: Submission) -> str:
    """What is kept of the nonce: bound to this comment, so that two of one form do not tell each other; "" of none."""
    nonce = submission.nonce.strip()
    if not SHORTEST_NONCE <= len(nonce) <= LONGEST_NONCE:
        return ""
    return keyed("comment proof", fingerprint, nonce)


def is_proved(look: Look, first: Sending) -> bool:
    """Whether the link of the first sending may be handed to this one. No query where the nonce tells."""
    if look.proof and hmac.compare_digest(look.proof, first.proof):
        return True
    return not _were_public(look, first)


def _were_public(look: Look, first: Sending) -> bool:
    """Whether readers ever saw these words under this name: in this comment, or in another one of its sender."""
    if first.status in _SHOWN:
        return True
    same = Q(public_id=first.public_id)
    if look.sender_key:
        words = Q(text_key=look.text_key) | Q(revision_number__gt=1)
        same |= Q(sender_key=look.sender_key, name__iexact=look.submission.name) & words
    twins = list(Comment.objects.filter(same).exclude(status=Status.ERASED))
    shown = _ever_shown(twins)
    return any(
        twin.public_id == first.public_id or _ever_said(twin, look.text_key)
        for twin in twins
        if twin.subject in shown
    )


def _ever_shown(comments: list[Comment]) -> set[str]:
    """The subjects of those that readers see or once saw, be it for a moment."""
    decisions: QuerySet[Decision, Any] = Decision.objects.filter(
        subject__in=[each.subject for each in comments]
    )
    told = decisions.filter(Q(verdict__in=_SHOWING) | Q(status_before__in=_SHOWN))
    return {each.subject for each in comments if each.status in _SHOWN} | set(
        told.values_list("subject", flat=True)
    )


def _ever_said(comment: Comment, text_key: str) -> bool:
    texts = comment.revisions.values_list("text", flat=True)
    return any(text_key_of(normalise(text)) == text_key for text in texts)
