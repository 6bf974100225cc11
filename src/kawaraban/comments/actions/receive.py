"""Receiving comments: the only way in, for one or for many.

    [outcome] = receive([submission], now=now)

All that are given are stored in ONE durable transaction: comments, revisions, findings, ledger entries. The phases
look at them before, outside any lock. However many there are, the number of statements stays the same; whatever is
wrong with one of them, its neighbours are stored.

The same words from the same sender to the same place within a day are the same comment: they are answered with the
receipt of their first sending. So whoever does not know what became of a submission may send it again: the front does,
when the clerk ends between taking a submission and answering it.
"""

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import DataError, IntegrityError, transaction

from kawaraban.comments import lookups
from kawaraban.comments.actions.status import STATUS_AFTER, Words, record_of_words
from kawaraban.comments.intake import REPEAT_WITHIN, advise, guard, look_at
from kawaraban.comments.models import Comment, Revision, StoredFinding
from kawaraban.comments.need import need_at
from kawaraban.comments.phases.guards import longest_period, refused_while_suspended, seconds_to_wait
from kawaraban.comments.phases.look import Finding, Look
from kawaraban.comments.submission import Reason, Refused, Submission
from kawaraban.kit.ids import new_public_id, new_token
from kawaraban.law.ledger import record_many
from kawaraban.law.policy import policy_number_at
from kawaraban.law.rows import insert_rows

logger = logging.getLogger(__name__)

_KIND = "comment_received"
# What a database says of a row that it cannot keep, and what its driver says before it is asked.
_CANNOT_BE_STORED = (IntegrityError, DataError, ValueError, TypeError, OverflowError)


@dataclass(frozen=True, slots=True)
class Receipt:
    """The comment is in the queue. `is_repeat`: the same words from the same sender were there already.

    `status` and `language` are those of the comment, for the answer; they do not tell two receipts apart.
    """

    public_id: str
    tracking_token: str
    is_repeat: bool
    status: str = field(default="", compare=False)
    language: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class _Examined:
    look: Look
    findings: list[Finding]


@dataclass(frozen=True, slots=True)
class _New:
    """A comment that is about to be written."""

    examined: _Examined
    receipt: Receipt


Answer = Receipt | Refused


def receive(submissions: Sequence[Submission], *, now: datetime) -> list[Answer]:
    """Store every submission that the guards let through; answer each, in the order given.

    Raises django.db.OperationalError when nothing could be stored (locked, disk full): nothing was acknowledged.
    Must not be called inside a transaction: a receipt says that the comment is on the disk.
    """
    before: Counter[str] = Counter()
    answers = [_examine(look, before) for look in look_at(submissions, now=now)]
    stored = iter(_store([answer for answer in answers if isinstance(answer, _Examined)], now))
    return [next(stored) if isinstance(answer, _Examined) else answer for answer in answers]


def store_findings(found: Sequence[tuple[int, int, Sequence[Finding]]]) -> None:
    """Keep all that the advisers found: (comment, number of its revision, findings) of each."""
    insert_rows(
        StoredFinding,
        ("comment_id", "revision_number", "phase", "ground", "weight", "quote"),
        [
            (
                comment_pk,
                revision_number,
                finding.phase,
                finding.ground.value if finding.ground else "",
                finding.weight,
                finding.quote,
            )
            for comment_pk, revision_number, findings in found
            for finding in findings
        ],
    )


def _examine(look: Look, before: "Counter[str]") -> Answer | _Examined:
    """Outside the transaction: a repeat is answered before the guards, so that a reload is never too fast.

    `before` counts the texts that came earlier in the batch: the advisers see them as if they were stored.
    """
    if look.first_sending:
        return Receipt(*look.first_sending[:2], True, *look.first_sending[2:])
    try:
        guard(look)
        in_batch = before[look.text_key]
        seen = replace(look, times_sent=look.times_sent + in_batch) if in_batch else look
        examined = _Examined(look, advise(seen))
    except Refused as refused:
        return refused
    except Exception as failure:  # a phase that stumbles over one text must not cost the others theirs
        return _cannot_be_stored(failure)
    before[look.text_key] += 1
    return examined


def _store(examined: Sequence[_Examined], now: datetime) -> list[Answer]:
    """All together; when that cannot be, each half by itself, until the row that cannot be stored stands alone."""
    if not examined:
        return []
    try:
        return _store_together(examined, now)
    except _CANNOT_BE_STORED as failure:
        if len(examined) == 1:
            return [_cannot_be_stored(failure)]
        middle = len(examined) // 2
        return _store(examined[:middle], now) + _store(examined[middle:], now)


