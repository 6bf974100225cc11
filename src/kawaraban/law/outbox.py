"""Sending what waits in the outbox. The worker calls `send_due` every few seconds.

A message is taken (its next try is put off, in a transaction of its own), sent outside any transaction, and
marked in another: a slow mail server holds no lock. A crash between sending and marking sends it again later:
rather twice than never.

A server that is not there, or hangs, is asked once in a minute and not once for each mail: the first failure of the
connection ends the round, and all that is due waits for the next. `outbox_standing.py` tells what was given up.
"""

import logging
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from smtplib import SMTPDataError, SMTPNotSupportedError, SMTPRecipientsRefused, SMTPResponseException
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.db.models import F, QuerySet

from kawaraban.kit.faults import cause_of, disk_trouble
from kawaraban.kit.seeing.families import MAILS
from kawaraban.kit.seeing.tally import TALLY
from kawaraban.law.address_keys import address_key
from kawaraban.law.models import Decision, Notice, OutboxMessage
from kawaraban.law.sender import sender
from kawaraban.press.turn import one_turn

logger = logging.getLogger(__name__)

# While one worker sends it, no other takes it; also how long a crash delays it.
_TAKEN_FOR = timedelta(minutes=10)
_FIRST_PAUSE = timedelta(minutes=1)
_LONGEST_PAUSE = timedelta(hours=6)
_MOST_ATTEMPTS = 16  # about three days
# What is about one mail alone. Every other failure of the network or of the folder would meet the next one as well.
_OF_ONE_MAIL = (SMTPRecipientsRefused, SMTPDataError, SMTPNotSupportedError)
_FILE_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
# So that holiday answers do not come back (RFC 3834).
_HEADERS = {"Auto-Submitted": "auto-generated"}


def post(  # noqa: PLR0913  (a mail, what it is about, and when)
    *,
    recipient: str,
    heading: str,
    body: str,
    language: str,
    decision: Decision | None,
    now: datetime,
    subject: str = "",
    answered_notice: Notice | None = None,
) -> OutboxMessage:
    """Put a mail into the outbox; it leaves when the time for undo is over. Call it in the transaction of its cause.

    `subject`: what it is about, as the record calls it; "" of a mail to somebody of the staff.
    """
    message = written(
        recipient=recipient,
        heading=heading,
        body=body,
        language=language,
        decision=decision,
        now=now,
        subject=subject,
        answered_notice=answered_notice,
    )
    message.save(force_insert=True)
    return message


def post_all(messages: Sequence[OutboxMessage]) -> None:
    """The same for mails that are `written`. One statement for as many as the database takes at once."""
    OutboxMessage.objects.bulk_create(messages)


def written(  # noqa: PLR0913  (the same)
    *,
    recipient: str,
    heading: str,
    body: str,
    language: str,
    decision: Decision | None,
    now: datetime,
    subject: str = "",
    answered_notice: Notice | None = None,
) -> OutboxMessage:
    """The mail, which is not in the outbox yet."""
    return OutboxMessage(
        decision=decision,
        answered_notice=answered_notice,
        subject=subject,
        recipient=recipient,
        recipient_key=address_key(recipient),
        heading=" ".join(heading.split())[:200],
        body=body,
        language=language,
        due_at=now + timedelta(seconds=settings.UNDO_SECONDS),
    )


def cancel_for(decision: Decision, *, now: datetime, about: str = "") -> bool:
    """Cancel what waits because of this decision. False when something has left already, or is just leaving.

    `about`: of its mails only those about this. So the senders of notices are told what the author is not.
    """
    return decision.pk in cancel_each({decision.pk: about}, now=now)


def cancel_each(about: Mapping[UUID, str], *, now: datetime) -> set[UUID]:
    """The same for many decisions, each with what its mails are about or "". Returns those of which nothing has left.

    Two statements. What is just leaving counts as left.
    """
    waiting: dict[UUID, list[tuple[int, int]]] = {pk: [] for pk in about}
    said = OutboxMessage.objects.filter(decision__in=list(about), cancelled_at=None)
    for pk, decision_id, subject, attempts in said.values_list(
        "pk", "decision_id", "subject", "attempts_count"
    ):
        if decision_id is not None and about[decision_id] in {"", subject}:
            waiting[decision_id].append((pk, attempts))
    stopped = {pk for pk, found in waiting.items() if not any(attempts for _pk, attempts in found)}
    messages = [pk for each in stopped for pk, _attempts in waiting[each]]
    if messages:
        OutboxMessage.objects.filter(pk__in=messages, cancelled_at=None).update(cancelled_at=now)
    return stopped


def cancel_answer(notice: Notice, *, now: datetime) -> bool:
    """Cancel the mail that answers this notice in words. False when it has left already, or is just leaving."""
    messages = OutboxMessage.objects.filter(answered_notice=notice, cancelled_at=None)
    if messages.filter(attempts_count__gt=0).exists():
        return False
    messages.update(cancelled_at=now)
    return True


