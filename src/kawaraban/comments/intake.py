"""What happens to submissions before they are stored: two lists, read from top to bottom.

    looks = look_at([submission, ...], now=now)     # all that is known about all of them, in nine queries
    guard(looks[0]); findings = advise(looks[0])    # asks nothing

Guards refuse; advisers find. They run outside any lock. What must hold at the moment of storing is asked once
more inside the transaction (`actions/receive.py`).
"""

import hmac
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from json.encoder import encode_basestring_ascii
from typing import NamedTuple

from django.conf import settings

from kawaraban.comments import lookups
from kawaraban.comments.models import Comment
from kawaraban.comments.numbers import staff_names
from kawaraban.comments.phases import earlier_refusals as refusals
from kawaraban.comments.phases import repeats
from kawaraban.comments.phases.contact_data import contact_data
from kawaraban.comments.phases.earlier_refusals import earlier_refusals
from kawaraban.comments.phases.guards import (
    commenter_is_not_restricted,
    house_is_open,
    longest_period,
    name_is_not_staff,
    parent_is_shown,
    sender_is_not_too_fast,
    thread_is_known,
    thread_is_open,
)
from kawaraban.comments.phases.links import links
from kawaraban.comments.phases.look import Finding, House, Look
from kawaraban.comments.phases.repeats import repeated_text
from kawaraban.comments.phases.shouting import shouting
from kawaraban.comments.protected_names import names_of_paper
from kawaraban.comments.submission import Submission
from kawaraban.kit.graphemes import normalise
from kawaraban.kit.networks import household
from kawaraban.kit.signing import derived_key

# So long the same words from the same sender to the same place are the same comment.
REPEAT_WITHIN = timedelta(hours=24)
_NO_COMMENT = 0

GUARDS: tuple[Callable[[Look], None], ...] = (
    house_is_open,
    thread_is_known,
    thread_is_open,
    commenter_is_not_restricted,
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


class _Draft(NamedTuple):
    """A submission and its keys, before anything is known about it."""

    submission: Submission
    text: str
    text_key: str
    sender_key: str
    email_key: str
    fingerprint: str


def look_at(submissions: Sequence[Submission], *, now: datetime) -> list[Look]:
    """Gather what the phases need, in a number of queries that does not grow. Refuses nothing."""
    return _looks([_draft(submission) for submission in submissions], now=now)


def look_again(comment: Comment, text: str, *, now: datetime) -> Look:
    """The same for a stored comment whose author changes its words."""
    submission = Submission(
        thread_locator=comment.thread.locator,
        parent_public_id=comment.parent.public_id if comment.parent else "",
        name=comment.name,
        text=text,
        email=comment.email,
        language=comment.language,
        sender_address="",
        sent_at=now,
    )
    draft = _draft(submission)._replace(sender_key=comment.sender_key)
    [look] = _looks([draft], now=now, but=comment.pk)
    return look


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


def email_key_of(email: str) -> str:
    """A keyed hash of an e-mail address, small and capital letters alike; "" for none."""
    return _keyed("comment e-mail", email.strip().casefold())


def _draft(submission: Submission) -> _Draft:
    text = normalise(submission.text)
    sender_key = _keyed("comment sender", household(submission.sender_address))
    bound = (submission.thread_locator, submission.parent_public_id, submission.name, text)
    return _Draft(
        submission=submission,
        text=text,
        text_key=text_key_of(text),
        sender_key=sender_key,
        email_key=email_key_of(submission.email),
        fingerprint=_keyed("comment fingerprint", sender_key, *bound),
    )


def _looks(drafts: Sequence[_Draft], *, now: datetime, but: int = _NO_COMMENT) -> list[Look]:
    """Ask about all of them at once. `but` is the comment whose own words do not count as a repetition."""
    if not drafts:
        return []
    senders = [draft.sender_key for draft in drafts]
    texts = [draft.text_key for draft in drafts]
    period = longest_period()
    house = _house()
    threads = lookups.threads(draft.submission.thread_locator for draft in drafts)
    parents = lookups.parents(draft.submission.parent_public_id for draft in drafts)
    first = lookups.first_sendings([draft.fingerprint for draft in drafts], since=now - REPEAT_WITHIN)
    suspended = lookups.suspensions(senders, [draft.email_key for draft in drafts], now=now)
    lately = lookups.sent_lately(senders, since=now - period) if period else {}
    sent = lookups.times_sent(texts, since=now - repeats.SINCE, but=but)
    refused = lookups.times_refused(senders, since=now - refusals.SINCE, but=but)
    return [
        Look(
            *draft,
            now=now,
            house=house,
            thread=threads.get(draft.submission.thread_locator),
            parent=parents.get(draft.submission.parent_public_id),
            first_sending=first.get(draft.fingerprint),
            suspension=lookups.suspension_of(suspended, draft.sender_key, draft.email_key),
            sent_lately=lately.get(draft.sender_key, ()),
            times_sent=sent.get(draft.text_key, 0),
            times_refused=refused.get(draft.sender_key, 0),
        )
        for draft in drafts
    ]


def _house() -> House:
    is_open, closed_reason = lookups.house_rules()
    return House(
        is_open=is_open,
        closed_reason=closed_reason,
        staff_names=(*staff_names(), *names_of_paper()),
        languages=frozenset(code for code, _name in settings.LANGUAGES),
    )


def _keyed(purpose: str, *parts: str) -> str:
    """A keyed hash of the parts; "" when there is nothing to hash."""
    if not any(parts):
        return ""
    key = derived_key(settings.SECRET_KEY, purpose)
    # A JSON list, so that no part can lend characters to its neighbour.
    bound = ", ".join([encode_basestring_ascii(part) for part in parts])
    return hmac.digest(key, f"[{bound}]".encode(), "sha256").hex()
