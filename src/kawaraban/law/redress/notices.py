"""Notices of illegal content (DSA Art. 16): received, answered by a decision or in words, and the mails about it.

One notice may name several addresses (recital 50): each is a row with an answer of its own, `bundle` joins them.
Art. 16(4): a receipt without delay. Art. 16(5): the decision and the redress against it, without delay. The
clock of a notice runs from its receipt (`received_at`).
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection
from django.db.models import F, Q

from kawaraban.law.address_keys import address_key
from kawaraban.law.basis import Offence
from kawaraban.law.demands.sources import is_told_later
from kawaraban.law.models import Appeal, Decision, Notice, Outcome, Verdict
from kawaraban.law.outbox import cancel_answer
from kawaraban.law.record.ledger import Record, record, record_many
from kawaraban.law.record.sealed_tables import notice_rows, sender_seal
from kawaraban.law.redress.notice_mails import post_answer, post_lapse, post_receipt
from kawaraban.law.reporters import check_pace
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb, require

# So many addresses one notice may name.
MOST_ITEMS = 20


@dataclass(frozen=True, slots=True)
class NoticeWords:
    """What the sender filled in: Art. 16(2)(a) to (d). `more`: the addresses after the first one."""

    address: str
    explanation: str
    offence: Offence
    law: str
    name: str
    email: str
    is_in_good_faith: bool
    language: str
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """An address, and the comment that it leads to; `subject` is "" where it leads to none of ours."""

    address: str
    subject: str = ""
    revision_number: int = 0


class AnswerStands(Exception):
    """The answer cannot be taken back: its time is over, its mail leaves, or a decision about a comment gave it."""


class AlreadyAnswered(Exception):
    """Somebody was faster."""

    def __init__(self, notice: Notice) -> None:
        super().__init__(str(notice.pk))
        self.notice = notice


def receive_notice(
    words: NoticeWords, items: Sequence[Item], *, sender_key: str, now: datetime
) -> list[Notice]:
    """Keep the notice, a row for each item, and confirm its receipt once.

    Must be called inside a transaction. Raises TooManyAtOnce; ValueError for no item, or too many.
    """
    assert connection.in_atomic_block, "a notice is kept in the transaction that marks what it is about"
    if not 1 <= len(items) <= MOST_ITEMS:
        raise ValueError(f"a notice names 1 to {MOST_ITEMS} addresses")
    _check_pace(sender_key, now)
    # In the order of their ids they are in the order in which they were named.
    ids = sorted(uuid4() for _item in items)
    bundle = ids[0] if len(items) > 1 else None
    notices = [
        _kept(words, item, pk=pk, bundle=bundle, sender_key=sender_key, now=now)
        for pk, item in zip(ids, items, strict=True)
    ]
    record_many([_receipt(notice) for notice in notices], now=now)
    post_receipt(notices, now=now)
    return notices


def _check_pace(sender_key: str, now: datetime) -> None:
    """A notice counts once, however many addresses it names."""
    sendings = Notice.objects.filter(Q(bundle=None) | Q(bundle=F("pk")), sender_key=sender_key)
    times = sendings.order_by("-received_at").values_list("received_at", flat=True)
    limit = settings.NOTICES_PER_HOUR
    check_pace(list(times[:limit]) if sender_key else [], limit=limit, now=now)


def _kept(
    words: NoticeWords, item: Item, *, pk: UUID, bundle: UUID | None, sender_key: str, now: datetime
) -> Notice:
    return Notice.objects.create(
        pk=pk,
        bundle=bundle,
        subject=item.subject,
        revision_number=item.revision_number,
        address=item.address,
        explanation=words.explanation,
        offence=words.offence,
        law=words.law,
        name=words.name,
        email=words.email,
        email_key=address_key(words.email),
        is_in_good_faith=words.is_in_good_faith,
        language=words.language,
        sender_key=sender_key,
        sender_salt=secrets.token_hex(16),
        received_at=now,
    )


def _receipt(notice: Notice) -> Record:
    payload = {
        "about": notice.subject,
        "revision": notice.revision_number,
        "offence": str(notice.offence),
        "sender": sender_seal(notice),
    }
    if notice.bundle:
        payload["bundle"] = str(notice.bundle)
    return Record("notice_received", notice.record_name, payload, notice_rows(notice))


def bundle_of(notice: Notice) -> list[Notice]:
    """The rows of one sending, in the order in which their addresses were named; of a single one, itself."""
    if notice.bundle is None:
        return [notice]
    return list(Notice.objects.filter(bundle=notice.bundle).select_related("decision").order_by("pk"))


def settle_notice(notice: Notice, decision: Decision, *, now: datetime) -> None:
    """A decision about the comment answers the notice. Its mail waits for the time of undo, with the decision's.

    While an order keeps the reasons back from the author, its sender reads the outcome alone: the author may be them.
    """
    notice.decision = decision
    _answered(
        notice,
        _outcome_of(decision),
        answer="" if is_told_later(decision, now=now) else decision.note,
        person=decision.moderator,
        now=now,
    )


def _outcome_of(decision: Decision) -> Outcome:
    if decision.visibility:
        return Outcome.ACTED
    # The author's appeal was dismissed: what had been taken off stays off.
    return Outcome.GONE if decision.verdict == Verdict.UPHELD else Outcome.NO_ACTION


def answer_notice(
    *, notice_id: UUID | str, outcome: Outcome, answer: str, person: User, now: datetime
) -> Notice:
    """Answer in words a notice that leads to no comment of ours. Must be called inside a transaction.

    Raises AlreadyAnswered, PermissionDenied; ValueError without words.
    """
    require(person, Verb.DECIDE_NOTICE)
    if not answer.strip():
        raise ValueError("who sent a notice is told why it was decided so")
    notice = Notice.objects.select_for_update().get(pk=notice_id)
    if notice.outcome:
        raise AlreadyAnswered(notice)
    _answered(notice, outcome, answer=answer.strip(), person=person, now=now)
    return notice


def reopen_notices(decision: Decision, *, person: User, now: datetime) -> None:
    """The decision that answered them was taken back: they wait again, and their clock never stopped.

    One whose sender was erased meanwhile says nothing any more and has nobody to answer: it counts as taken back.
    """
    for notice in decision.notices.all():
        _reopened(notice, person=person, now=now)
        if notice.forgotten_at is not None:
            _answered(notice, Outcome.WITHDRAWN, answer="", person=None, now=now)


def answer_undo_ends_at(notice: Notice) -> datetime | None:
    """Until then an answer in words can be taken back; then its mail leaves. None where nobody gave one."""
    if notice.decided_at is None or notice.decided_by_id is None or notice.decision_id or notice.forgotten_at:
        return None
    return notice.decided_at + timedelta(seconds=settings.UNDO_SECONDS)


def take_back_answer(notice: Notice, *, person: User, now: datetime) -> None:
    """An answer in words does not hold: its mail never leaves, and the notice waits with its clock from the receipt.

    The caller holds its row in a transaction. Raises AnswerStands.
    """
    ends_at = answer_undo_ends_at(notice)
    if ends_at is None or now >= ends_at or not cancel_answer(notice, now=now):
        raise AnswerStands(str(notice.pk))
    _reopened(notice, person=person, now=now)


def _reopened(notice: Notice, *, person: User, now: datetime) -> None:
    payload = {
        "was": notice.outcome,
        "person": person.get_username(),
        "decision": str(notice.decision_id or ""),
    }
    notice.decision, notice.outcome, notice.answer = None, "", ""
    notice.decided_at, notice.decided_by = None, None
    notice.save(update_fields=["decision", "outcome", "answer", "decided_at", "decided_by"])
    _record(notice, "notice_reopened", payload, now)


def tell_lapsed(appeals: Sequence[Appeal], *, now: datetime) -> None:
    """Tell the senders of notices among those whose appeals have lapsed."""
    for appeal in appeals:
        if appeal.notice:
            post_lapse(appeal.notice, now=now)


def _answered(notice: Notice, outcome: Outcome, *, answer: str, person: User | None, now: datetime) -> None:
    notice.outcome, notice.answer = outcome, answer
    notice.decided_at, notice.decided_by = now, person
    notice.save(update_fields=["decision", "outcome", "answer", "decided_at", "decided_by"])
    payload = {
        "outcome": str(outcome),
        "answer": answer,
        "person": person.get_username() if person else "",
        "decision": str(notice.decision_id or ""),
    }
    _record(notice, "notice_decided", payload, now)
    post_answer(notice, now=now)


def _record(notice: Notice, kind: str, payload: Mapping[str, object], now: datetime) -> None:
    record(kind=kind, subject=notice.record_name, payload=payload, now=now, rows=notice_rows(notice))
