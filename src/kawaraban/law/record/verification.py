"""Checking the record: what was changed, deleted, swapped, cut off or lost, each entry by its number; and whether
the tables still say what it says of them.

    report = verify()
    report.problems   -> ["Entry 17 was changed after it was written.", ...]    empty when all is well
    report.remarks    -> what is no fault but worth knowing

Reads in batches and at one moment, writes nothing, and takes the same memory for a record of any length. The tables of
comments are checked by `comments/record_check.py`, which hands its parts in.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from django.db import connection
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kawaraban.law.models.ledger import LedgerEntry
from kawaraban.law.record.append_only import are_installed
from kawaraban.law.record.check.chain import Chain, Payloads, about_changed
from kawaraban.law.record.check.decisions import DecisionCheck
from kawaraban.law.record.check.entries import BATCH, Check, each_entry, one_moment
from kawaraban.law.record.check.heads import HeadCheck
from kawaraban.law.record.check.policies import PolicyCheck
from kawaraban.law.record.check.report import CheckReport as Report
from kawaraban.law.record.check.report_versions import ReportFileCheck
from kawaraban.law.record.check.rows import Held, RowCheck
from kawaraban.law.record.check.scratch import Scratch
from kawaraban.law.record.check.senders import SenderCheck
from kawaraban.law.record.heads import newest_number
from kawaraban.law.record.sealed_tables import (
    APPEALS,
    DECISIONS,
    DECISIONS_MORE,
    DEMAND_ITEMS,
    DEMANDS,
    DUTIES,
    DUTIES_MORE,
    HOLDS,
    HOLDS_MORE,
    NOTICES,
    NOTICES_MORE,
    PUBLISHED_REPORTS,
    REPORT_VERSIONS,
    REPORTS,
    STATEMENTS,
)

_HELD = (
    Held(DECISIONS, subject="subject", at="decided_at"),
    Held(STATEMENTS, subject="decision__subject", at="stated_at"),
    Held(APPEALS, subject="subject", at="appealed_at"),
    Held(REPORTS, subject="subject", at="reported_at"),
    Held(NOTICES, at="received_at"),
    Held(HOLDS, subject="subject", at="placed_at"),
    Held(DUTIES),
    Held(PUBLISHED_REPORTS),
    Held(REPORT_VERSIONS),
    Held(DEMANDS),
    Held(DEMAND_ITEMS),
    Held(DECISIONS_MORE, came_later=True),
    Held(NOTICES_MORE, came_later=True),
    Held(HOLDS_MORE, came_later=True),
    Held(DUTIES_MORE, came_later=True),
)
MakeCheck = Callable[[Report, Scratch], Check]


def verify(
    *,
    held: Sequence[Held] = (),
    others: Sequence[MakeCheck] = (),
    rows: Sequence[type[Model]] = (),
    look: Callable[[int, int], None] | None = None,
    heads_of_others: Sequence[Path] = (),
) -> Report:
    """Check every entry, every payload, every signed head and every row that the record tells of.

    `held` and `others`: tables of rooms above, and what checks them; `rows`: what these walk through. `look`: how far.
    `heads_of_others`: the files of signed heads of the paper's other nodes.
    """
    report = Report(look=look, expected_count=_expected(rows) if look else 0)
    with Scratch.opened() as scratch:
        # The heads are read first: a head written later belongs to an entry that is not seen here.
        heads = HeadCheck(report, scratch, others=heads_of_others)
        chain, payloads, decisions = Chain(report), Payloads(report, scratch), DecisionCheck(report, scratch)
        tables = RowCheck(report, scratch, (*_HELD, *held))
        checks: list[Check] = [tables, decisions, *_smaller(report, scratch)]
        checks += [make(report, scratch) for make in others]
        with one_moment():
            for place, entry in enumerate(each_entry(), start=1):
                chain.check(entry)
                said = payloads.check(entry)
                heads.take(entry, said)
                for check in checks:
                    check.take(entry, said)
                if place % BATCH == 0:
                    _flush(payloads, checks)
                    report.tell()
            _flush(payloads, checks)
            report.problems += about_changed(chain.changed)
            report.problems += payloads.about_missing()
            report.problems += decisions.problems()
            for check in checks:
                report.problems += check.problems() if check is not decisions else ()
            heads.finish(chain)
            report.remarks += _remarks(report)
    return report


def _smaller(report: Report, scratch: Scratch) -> list[Check]:
    return [PolicyCheck(report), SenderCheck(scratch), ReportFileCheck()]


def _expected(rows: Sequence[type[Model]]) -> int:
    """About how many lines, entries and rows there are to look at."""
    newest = LedgerEntry.objects.order_by("-number").values_list("number", flat=True).first() or 0
    models = {held.table.model for held in _HELD if not held.came_later} | set(rows)
    return newest_number() + newest + sum(model._default_manager.count() for model in models)


def _flush(payloads: Payloads, checks: Sequence[Check]) -> None:
    payloads.flush()
    for check in checks:
        check.flush()


def _remarks(report: Report) -> list[str]:
    remarks = []
    if report.uncompared_count:
        remarks.append(
            ngettext(
                "%(count)d row was recorded before this version held hashes of rows: it could not be compared.",
                "%(count)d rows were recorded before this version held hashes of rows: they could not be compared.",
                report.uncompared_count,
            )
            % {"count": report.uncompared_count}
        )
    if not are_installed(connection):
        remarks.append(_("The database does not refuse changes of the record: its triggers are missing."))
    return remarks
