"""Receiving comments: the only way in, for one or for many.

    [outcome] = receive([submission], now=now)

All that are given are stored in ONE durable transaction: comments, revisions, findings, ledger entries. The phases
look at them before, outside any lock. The number of statements does not grow with them. A fault in one of them does
not keep its neighbours from being stored.

The same words from the same sender to the same place within a day are the same comment: they are answered with the
receipt of their first sending. So a sender who does not know what became of a submission may send it again: the front
does, when the clerk ends between taking a submission and answering it. The link to the tracking page is in that
receipt only for who proves the first sending (`comments/proving.py`); they may correct the e-mail address by it.
"""

import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import DataError, IntegrityError, connection, transaction

from kawaraban.comments import lookups
from kawaraban.comments.actions.correct import correct_email
from kawaraban.comments.actions.status import STATUS_AFTER, Words, record_of_words
from kawaraban.comments.intake import REPEAT_WITHIN, advise, guard, look_at
from kawaraban.comments.keyed import email_key_of
from kawaraban.comments.lookups import Sending
from kawaraban.comments.models import Comment, Revision, StoredFinding
from kawaraban.comments.need import need_at
from kawaraban.comments.nudge import count_answers, count_asked
from kawaraban.comments.phases.guards import longest_period, refused_while_suspended, seconds_to_wait
from kawaraban.comments.phases.look import Finding, Look
from kawaraban.comments.proving import is_proved
from kawaraban.comments.submission import NudgeAnswer, Reason, Refused, Submission
from kawaraban.comments.triaged import store_scores
from kawaraban.kit.ids import new_public_id, new_token
from kawaraban.kit.work.one_trip import ask, ask_all, one_trip
from kawaraban.kit.work.turn import turn
from kawaraban.law.policy.versions import number_at
from kawaraban.law.record.ledger import record_many
from kawaraban.law.record.rows import insert_rows
from kawaraban.law.secret_fields import sealed_token

logger = logging.getLogger(__name__)

_KIND = "comment_received"
# What a database says of a row that it cannot keep, and what its driver says before it is asked.
_CANNOT_BE_STORED = (IntegrityError, DataError, ValueError, TypeError, OverflowError)


