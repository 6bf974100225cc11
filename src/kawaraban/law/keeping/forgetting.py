"""Forgetting by time what people wrote to the paper, when it was answered long ago: codes, dates and numbers stay.

Each function must be called inside a transaction, and says whether there was something to forget. The record forgets
with the tables: an entry that holds a hash of such words would tell whoever guesses them that they guessed right.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from kawaraban.law.models import Appeal, Demand, DemandItem, Hold, Notice, Report
from kawaraban.law.record.holds import hold_rows_about
from kawaraban.law.record.ledger import erase_payloads, erase_payloads_naming
from kawaraban.law.record.sealed_tables import (
    APPEALS,
    DECISIONS,
    DECISIONS_MORE,
    DEMAND_ITEMS,
    DEMANDS,
    HOLDS,
    HOLDS_MORE,
    REPORTS,
    STATEMENTS,
    notice_rows,
)
from kawaraban.law.record.seals import Row

BY_TIME: Final = "its time was over"
# Those of which an entry about a comment may speak.
_TABLES = {
    table.name: table
    for table in (
        *(APPEALS, DECISIONS, DECISIONS_MORE, DEMANDS, DEMAND_ITEMS),
        *(HOLDS, HOLDS_MORE, REPORTS, STATEMENTS),
    )
}


def answered_reports(before: datetime) -> QuerySet[Report]:
    """Reports with words that were answered before this moment."""
    return Report.objects.filter(decision__decided_at__lt=before).exclude(words="")


def settled_appeals(before: datetime) -> QuerySet[Appeal]:
    """Appeals with words that were decided, or lapsed, before this moment."""
    return Appeal.objects.filter(Q(outcome__decided_at__lt=before) | Q(lapsed_at__lt=before)).exclude(
        words=""
    )


def ended_holds(before: datetime) -> QuerySet[Hold]:
    """Holds with a reason that were lifted, or ended, before this moment."""
    return Hold.objects.filter(Q(lifted_at__lt=before) | Q(until__lt=before)).exclude(reason="")


def forget_matters(subject: str, *, before: datetime, now: datetime) -> bool:
    """The words of all reports and appeals about this subject, and the reasons of its holds.

    Nothing as long as one of them is open, or was answered since `before`: what was answered together stands in one
    entry, and goes together.
    """
    of_subject = {"subject": subject}
    reports = Report.objects.filter(**of_subject).exclude(words="")
    appeals = Appeal.objects.filter(**of_subject).exclude(words="")
    holds = Hold.objects.filter(**of_subject).exclude(reason="")
    is_open = (
        reports.exclude(pk__in=answered_reports(before).filter(**of_subject).values("pk")).exists()
        or appeals.exclude(pk__in=settled_appeals(before).filter(**of_subject).values("pk")).exists()
        or holds.exclude(pk__in=ended_holds(before).filter(**of_subject).values("pk")).exists()
    )
    if is_open:
        return False
    keys = {
        *(REPORTS.key(pk) for pk in reports.values_list("pk", flat=True)),
        *(APPEALS.key(pk) for pk in appeals.values_list("pk", flat=True)),
        *(HOLDS.key(pk) for pk in holds.values_list("pk", flat=True)),
    }
    reports.update(words="")
    appeals.update(words="")
    holds.update(reason="")
    erase_payloads_naming(keys, subject=subject, reason=BY_TIME, now=now, rows=_left_of)
    return bool(keys)


def _left_of(keys: Collection[str]) -> Sequence[Row] | None:
    """The rows of these names as they are now; None where one is of a table that is not known here."""
    named: dict[str, list[str]] = {}
    for key in keys:
        name, _colon, number = key.partition(":")
        named.setdefault(name, []).append(number)
    if not named.keys() <= _TABLES.keys():
        return None
    rows: list[Row] = []
    for name, numbers in sorted(named.items()):
        table = _TABLES[name]
        rows += table.rows(table.model._default_manager.filter(pk__in=numbers))
    return rows


def forget_appeals_of(notice: Notice, *, reason: str, now: datetime) -> None:
    """What the sender of a notice wrote in an appeal; its entries are about the comment."""
    appeals = Appeal.objects.filter(notice=notice).exclude(words="")
    for appeal in appeals:
        Appeal.objects.filter(pk=appeal.pk).update(words="")
        erase_payloads_naming(
            {APPEALS.key(appeal.pk)}, subject=appeal.subject, reason=reason, now=now, rows=_left_of
        )


def forget_notice_words(notice: Notice, *, now: datetime) -> bool:
    """Why the sender held it for illegal, and what they were answered. Who they are has a period of its own."""
    if not (notice.explanation or notice.law or notice.answer):
        return False
    empty_words(notice)
    notice.save(update_fields=["explanation", "law", "answer", "address"])
    Hold.objects.filter(subject=notice.record_name).update(reason="")
    left = [*notice_rows(notice), *hold_rows_about(notice.record_name)]
    erase_payloads(subject=notice.record_name, reason=BY_TIME, now=now, rows=lambda: left)
    return True


def empty_words(notice: Notice) -> None:
    """Every word of a notice and of its answer. An address that leads to none of ours is a word of its sender, too."""
    notice.explanation = notice.law = notice.answer = ""
    if not notice.subject:
        notice.address = ""


def forget_demand(demand: Demand, *, now: datetime) -> bool:
    """Who wrote or called, and their words. An authority is no person: of an order it stays, with its reference."""
    if demand.forgotten_at is not None:
        return False
    if not demand.is_order:
        demand.sender = demand.reference = ""
    demand.contact = demand.words = demand.scope = demand.answer = ""
    demand.forgotten_at = now
    demand.save(update_fields=["sender", "reference", "contact", "words", "scope", "answer", "forgotten_at"])
    left = [DEMANDS.row(demand), *DEMAND_ITEMS.rows(DemandItem.objects.filter(demand=demand))]
    erase_payloads(subject=demand.record_name, reason=BY_TIME, now=now, rows=lambda: left)
    # The entry of a decision that answered it holds a hash of it, too.
    for subject in demand.items.order_by("pk").values_list("subject", flat=True):
        erase_payloads_naming(
            {DEMANDS.key(demand.pk)}, subject=subject, reason=BY_TIME, now=now, rows=_left_of
        )
    return True