def restore_for(decision: Decision, *, now: datetime) -> None:
    """Let leave after all what was cancelled before anybody tried to send it. Its time for undo begins anew.

    Not what was forgotten since: it says nothing, to nobody.
    """
    restore_for_each([decision], now=now)


def restore_for_each(decisions: Sequence[Decision], *, now: datetime) -> None:
    """The same for many decisions. One statement, none for none."""
    if not decisions:
        return
    messages = OutboxMessage.objects.filter(decision__in=decisions, attempts_count=0)
    stopped = messages.exclude(cancelled_at=None)
    stopped = stopped.exclude(recipient="")
    stopped.update(cancelled_at=None, due_at=now + timedelta(seconds=settings.UNDO_SECONDS))


def readdress(messages: QuerySet[OutboxMessage], *, to: str) -> None:
    """Of these messages, those that have not left yet go to another address."""
    messages.filter(sent_at=None).update(recipient=to, recipient_key=address_key(to))


def put_off(decision_ids: Sequence[UUID] | QuerySet[Any, Any], *, until: datetime) -> None:
    """Let what these decisions have to tell leave at this moment, as far as nobody has tried to send it yet."""
    waiting = OutboxMessage.objects.filter(decision__in=decision_ids, cancelled_at=None, attempts_count=0)
    waiting.update(due_at=until)


def was_told(decision: Decision) -> bool:
    """Whether a message about this decision has left, or is just leaving."""
    return bool(told_of([decision.pk]))


def told_of(decision_ids: Collection[UUID]) -> set[UUID]:
    """Of these decisions, those about which a message has left, or is just leaving. One query, none for none."""
    if not decision_ids:
        return set()
    tried = OutboxMessage.objects.filter(decision__in=decision_ids, attempts_count__gt=0)
    return {about for about in tried.values_list("decision_id", flat=True) if about is not None}


def send_due(*, now: datetime, limit: int = 50) -> int:
    """Send the messages that are due, oldest first. Returns how many left; failures wait for a later try."""
    due = OutboxMessage.objects.due(now).values_list("pk", flat=True)[:limit]
    sent_count = 0
    for pk in list(due):
        try:
            sent_count += _send_one(pk, now)
        except _NobodyThere:
            with one_turn():
                OutboxMessage.objects.due(now).order_by().update(due_at=now + _FIRST_PAUSE)
            break
    return sent_count


class _NobodyThere(Exception):
    """It is not this mail that cannot be sent: none can."""


def _send_one(pk: int, now: datetime) -> bool:
    """Take, send and mark one message. False when it was not ours to take, or could not be sent."""
    taken = OutboxMessage.objects.due(now).filter(pk=pk)
    with one_turn():
        if not taken.order_by().update(due_at=now + _TAKEN_FOR, attempts_count=F("attempts_count") + 1):
            return False
    message = OutboxMessage.objects.get(pk=pk)
    try:
        _mail(message).send()
    except Exception as failure:  # a mail server may fail in any way; the message must not be lost for it
        _put_off(message, failure, now)
        if isinstance(failure, OSError | ImproperlyConfigured) and not isinstance(failure, _OF_ONE_MAIL):
            raise _NobodyThere from failure
        return False
    with one_turn():
        OutboxMessage.objects.filter(pk=pk).update(sent_at=now, last_error="")
    TALLY.count(MAILS, "sent")
    return True


def _mail(message: OutboxMessage) -> EmailMessage:
    own = sender()
    return EmailMessage(
        message.heading,
        message.body,
        from_email=own.address,
        to=[message.recipient],
        reply_to=own.reply_to,
        headers=_HEADERS,
    )


def _put_off(message: OutboxMessage, failure: Exception, now: datetime) -> None:
    """Try again later, each time after a longer pause; in the end give up."""
    pause = min(_FIRST_PAUSE * 2 ** (message.attempts_count - 1), _LONGEST_PAUSE)
    gives_up = message.attempts_count >= _MOST_ATTEMPTS
    kind = _kind(failure)
    TALLY.count(MAILS, "given_up" if gives_up else "failed")
    if gives_up:
        logger.warning(
            "message %d is given up after %d attempts (%s): kawaraban mail status",
            message.pk,
            message.attempts_count,
            kind,
        )
    else:
        logger.warning(
            "message %d could not be sent (%s); attempt %d", message.pk, kind, message.attempts_count
        )
    with one_turn():
        OutboxMessage.objects.filter(pk=message.pk).update(
            due_at=now + pause, last_error=kind, cancelled_at=now if gives_up else None
        )


def _kind(failure: Exception) -> str:
    """The failure without its words: a server's answer often quotes the address."""
    if settings.EMAIL_BACKEND == _FILE_BACKEND:
        cause = cause_of(failure) or disk_trouble(Path(getattr(settings, "EMAIL_FILE_PATH", "")))
        if cause:
            return f"mail folder: {cause.value}"
    code = f" {failure.smtp_code}" if isinstance(failure, SMTPResponseException) else ""
    return f"{type(failure).__name__}{code}"
