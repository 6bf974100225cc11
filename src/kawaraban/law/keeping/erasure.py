"""Erasing a person from the tables of the law room: the record stays, without the person.

Codes, dates, numbers and our own standard sentences stay; what somebody wrote, and who they are, goes. Each function
must be called inside a transaction. The comment itself is erased by `comments/actions/erasing/comment.py`.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from kawaraban.law.basis import Source
from kawaraban.law.keeping.forgetting import empty_words, forget_appeals_of
from kawaraban.law.keeping.mail_files import note_forgotten
from kawaraban.law.models import (
    Appeal,
    Decision,
    Demand,
    DemandItem,
    Hold,
    Notice,
    OutboxMessage,
    Outcome,
    Report,
    Statement,
)
from kawaraban.law.models.notices import NO_SENDER
from kawaraban.law.models.outbox import NO_MAIL
from kawaraban.law.record.holds import hold_rows_about
from kawaraban.law.record.ledger import LEFT_KIND, erase_payloads, record
from kawaraban.law.record.sealed_tables import (
    APPEALS,
    DECISIONS,
    DECISIONS_MORE,
    DEMAND_ITEMS,
    DEMANDS,
    REPORTS,
    STATEMENTS,
    notice_rows,
)
from kawaraban.law.record.seals import Row
from kawaraban.law.redress.appeals import lapse_appeals, lapse_appeals_of
from kawaraban.law.redress.notices import tell_lapsed
from kawaraban.law.statement_words import passage_words


def erase_subject(subject: str, *, reason: str, now: datetime, also: Sequence[Row] = ()) -> None:
    """Everything that was written about a comment: notes, appeals, reports, notices, and what the record says.

    No notice about it may be open: an erasure waits until its sender is answered (`comments/kept_for.py`).
    `also`: rows of other rooms that stay and that the record holds hashes of.
    """
    _erase_notes(subject)
    Report.objects.filter(subject=subject).update(words="", reporter_key="")
    tell_lapsed(lapse_appeals(subject, now=now), now=now)
    Appeal.objects.filter(subject=subject).update(words="")
    # Those that held are over, or nothing could be erased; what they were placed for may name somebody.
    Hold.objects.filter(subject=subject).update(reason="")
    # Also of one whose sender was forgotten by time: what it says about the comment is still there.
    for notice in Notice.objects.filter(subject=subject).exclude(explanation="", name="", email=""):
        # Whoever gave notice is told what came of it, although what it was about is gone (Art. 16(5)).
        forget_notice(notice, reason=reason, now=now, lets_mails_leave=True)
    erased = erase_payloads(subject=subject, reason=reason, now=now, rows=lambda: [*_left_of(subject), *also])
    # The entry of a decision may have been the last to say that a demand was given effect. Its words are still there:
    # when they go, so does the entry that holds their hash.
    demands = DEMANDS.rows(Demand.objects.filter(items__subject=subject))
    if erased and demands:
        record(kind=LEFT_KIND, subject=subject, payload={"entries": erased}, now=now, rows=demands)


def _left_of(subject: str) -> list[Row]:
    """What stays when the words are gone: codes and times. Their hashes take the place of those that were erased."""
    return [
        *DECISIONS.rows(Decision.objects.filter(subject=subject)),
        *DECISIONS_MORE.rows(Decision.objects.filter(subject=subject)),
        *STATEMENTS.rows(Statement.objects.filter(decision__subject=subject)),
        *APPEALS.rows(Appeal.objects.filter(subject=subject)),
        *REPORTS.rows(Report.objects.filter(subject=subject)),
        *DEMAND_ITEMS.rows(DemandItem.objects.filter(subject=subject)),
        *hold_rows_about(subject),
    ]


def forget_notice(notice: Notice, *, reason: str, now: datetime, lets_mails_leave: bool = False) -> None:
    """Who sent it, and every word of theirs. One that was not answered yet counts as taken back; so does an appeal."""
    lapse_appeals_of(notice, now=now)
    if not notice.outcome:
        notice.outcome, notice.decided_at = Outcome.WITHDRAWN, now
    if notice.email:
        mails = OutboxMessage.objects.filter(subject=notice.record_name)
        forget_mails(mails.exclude(sent_at=None, cancelled_at=None) if lets_mails_leave else mails, now=now)
        note_forgotten([notice.email], about=notice.token)
    empty_words(notice)
    for column, nothing in NO_SENDER.items():
        setattr(notice, column, nothing)
    notice.sender_key = ""
    notice.forgotten_at = now
    notice.save()
    forget_appeals_of(notice, reason=reason, now=now)
    Hold.objects.filter(subject=notice.record_name).update(reason="")
    erase_payloads(subject=notice.record_name, reason=reason, now=now, rows=lambda: _left_of_notice(notice))


def _left_of_notice(notice: Notice) -> list[Row]:
    appeals = Appeal.objects.filter(notice=notice)
    return [*notice_rows(notice), *APPEALS.rows(appeals), *hold_rows_about(notice.record_name)]


def forget_mails(messages: QuerySet[OutboxMessage], *, now: datetime) -> int:
    """Take words and address out of these messages; one that waits never leaves. Returns how many."""
    messages.filter(sent_at=None, cancelled_at=None).update(cancelled_at=now)
    return messages.exclude(recipient="", heading="", body="").update(**NO_MAIL)


def _without_paragraph(body: str, words: str) -> str:
    """A mail without this paragraph of it, or without these."""
    return f"\n\n{body}".replace(f"\n\n{words}\n", "\n").removeprefix("\n\n")


def _erase_notes(subject: str) -> None:
    """A passage is the author's words, and a moderator's note may quote. The statement keeps its standard sentences."""
    noted = Decision.objects.filter(subject=subject).exclude(note="", passage="")
    notes = [note for note in noted.values_list("note", flat=True) if note]
    quoted = [passage_words(row.passage, row.content_language) for row in noted if row.passage]
    # What an order covers is told in words of whoever entered it.
    ordered = Q(decision__source=Source.ORDER, decision__subject=subject)
    said = Statement.objects.filter(Q(decision__in=noted) | ordered)
    for statement in said.select_related("decision"):
        statement.facts = statement.decision.facts
        statement.save(update_fields=["facts"])
    waiting = OutboxMessage.objects.filter(decision__subject=subject, sent_at=None, cancelled_at=None)
    for message in waiting:
        # The whole sentence of a passage, the whole paragraph of a note: one word of it may stand anywhere else.
        for words in quoted:
            message.body = message.body.replace(words, "")
        for note in notes:
            message.body = _without_paragraph(message.body, note)
        message.save(update_fields=["body"])
    Notice.objects.filter(subject=subject, answer__in=notes).update(answer="")
    left = OutboxMessage.objects.filter(decision__subject=subject).exclude(sent_at=None, cancelled_at=None)
    left.update(**NO_MAIL)
    noted.update(note="", passage="")
