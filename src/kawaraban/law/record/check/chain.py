"""The chain itself: numbers without gaps, each mac right, each entry tied to the one before; and each payload."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from kawaraban.law.record.check.entries import Read, Said, said_by
from kawaraban.law.record.check.report import CheckReport
from kawaraban.law.record.check.scratch import Scratch
from kawaraban.law.record.ledger import ERASED_KIND, GENESIS, ROWS, digest_of, mac_of

# Swapped rows are looked for among this many changed ones; beyond that they are called changed.
_SWAP_LIMIT = 200


class Chain:
    """Takes the entries in the order of their numbers."""

    def __init__(self, report: CheckReport) -> None:
        self.report = report
        self.changed: list[Read] = []
        self.newest = 0
        # Up to which number the entries are of the moment of the first one: what one commit may have written.
        self.first_moment_number = 0
        self._first_at: datetime | None = None
        self._expected, self._previous, self._previous_is_sound = 1, GENESIS, True

    def check(self, entry: Read) -> None:
        """Take the next entry."""
        self.report.entries_count += 1
        self.newest = entry.number
        self._first_at = self._first_at or entry.recorded_at
        if entry.recorded_at == self._first_at and entry.number == self.first_moment_number + 1:
            self.first_moment_number = entry.number
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


class Payloads:
    """Each payload fits its digest; a payload that is gone was erased by a recorded act."""

    def __init__(self, report: CheckReport, scratch: Scratch) -> None:
        self.report, self._scratch = report, scratch
        self._gone: list[tuple[int]] = []

    def check(self, entry: Read) -> Said | None:
        """Take one entry. Returns what it says; None where that is gone or was changed."""
        if entry.salt is None or entry.body is None:
            self._gone.append((entry.number,))
            return None
        if digest_of(entry.salt, entry.body) != entry.digest:
            self.report.problems.append(
                _("The payload of entry %(number)d was changed after it was written.")
                % {"number": entry.number}
            )
            return None
        self.report.payloads_count += 1
        said = said_by(entry.body)
        if entry.kind == ERASED_KIND:
            numbers = ((number, ROWS in said) for number in said.get("numbers", ()))
            self._scratch.write("INSERT OR IGNORE INTO erased VALUES (?, ?)", numbers)
        return said

    def flush(self) -> None:
        """Write down which were gone."""
        self._scratch.write("INSERT OR IGNORE INTO gone VALUES (?)", self._gone)
        self._gone.clear()

    def about_missing(self) -> Iterator[str]:
        """The sentences about payloads that nobody erased on the record; counts the others."""
        both = "SELECT count(*) FROM gone JOIN erased USING (number)"
        self.report.erased_count = self._scratch.one(both)
        for (number,) in self._scratch.ask("SELECT number FROM gone EXCEPT SELECT number FROM erased"):
            yield _("The payload of entry %(number)d is missing, and no erasure of it is recorded.") % {
                "number": number
            }


def _missing(first: int, last: int) -> str:
    if first == last:
        return _("Entry %(number)d is missing: it was deleted.") % {"number": first}
    return _("Entries %(first)d to %(last)d are missing: they were deleted.") % {"first": first, "last": last}


def about_changed(changed: Sequence[Read]) -> Iterator[str]:
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
