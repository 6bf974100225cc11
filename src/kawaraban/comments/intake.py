"""What happens to submissions before they are stored: two lists, read from top to bottom.

    looks = look_at([submission, ...], now=now)     # all that is known about all of them, in nine queries
    guard(looks[0]); findings = advise(looks[0])    # asks nothing

Guards refuse; advisers find. They run outside any lock. What must hold at the moment of storing is asked once
more inside the transaction (`actions/receive.py`).
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import connection

from kawaraban.comments import lookups
from kawaraban.comments.keyed import email_key_of, keyed, sender_keys_of, text_key_of
from kawaraban.comments.models import Comment
from kawaraban.comments.names.protected import names_of_paper
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
    writer_was_asked,
)
from kawaraban.comments.phases.links import links
from kawaraban.comments.phases.look import Finding, Look, PaperState
from kawaraban.comments.phases.repeats import repeated_text
from kawaraban.comments.phases.shouting import shouting
from kawaraban.comments.phases.triage import triage
from kawaraban.comments.proving import proof_of
from kawaraban.comments.submission import Submission
from kawaraban.comments.triaged import Said, asks_writers, triaged
from kawaraban.kit.graphemes import normalise
from kawaraban.kit.work.one_trip import ask_all

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
    writer_was_asked,
)

ADVISERS: tuple[Callable[[Look], Finding | None], ...] = (
    links,
    repeated_text,
    shouting,
    contact_data,
    earlier_refusals,
    triage,
)


class _Draft(NamedTuple):
    """A submission and its keys, before anything is known about it."""

    submission: Submission
    text: str
    text_key: str
    sender_key: str
    wider_keys: tuple[str, ...]
    email_key: str
    fingerprint: str
    proof: str


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
    wider_keys = tuple(filter(None, (comment.wide_key, comment.widest_key)))
    draft = _draft(submission)._replace(sender_key=comment.sender_key, wider_keys=wider_keys)
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


def _draft(submission: Submission) -> _Draft:
    text = normalise(submission.text)
    sender_key, *wider_keys = sender_keys_of(submission.sender_address)
    bound = (submission.thread_locator, submission.parent_public_id, submission.name, text)
    fingerprint = keyed("comment fingerprint", sender_key, *bound)
    return _Draft(
        submission=submission,
        text=text,
        text_key=text_key_of(text),
        sender_key=sender_key,
        wider_keys=tuple(wider_keys),
        email_key=email_key_of(submission.email),
        fingerprint=fingerprint,
        proof=proof_of(fingerprint, submission),
    )


def _looks(drafts: Sequence[_Draft], *, now: datetime, but: int = _NO_COMMENT) -> list[Look]:
    """Ask about all of them at once. `but` is the comment whose own words do not count as a repetition."""
    if not drafts:
        return []
    senders = [draft.sender_key for draft in drafts]
    texts = [draft.text_key for draft in drafts]
    period = longest_period()
    networks = [(draft.sender_key, *draft.wider_keys) for draft in drafts] if period else []
    rules, staff, threads, parents, first, suspended, lately, sent, refused = ask_all(
        connection,
        lookups.house_rules(),
        staff_names(),
        lookups.threads(draft.submission.thread_locator for draft in drafts),
        lookups.parents(draft.submission.parent_public_id for draft in drafts),
        lookups.first_sendings([draft.fingerprint for draft in drafts], since=now - REPEAT_WITHIN),
        lookups.suspensions(senders, [draft.email_key for draft in drafts], now=now),
        lookups.sent_lately(networks, since=now - (period or timedelta())),
        lookups.times_sent(texts, since=now - repeats.SINCE, but=but),
        lookups.times_refused(senders, since=now - refusals.SINCE, but=but),
    )
    house = _house(rules, staff)
    said = _triaged([draft for draft in drafts if draft.fingerprint not in first])
    return [
        Look(
            *draft,
            now=now,
            house=house,
            thread=threads.get(draft.submission.thread_locator),
            parent=parents.get(draft.submission.parent_public_id),
            first_sending=first.get(draft.fingerprint),
            suspension=lookups.suspension_of(suspended, draft.sender_key, draft.email_key),
            sent_lately=[lately.get(key, ()) for key in (draft.sender_key, *draft.wider_keys)],
            times_sent=sent.get(draft.text_key, 0),
            times_refused=refused.get(draft.sender_key, 0),
            triage=said.get(draft.fingerprint),
        )
        for draft in drafts
    ]


def _triaged(drafts: Sequence[_Draft]) -> dict[str, Said | None]:
    """What triage says of each that was not sent before, by its fingerprint."""
    said = triaged([draft.text for draft in drafts], [draft.submission.language for draft in drafts])
    return {draft.fingerprint: each for draft, each in zip(drafts, said, strict=True)}


def _house(rules: tuple[bool, str], staff: Sequence[str]) -> PaperState:
    is_open, closed_reason = rules
    return PaperState(
        is_open=is_open,
        closed_reason=closed_reason,
        staff_names=(*staff, *names_of_paper()),
        languages=frozenset(code for code, _name in settings.LANGUAGES),
        nudges=asks_writers(),
    )