@dataclass(frozen=True, slots=True)
class Receipt:
    """The comment is in the queue. `is_repeat`: the same words from the same sender were there already.

    `tracking_token` is "" where the repeat does not prove that its sender is who sent them first (`proving.py`).
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
    findings: list[Finding] | None  # None: a repeat that was not judged


@dataclass(frozen=True, slots=True)
class _New:
    """A comment that is about to be written."""

    examined: _Examined
    sending: Sending


Answer = Receipt | Refused


def receive(submissions: Sequence[Submission], *, now: datetime) -> list[Answer]:
    """Store every submission that the guards let through; answer each, in the order given.

    Raises django.db.OperationalError when nothing could be stored (locked, disk full): nothing was acknowledged.
    Must not be called inside a transaction: a receipt says that the comment is on the disk.
    """
    before: Counter[str] = Counter()
    answers = [_examine(look, before) for look in look_at(submissions, now=now)]
    stored = iter(_store([answer for answer in answers if isinstance(answer, _Examined)], now))
    told = [next(stored) if isinstance(answer, _Examined) else answer for answer in answers]
    count_asked(sum(_is_question(answer) for answer in told), now=now)
    return told


def _is_question(answer: Answer) -> bool:
    return isinstance(answer, Refused) and answer.reason is Reason.ASKED


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
    first = look.first_sending
    if first:
        proved = is_proved(look, first)
        return _Examined(look, None) if _corrects(look, first, proved) else _receipt_again(first, proved)
    answer = _judged(look, before[look.text_key])
    before[look.text_key] += isinstance(answer, _Examined)
    return answer


def _judged(look: Look, in_batch: int = 0) -> "Refused | _Examined":
    try:
        guard(look)
        seen = replace(look, times_sent=look.times_sent + in_batch) if in_batch else look
        return _Examined(look, advise(seen))
    except Refused as refused:
        return refused
    except Exception as failure:  # a phase that stumbles over one text must not cost the others theirs
        return _cannot_be_stored(failure)


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
        stands = _look_once_more([item.look for item in examined], now)
        answers, new = _decide(examined, stands, now)
        if new:
            _write(new, stands.policy_number, now)
    return answers


class _Stands(NamedTuple):
    """What stands at the moment of storing, and may be another than when the batch was looked at."""

    stored: dict[str, Sending]
    suspended: dict[str, lookups.Suspension]
    lately: dict[str, list[datetime]]
    policy_number: int


def _look_once_more(looks: Sequence[Look], now: datetime) -> _Stands:
    """The turn, and what other sendings may have changed: asked again inside the transaction, as before it."""
    period = longest_period()
    networks = [(look.sender_key, *look.wider_keys) for look in looks] if period else []
    _taken, *found = ask_all(
        connection,
        turn(connection),
        lookups.first_sendings([look.fingerprint for look in looks], since=now - REPEAT_WITHIN),
        lookups.suspensions([look.sender_key for look in looks], [look.email_key for look in looks], now=now),
        lookups.sent_lately(networks, since=now - (period or timedelta())),
        number_at(now),
    )
    return _Stands(*found)


def _decide(examined: Sequence[_Examined], stands: _Stands, now: datetime) -> tuple[list[Answer], list[_New]]:
    """What becomes of each, and what is to be written."""
    stored, suspended, lately, _policy_number = stands
    answers: list[Answer] = []
    new: dict[str, _New] = {}
    for item in examined:
        look = item.look
        in_batch = new.get(look.fingerprint)
        first = in_batch.sending if in_batch else stored.get(look.fingerprint)
        if first:
            proved = is_proved(look, first)
            if _corrects(look, first, proved):
                first = first._replace(email=look.submission.email)
                if in_batch:
                    new[look.fingerprint] = replace(in_batch, sending=first)
                else:
                    correct_email(first)
                    stored[look.fingerprint] = first
            answers.append(_receipt_again(first, proved))
            continue
        refused = _refused_now(look, suspended, lately, now)
        judged = refused or (item if item.findings is not None else _judged(look))
        if isinstance(judged, Refused):
            answers.append(judged)
            continue
        for key in (look.sender_key, *look.wider_keys):
            lately.setdefault(key, []).insert(0, look.submission.sent_at)
        new[look.fingerprint] = _New(judged, _new_sending(look))
        answers.append(_receipt(new[look.fingerprint].sending))
    return answers, list(new.values())


def _refused_now(
    look: Look,
    suspended: Mapping[str, lookups.Suspension],
    lately: Mapping[str, list[datetime]],
    now: datetime,
) -> Refused | None:
    suspension = lookups.suspension_of(suspended, look.sender_key, look.email_key)
    if suspension:
        return refused_while_suspended(suspension)
    sent = [lately.get(key, ()) for key in (look.sender_key, *look.wider_keys)]
    seconds = seconds_to_wait(sent, now=now) if look.sender_key else 0
    return Refused(Reason.TOO_FAST, seconds=seconds) if seconds else None


def _corrects(look: Look, first: Sending, proved: bool) -> bool:  # noqa: FBT001
    """Whether the same person now names another address for the mails. Whoever is suspended changes nothing."""
    email = look.submission.email
    return proved and bool(email) and email != first.email and look.suspension is None


def _receipt_again(first: Sending, proved: bool) -> Receipt:  # noqa: FBT001
    return replace(_receipt(first), is_repeat=True, tracking_token=first.tracking_token if proved else "")


def _receipt(sending: Sending) -> Receipt:
    return Receipt(sending.public_id, sending.tracking_token, False, sending.status, sending.language)


def _new_sending(look: Look) -> Sending:
    assert look.thread is not None, "the guards let no unknown thread through"
    sent = look.submission.language
    return Sending(
        public_id=new_public_id(),
        tracking_token=new_token(),
        status=STATUS_AFTER[_KIND].value,
        language=sent if sent in look.house.languages else look.thread.language,
        email=look.submission.email,
        proof=look.proof,
    )


def _write(new: Sequence[_New], policy_number: int, now: datetime) -> None:
    with one_trip(connection):
        insert_rows(Comment, _COLUMNS, [_row(item, policy_number, now) for item in new])
        pks = ask(connection, lookups.pks(item.sending.public_id for item in new))
        keyed = [(pks[item.sending.public_id], item.examined) for item in new]
        insert_rows(
            Revision,
            ("comment_id", "number", "text", "sent_at"),
            [(pk, 1, seen.look.submission.text, seen.look.submission.sent_at) for pk, seen in keyed],
        )
        store_findings([(pk, 1, seen.findings or ()) for pk, seen in keyed])
        count_answers([item.examined.look.submission.asked for item in new], now=now)
        store_scores([(pk, 1, seen.look.triage) for pk, seen in keyed])
        record_many([record_of_words(_words(item, policy_number), kind=_KIND) for item in new], now=now)


def _words(item: _New, policy_number: int) -> Words:
    look, sent = item.examined.look, item.examined.look.submission
    return Words(
        public_id=item.sending.public_id,
        locator=sent.thread_locator,
        parent=look.parent.public_id if look.parent else "",
        name=sent.name,
        language=item.sending.language,
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
        *lookups.SENDER_COLUMNS,
        "fingerprint",
        "proof",
        "text_key",
        "email_key",
        "was_nudged",
    ),
)


def _row(item: _New, policy_number: int, now: datetime) -> tuple[object, ...]:
    """The values of _COLUMNS, in their order."""
    look, sending, sent = item.examined.look, item.sending, item.examined.look.submission
    return (
        sending.public_id,
        sealed_token(sending.tracking_token),
        look.thread.pk if look.thread else None,
        look.parent.pk if look.parent else None,
        sending.status,
        sent.name,
        sending.email,
        sending.language,
        sent.text,
        1,
        policy_number,
        sent.sent_at,
        now,
        need_at(sent_at=sent.sent_at, weights=[finding.weight for finding in item.examined.findings or ()]),
        look.sender_key,
        *((*look.wider_keys, "", "")[:2]),
        look.fingerprint,
        look.proof,
        look.text_key,
        # Of the address that is kept: a form that was sent again in the same batch may have corrected it.
        look.email_key if sending.email == sent.email else email_key_of(sending.email),
        sent.asked is not NudgeAnswer.NOT,
    )
