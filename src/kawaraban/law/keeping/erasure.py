"""Erasing a person from the tables of the law room: the record stays, without the person.

Codes, dates, numbers and our own standard sentences stay; what somebody wrote, and who they are, goes. Each function
must be called inside a transaction. The comment itself is erased by `comments/actions/erasing/comment.py`.
"""

from collections.abc import Collection, Mapping, Sequence
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
from kawaraban.law.record.holds import hold_rows_about, hold_rows_of
from kawaraban.law.record.ledger import LEFT_KIND, Record, erase_payloads, erase_payloads_of, record_many
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
    erase_subjects([subject], reason=reason, now=now, also={subject: also})


def erase_subjects(
    subjects: Collection[str], *, reason: str, now: datetime, also: Mapping[str, Sequence[Row]] | None = None
) -> None:
    """The same about several, in as few statements."""
    _erase_notes(subjects)
    Report.objects.filter(subject__in=subjects).update(words="", reporter_key="")
    tell_lapsed(lapse_appeals(*subjects, now=now), now=now)
    Appeal.objects.filter(subject__in=subjects).update(words="")
    # Those that held are over, or nothing could be erased; what they were placed for may name somebody.
    Hold.objects.filter(subject__in=subjects).update(reason="")
    # Also of one whose sender was forgotten by time: what it says about the comment is still there.
    for notice in Notice.objects.filter(subject__in=subjects).exclude(explanation="", name="", email=""):
        # Whoever gave notice is told what came of it, although what it was about is gone (Art. 16(5)).
        forget_notice(notice, reason=reason, now=now, lets_mails_leave=True)
    erased = erase_payloads_of(subjects, reason=reason, now=now, rows=lambda: _left_of(subjects, also or {}))
    # The entry of a decision may have been the last to say that a demand was given effect. Its words are still there:
    # when they go, so does the entry that holds their hash.
    demands = DEMANDS.rows_by(Demand.objects.filter(items__subject__in=subjects), "items__subject")
    left = [
        Record(LEFT_KIND, subject, {"entries": erased[subject]}, rows)
        for subject, rows in demands.items()
        if subject in erased
    ]
    record_many(left, now=now)


def _left_of(subjects: Collection[str], also: Mapping[str, Sequence[Row]]) -> dict[str, list[Row]]:
    """What stays when the words are gone: codes and times. Their hashes take the place of those that were erased."""
    about = {"subject__in": subjects}
    decisions = Decision.objects.filter(**about)
    statements = Statement.objects.filter(decision__subject__in=subjects)
    parts: tuple[Mapping[str, Sequence[Row]], ...] = (
        DECISIONS.rows_by(decisions, "subject"),
        DECISIONS_MORE.rows_by(decisions, "subject"),
        STATEMENTS.rows_by(statements, "decision__subject"),
        APPEALS.rows_by(Appeal.objects.filter(**about), "subject"),
        REPORTS.rows_by(Report.objects.filter(**about), "subject"),
        DEMAND_ITEMS.rows_by(DemandItem.objects.filter(**about), "subject"),
        hold_rows_of(subjects),
        also,
    )
    return {subject: [row for part in parts for row in part.get(subject, ())] for subject in subjects}


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


def _erase_notes(subjects: Collection[str]) -> None:
    """A passage is the author's words, and a moderator's note may quote. The statement keeps its standard sentences."""
    # What an order covers is told in words of whoever entered it.
    has_words = ~Q(note="", passage="") | Q(source=Source.ORDER)
    found = list(Decision.objects.filter(has_words, subject__in=subjects))
    noted = [decision for decision in found if decision.note or decision.passage]
    for statement in Statement.objects.filter(decision__in=found).select_related("decision"):
        statement.facts = statement.decision.facts
        statement.save(update_fields=["facts"])
    for subject in {decision.subject for decision in noted}:
        _erase_quoted(subject, [decision for decision in noted if decision.subject == subject])
    told = OutboxMessage.objects.filter(decision__subject__in=subjects)
    told.exclude(sent_at=None, cancelled_at=None).update(**NO_MAIL)
    Decision.objects.filter(pk__in=[decision.pk for decision in noted]).update(note="", passage="")


def _erase_quoted(subject: str, noted: Sequence[Decision]) -> None:
    """What these decisions about it say in words of somebody, where a mail or an answer repeats it."""
    notes = [decision.note for decision in noted if decision.note]
    quoted = [passage_words(row.passage, row.content_language) for row in noted if row.passage]
    waiting = OutboxMessage.objects.filter(decision__subject=subject, sent_at=None, cancelled_at=None)
    for message in waiting:
        # The whole sentence of a passage, the whole paragraph of a note: one word of it may stand anywhere else.
        for words in quoted:
            message.body = message.body.replace(words, "")
        for note in notes:
            message.body = _without_paragraph(message.body, note)
        message.save(update_fields=["body"])
    Notice.objects.filter(subject=subject, answer__in=notes).update(answer="")
