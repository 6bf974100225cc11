"""Receiving comments: the only way in, for one or for many.

    [outcome] = receive([submission], now=now)

All that are given are stored in ONE durable transaction: comments, revisions, findings, ledger entries.
The phases look at them before, outside any lock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from kawaraban.comments.actions.status import STATUS_AFTER, words_record
from kawaraban.comments.intake import advise, guard, look_at
from kawaraban.comments.models import Comment, Revision, Status, StoredFinding
from kawaraban.comments.need import need_at
from kawaraban.comments.phases.guards import sender_is_not_too_fast
from kawaraban.comments.phases.look import Finding, Look
from kawaraban.comments.submission import Refused, Submission
from kawaraban.law.ledger import record_many
from kawaraban.law.policy import policy_in_force

# So long the same words from the same sender to the same place are the same comment.
_REPEAT_WITHIN = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Receipt:
    """The comment is in the queue. `is_repeat`: the same words from the same sender were there already."""

    public_id: str
    tracking_token: str
    is_repeat: bool


@dataclass(frozen=True, slots=True)
class _Examined:
    look: Look
    findings: list[Finding]


def receive(submissions: Sequence[Submission], *, now: datetime) -> list[Receipt | Refused]:
    """Store every submission that the guards let through; answer each, in the order given.

    Raises django.db.OperationalError when nothing could be stored (locked, disk full): nothing was acknowledged.
    Must not be called inside a transaction: a receipt says that the comment is on the disk.
    """
    answers: list[Receipt | Refused | _Examined] = [_examine(submission, now) for submission in submissions]
    if not any(isinstance(answer, _Examined) for answer in answers):
        return [answer for answer in answers if not isinstance(answer, _Examined)]
    policy = policy_in_force(now)
    policy_number = policy.number if policy else 0
    with transaction.atomic(durable=True):
        stored: list[tuple[Comment, list[Finding]]] = []
        final = [
            _store(answer, policy_number, stored) if isinstance(answer, _Examined) else answer
            for answer in answers
        ]
        _store_words([comment for comment, _findings in stored], now)
        store_findings(stored)
    return final


def store_findings(found: Sequence[tuple[Comment, list[Finding]]]) -> None:
    """Keep all that the advisers found in the newest revision of each comment."""
    StoredFinding.objects.bulk_create(
        StoredFinding(
            comment=comment,
            revision_number=comment.revision_number,
            phase=finding.phase,
            ground=finding.ground.value if finding.ground else "",
            weight=finding.weight,
            quote=finding.quote,
        )
        for comment, findings in found
        for finding in findings
    )


def _examine(submission: Submission, now: datetime) -> Receipt | Refused | _Examined:
    """Outside the transaction: a repeat is answered before the guards, so that a reload is never too fast."""
    look = look_at(submission, now=now)
    repeat = _repeat_of(look)
    if repeat:
        return repeat
    try:
        guard(look)
    except Refused as refused:
        return refused
    return _Examined(look, advise(look))


def _repeat_of(look: Look) -> Receipt | None:
    first = (
        Comment.objects.filter(fingerprint=look.fingerprint, sent_at__gt=look.now - _REPEAT_WITHIN)
        .exclude(status__in=[Status.WITHDRAWN, Status.ERASED])
        .order_by("pk")
        .first()
    )
    return Receipt(first.public_id, first.tracking_token, is_repeat=True) if first else None


def _store(
    examined: _Examined, policy_number: int, stored: list[tuple[Comment, list[Finding]]]
) -> Receipt | Refused:
    """Inside the transaction: what another sending may have changed is asked once more, then the row is written."""
    look = examined.look
    repeat = _repeat_of(look)
    if repeat:
        return repeat
    try:
        sender_is_not_too_fast(look)
    except Refused as refused:
        return refused
    comment = _new_comment(look, policy_number, examined.findings)
    stored.append((comment, examined.findings))
    return Receipt(comment.public_id, comment.tracking_token, is_repeat=False)


def _new_comment(look: Look, policy_number: int, findings: Sequence[Finding]) -> Comment:
    assert look.thread is not None, "the guards let no unknown thread through"
    sent = look.submission
    knows_language = sent.language in dict(settings.LANGUAGES)
    return Comment.objects.create(
        thread=look.thread,
        parent=look.parent,
        status=STATUS_AFTER["comment_received"],
        name=sent.name,
        email=sent.email,
        language=sent.language if knows_language else look.thread.language,
        text=sent.text,
        policy_number=policy_number,
        sent_at=sent.sent_at,
        status_changed_at=look.now,
        need_at=need_at(sent_at=sent.sent_at, weights=[finding.weight for finding in findings]),
        sender_key=look.sender_key,
        fingerprint=look.fingerprint,
        text_key=look.text_key,
    )


def _store_words(comments: Sequence[Comment], now: datetime) -> None:
    Revision.objects.bulk_create(
        Revision(comment=comment, number=1, text=comment.text, sent_at=comment.sent_at)
        for comment in comments
    )
    record_many([words_record(comment, kind="comment_received") for comment in comments], now=now)
