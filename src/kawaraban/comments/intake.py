"""What happens to a submission before it is stored: two lists, read from top to bottom.

Guards refuse; advisers find. They run outside any lock. What must hold at the moment of storing is asked once
more inside the transaction (`actions/receive.py`).
"""

import hashlib
import hmac
import ipaddress
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.conf import settings

from kawaraban.comments.models import Comment, Thread
from kawaraban.comments.phases.contact_data import contact_data
from kawaraban.comments.phases.earlier_refusals import earlier_refusals
from kawaraban.comments.phases.guards import (
    house_is_open,
    name_is_not_staff,
    parent_is_shown,
    sender_is_not_too_fast,
    thread_is_known,
    thread_is_open,
)
from kawaraban.comments.phases.links import links
from kawaraban.comments.phases.look import Finding, Look
from kawaraban.comments.phases.repeats import repeated_text
from kawaraban.comments.phases.shouting import shouting
from kawaraban.comments.submission import Submission
from kawaraban.kit.graphemes import normalise
from kawaraban.kit.signing import derived_key

GUARDS: tuple[Callable[[Look], None], ...] = (
    house_is_open,
    thread_is_known,
    thread_is_open,
    parent_is_shown,
    name_is_not_staff,
    sender_is_not_too_fast,
)

ADVISERS: tuple[Callable[[Look], Finding | None], ...] = (
    links,
    repeated_text,
    shouting,
    contact_data,
    earlier_refusals,
)


def look_at(submission: Submission, *, now: datetime) -> Look:
    """Gather what the phases need. Refuses nothing: an unknown thread or parent is None."""
    text = normalise(submission.text)
    sender_key = _keyed("comment sender", _network(submission.sender_address))
    parent_id = submission.parent_public_id
    return Look(
        submission=submission,
        text=text,
        text_key=text_key_of(text),
        sender_key=sender_key,
        fingerprint=_keyed(
            "comment fingerprint", sender_key, submission.thread_locator, parent_id, submission.name, text
        ),
        thread=Thread.objects.filter(locator=submission.thread_locator).first(),
        parent=Comment.objects.filter(public_id=parent_id).first() if parent_id else None,
        now=now,
    )


def look_again(comment: Comment, text: str, *, now: datetime) -> Look:
    """The same for a stored comment whose author changes its words."""
    submission = Submission(
        thread_locator=comment.thread.locator,
        parent_public_id="",
        name=comment.name,
        text=text,
        email=comment.email,
        language=comment.language,
        sender_address="",
        sent_at=now,
    )
    return replace(
        look_at(submission, now=now),
        sender_key=comment.sender_key,
        comment_pk=comment.pk,
        parent=comment.parent,
    )


def guard(look: Look) -> None:
    """Run every guard. Raises Refused, the first that there is."""
    for check in GUARDS:
        check(look)


def advise(look: Look) -> list[Finding]:
    """Run every adviser; keep all that they find."""
    found = (adviser(look) for adviser in ADVISERS)
    return [finding for finding in found if finding is not None]


def text_key_of(normal: str) -> str:
    """One key for texts that differ only in case and white space."""
    return _keyed("comment text", " ".join(normal.casefold().split()))


def _keyed(purpose: str, *parts: str) -> str:
    """A keyed hash of the parts; "" when there is nothing to hash."""
    if not any(parts):
        return ""
    key = derived_key(settings.SECRET_KEY, purpose)
    return hmac.new(key, json.dumps(parts).encode(), hashlib.sha256).hexdigest()


def _network(address: str) -> str:
    """The address, of IPv6 only the first half: one household or telephone has all of the second."""
    try:
        parsed = ipaddress.ip_address(address.strip())
    except ValueError:
        return address.strip()
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