def _cannot_be_stored(failure: Exception) -> Refused:
    # Its kind alone: the message may quote what somebody wrote.
    logger.error("a submission could not be stored: %s", type(failure).__name__)
    return Refused(Reason.BUSY)


def _store_together(examined: Sequence[_Examined], now: datetime) -> list[Answer]:
    with transaction.atomic(durable=True):
        answers, new = _decide(examined, now)
        if new:
            _write(new, now)
    return answers


def _decide(examined: Sequence[_Examined], now: datetime) -> tuple[list[Answer], list[_New]]:
    """Inside the transaction: what other sendings may have changed is asked once more, in the batch as before it."""
    looks = [item.look for item in examined]
    period = longest_period()
    senders = [look.sender_key for look in looks]
    first = lookups.first_sendings([look.fingerprint for look in looks], since=now - REPEAT_WITHIN)
    suspended = lookups.suspensions(senders, [look.email_key for look in looks], now=now)
    lately = lookups.sent_lately(senders, since=now - period) if period else {}
    receipts = {key: Receipt(*sending[:2], True, *sending[2:]) for key, sending in first.items()}
    answers: list[Answer] = []
    new: list[_New] = []
    for item in examined:
        look = item.look
        earlier = receipts.get(look.fingerprint)
        if earlier:
            answers.append(replace(earlier, is_repeat=True))
            continue
        suspension = lookups.suspension_of(suspended, look.sender_key, look.email_key)
        if suspension:
            answers.append(refused_while_suspended(suspension))
            continue
        sent = lately.setdefault(look.sender_key, [])
        seconds = seconds_to_wait(sent, now=now) if look.sender_key else 0
        if seconds:
            answers.append(Refused(Reason.TOO_FAST, seconds=seconds))
            continue
        sent.insert(0, look.submission.sent_at)
        receipt = _new_receipt(look)
        receipts[look.fingerprint] = receipt
        answers.append(receipt)
        new.append(_New(item, receipt))
    return answers, new


def _new_receipt(look: Look) -> Receipt:
    assert look.thread is not None, "the guards let no unknown thread through"
    sent = look.submission.language
    return Receipt(
        public_id=new_public_id(),
        tracking_token=new_token(),
        is_repeat=False,
        status=STATUS_AFTER[_KIND].value,
        language=sent if sent in look.house.languages else look.thread.language,
    )


def _write(new: Sequence[_New], now: datetime) -> None:
    policy_number = policy_number_at(now)
    insert_rows(Comment, _COLUMNS, [_row(item, policy_number, now) for item in new])
    pks = lookups.pks(item.receipt.public_id for item in new)
    keyed = [(pks[item.receipt.public_id], item.examined) for item in new]
    insert_rows(
        Revision,
        ("comment_id", "number", "text", "sent_at"),
        [(pk, 1, seen.look.submission.text, seen.look.submission.sent_at) for pk, seen in keyed],
    )
    store_findings([(pk, 1, seen.findings) for pk, seen in keyed])
    record_many([record_of_words(_words(item, policy_number), kind=_KIND) for item in new], now=now)


def _words(item: _New, policy_number: int) -> Words:
    look, sent = item.examined.look, item.examined.look.submission
    return Words(
        public_id=item.receipt.public_id,
        locator=sent.thread_locator,
        parent=look.parent.public_id if look.parent else "",
        name=sent.name,
        language=item.receipt.language,
        sent_at=sent.sent_at,
        text=sent.text,
        revision_number=1,
        policy_number=policy_number,
        revised_at=sent.sent_at,
    )


_COLUMNS = (
    *("public_id", "tracking_token", "thread_id", "parent_id", "status", "name", "email", "language", "text"),
    *(
        "revision_number",
        "policy_number",
        "sent_at",
        "status_changed_at",
        "need_at",
        "sender_key",
        "fingerprint",
        "text_key",
    ),
)


def _row(item: _New, policy_number: int, now: datetime) -> tuple[object, ...]:
    """The values of _COLUMNS, in their order."""
    look, receipt, sent = item.examined.look, item.receipt, item.examined.look.submission
    return (
        receipt.public_id,
        receipt.tracking_token,
        look.thread.pk if look.thread else None,
        look.parent.pk if look.parent else None,
        receipt.status,
        sent.name,
        sent.email,
        receipt.language,
        sent.text,
        1,
        policy_number,
        sent.sent_at,
        now,
        need_at(sent_at=sent.sent_at, weights=[finding.weight for finding in item.examined.findings]),
        look.sender_key,
        look.fingerprint,
        look.text_key,
    )
