"""Who sends the same words again: whoever sent them first, or somebody of the same network who has read them?

A repeat is told by sender, place, name and words. The sender is a network, which an office, a school or a telephone
company shares, and name and words are on the page once the comment is approved. So the receipt, which opens the
tracking page, goes again only to who proves the first sending:

- with the nonce that the script of the form has made, or
- with words that were never public. What is public stays so: withheld, taken off or changed since, it was read.
"""

import hmac

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from kawaraban.comments.actions.acts import SHOWING
from kawaraban.comments.keyed import keyed, text_key_of
from kawaraban.comments.lookups import Sending
from kawaraban.comments.models import Comment, Revision, Status, subject_of
from kawaraban.comments.phases.look import Look
from kawaraban.comments.submission import Submission
from kawaraban.kit.graphemes import normalise
from kawaraban.law.models import Decision

# Shorter ones may be counters or empty; ours has 32 characters.
SHORTEST_NONCE, LONGEST_NONCE = 20, 200

_SHOWN = frozenset({Status.APPROVED, Status.WITHHELD})


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
    """Whether readers ever saw these words: in this comment, or in another one, whoever sent it under whatever name."""
    if first.status in _SHOWN:
        return True
    same = Q(public_id=first.public_id) | Q(text_key=look.text_key)
    if _ever_shown(Comment.objects.filter(same)).exists():
        return True
    if not look.sender_key:
        return False
    # What somebody else's comment said before it was revised is in no index; the sender's own are few.
    revised = Comment.objects.filter(sender_key=look.sender_key, revision_number__gt=1)
    texts = Revision.objects.filter(comment__in=_ever_shown(revised)).values_list("text", flat=True)
    return any(text_key_of(normalise(text)) == look.text_key for text in texts)


def _ever_shown(comments: QuerySet[Comment, Comment]) -> QuerySet[Comment, Comment]:
    """Those that readers see or once saw, be it for a moment."""
    about = Decision.objects.filter(subject=Concat(Value(subject_of("")), OuterRef("public_id")))
    told = about.filter(Q(verdict__in=SHOWING) | Q(status_before__in=_SHOWN))
    return comments.exclude(status=Status.ERASED).filter(Q(status__in=_SHOWN) | Exists(told))
