"""Checking the record: what was changed, deleted, swapped, cut off or lost, each entry by its number; and whether
the decisions still say what it says of them.

    report = verify()
    report.problems   -> ["Entry 17 was changed after it was written.", ...]    empty when all is well
    report.remarks    -> what is no fault but worth knowing

Reads in batches and writes nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kawaraban.law.append_only import are_installed
from kawaraban.law.ledger import ERASED_KIND, GENESIS, digest_of, mac_of
from kawaraban.law.ledger_heads import Heads, read_heads
from kawaraban.law.models.ledger import LedgerEntry, LedgerPayload
from kawaraban.law.verification_decisions import DecisionCheck

_BATCH = 1000
# Swapped rows are looked for among this many changed ones; beyond that they are called changed.
_SWAP_LIMIT = 200


@dataclass(slots=True)
class Report:
    """What was checked, and what was found. The numbers are of entries, payloads and lines of the heads file."""

    entries_count: int = 0
    payloads_count: int = 0
    erased_count: int = 0
    heads_count: int = 0
    unsealed_count: int = 0
    problems: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        return not self.problems


def verify() -> Report:
    """Check every entry, every payload and every signed head against each other, at one moment."""
    report = Report()
    # The heads are read first: a head written later belongs to an entry that the query below may not see.
    heads = read_heads()
    chain, payloads, decisions = _Chain(report), _Payloads(report), DecisionCheck()
    # One query, so that an entry written meanwhile does not look like a fault.
    for entry in LedgerEntry.objects.order_by("number").select_related("payload").iterator(_BATCH):
        chain.check(entry)
        body = payloads.check(entry)
        if body is None:
            decisions.take_erased(entry.subject)
        else:
            decisions.take(entry.number, body)
    report.problems += _about_changed(chain.changed)
    report.problems += payloads.about_missing()
    report.problems += decisions.problems()
    _check_heads(report, heads, chain.macs)
    if not are_installed(connection):
        report.remarks.append(
            _("The database does not refuse changes of the record: its triggers are missing.")
        )
    return report


class _Chain:
    """Numbers without gaps, each mac right, each entry tied to the one before it."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.macs: dict[int, str] = {}
        self.changed: list[LedgerEntry] = []
        self._expected, self._previous, self._previous_is_sound = 1, GENESIS, True

    def check(self, entry: LedgerEntry) -> None:
        """Take the next entry in the order of numbers."""
        self.report.entries_count += 1
        self.macs[entry.number] = entry.mac
        has_gap = entry.number != self._expected
        if has_gap:
            self.report.problems.append(_missing(self._expected, entry.number - 1))
        is_sound = mac_of(entry) == entry.mac
        if not is_sound:
            self.changed.append(entry)
        elif self._previous_is_sound and not has_gap and entry.previous != self._previous:
            self.report.problems.append(
                _("Entry %(number)d does not follow entry %(before)d: one of them was replaced.")
                % {"number": entry.number, "before": entry.number - 1}
            )
        self._expected, self._previous, self._previous_is_sound = entry.number + 1, entry.mac, is_sound


class _Payloads:
    """Each payload fits its digest; a payload that is gone was erased by a recorded act."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self._missing: set[int] = set()
        self._erased: set[int] = set()

    def check(self, entry: LedgerEntry) -> str | None:
        """Take one entry with its payload. Returns what it says; None where that is gone or was changed."""
        payload = _payload_of(entry)
        if payload is None:
            self._missing.add(entry.number)
            return None
        if digest_of(payload.salt, payload.body) != entry.digest:
            self.report.problems.append(
                _("The payload of entry %(number)d was changed after it was written.")
                % {"number": entry.number}
            )
            return None
        self.report.payloads_count += 1
        self._erased |= payload.erased_numbers if entry.kind == ERASED_KIND else set()
        return payload.body

    def about_missing(self) -> list[str]:
        """The sentences about payloads that nobody erased on the record; counts the others."""
        self.report.erased_count = len(self._missing & self._erased)
        return [
            _("The payload of entry %(number)d is missing, and no erasure of it is recorded.")
            % {"number": number}
            for number in sorted(self._missing - self._erased)
        ]


def _payload_of(entry: LedgerEntry) -> LedgerPayload | None:
    try:
        return entry.payload
    except LedgerPayload.DoesNotExist:
        return None


def _missing(first: int, last: int) -> str:
    if first == last:
        return _("Entry %(number)d is missing: it was deleted.") % {"number": first}
    return _("Entries %(first)d to %(last)d are missing: they were deleted.") % {"first": first, "last": last}


def _about_changed(changed: Sequence[LedgerEntry]) -> Iterator[str]:
    """One sentence for each entry whose mac is wrong; rows that only changed places are called so."""
    numbers = [entry.number for entry in changed] if len(changed) <= _SWAP_LIMIT else []
    for entry in changed:
        home = next((n for n in numbers if n != entry.number and mac_of(entry, number=n) == entry.mac), None)
        if home is None:
            yield _("Entry %(number)d was changed after it was written.") % {"number": entry.number}
        else:
            yield (
                _("Entry %(number)d was swapped: what stands there was written as entry %(home)d.")
                % {"number": entry.number, "home": home}
            )


def _check_heads(report: Report, heads: Heads, macs: dict[int, str]) -> None:
    """The file knows no entry that the table lacks, and none by another mac."""
    report.heads_count = len(heads.heads)
    newest_entry = max(macs, default=0)
    newest_head = max((head.number for head in heads.heads), default=0)
    report.unsealed_count = max(0, newest_entry - newest_head)
    if newest_head > newest_entry:
        report.problems.append(_cut_off(newest_entry + 1, newest_head))
    report.problems += [
        _("Entry %(number)d is not the one whose head was signed on %(day)s.")
        % {"number": head.number, "day": head.written_at.date().isoformat()}
        for head in heads.heads
        if head.number in macs and macs[head.number] != head.mac
    ]
    report.problems += [
        _("Line %(line)d of the file of heads was not signed with this paper's key.") % {"line": line}
        for line in heads.forged
    ]
    report.remarks += _about_file(report, heads)


def _cut_off(first: int, last: int) -> str:
    if first == last:
        return _("The record was cut off: entry %(number)d was signed and is missing.") % {"number": first}
    return _("The record was cut off: entries %(first)d to %(last)d were signed and are missing.") % {
        "first": first,
        "last": last,
    }


def _about_file(report: Report, heads: Heads) -> Iterator[str]:
    if report.entries_count and not heads.exists:
        yield _("There is no file of heads: a record that was cut off at its end could not be told.")
    if heads.torn:
        yield _("The file of heads holds lines that were begun and not finished, as a crash leaves them.")
    if report.unsealed_count:
        yield (
            ngettext(
                "The newest entry has no signed head yet; the next one covers it.",
                "The newest %(count)d entries have no signed head yet; the next one covers them.",
                report.unsealed_count,
            )
            % {"count": report.unsealed_count}
        )
