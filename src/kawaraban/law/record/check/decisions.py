"""Holding the decisions against the record: a row that says otherwise than the entry of its day is named.

The chain proves that nobody touched the record. This proves that the tables which statements, figures and authorities
are served from still say the same as it does.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from kawaraban.kit.clock import moment_written
from kawaraban.law.models.decisions import Decision
from kawaraban.law.record.check.entries import Read, Said
from kawaraban.law.record.check.report import CheckReport
from kawaraban.law.record.check.scratch import Scratch
from kawaraban.law.record.sealed_tables import DECISIONS, DECISIONS_MORE, STATEMENTS

# What an entry says of a decision, and the column that must say the same.
COLUMNS: dict[str, str] = {
    "verdict": "verdict",
    "before": "status_before",
    "revision": "revision_number",
    "policy": "policy_number",
    "moderator_id": "moderator_id",
    "visibility": "visibility",
    "ground": "ground",
    "own_ground": "own_ground",
    "offence": "offence",
    "law": "legal_ground",
    "note": "note",
    "facts": "facts",
    "passage": "passage",
    "language": "content_language",
    "source": "source",
    "reference": "source_reference",
    "machine_detected": "was_machine_detected",
    "automation": "automation",
    "provision": "provision",
    "until": "ends_at",
    "sent_at": "content_at",
    "reverses": "reverses_id",
}
# Told by the entry itself, or by those of a later version alone.
_SUBJECT, _DECIDED_AT, _PLACE = "subject", "decided_at", "place"
_MOMENTS = frozenset({"until", "sent_at"})
# The seal of a row that was compared already: by what its entry says.
COMPARED = "+"


class DecisionCheck:
    """Takes the entries; compares those of a batch with their rows."""

    def __init__(self, report: CheckReport, scratch: Scratch) -> None:
        self._report, self._scratch = report, scratch
        self._batch: dict[str, tuple[Read, Said]] = {}
        self._problems: list[tuple[int, str]] = []

    def take(self, entry: Read, said: Said | None) -> None:
        """Those of appeals and notices only name the decision that they are about."""
        if said is not None and {"decision", "moderator"} <= said.keys():
            self._batch[str(said["decision"])] = (entry, said)

    def flush(self) -> None:
        """Compare those that were taken."""
        columns = ("id", _SUBJECT, _DECIDED_AT, _PLACE, *COLUMNS.values())
        found = Decision.objects.filter(pk__in=list(self._batch)).values(*columns)
        rows = {str(row["id"]): row for row in found}
        compared = []
        for pk, (entry, said) in self._batch.items():
            row = rows.get(pk)
            if row is None:
                self._tell(entry, _("The decision of entry %(number)d is missing: it was deleted."))
                # Its statement went with it.
                self._scratch.write("DELETE FROM row WHERE key = ?", [(STATEMENTS.key(pk),)])
                continue
            if _differs(row, entry, said):
                self._tell(entry, _("The decision of entry %(number)d was changed after it was recorded."))
            else:
                self._report.rows_count += 1
            compared += [(table.key(pk), entry.number, COMPARED) for table in (DECISIONS, DECISIONS_MORE)]
        self._scratch.write("INSERT OR IGNORE INTO row VALUES (?, ?, '', ?)", compared)
        self._batch.clear()

    def _tell(self, entry: Read, sentence: str) -> None:
        self._problems.append((entry.number, sentence % {"number": entry.number}))

    def problems(self) -> Iterator[str]:
        """In the order of the entries."""
        return (sentence for _number, sentence in sorted(self._problems))


def _differs(row: dict[str, Any], entry: Read, said: Said) -> bool:
    """An entry leaves out what is empty. Those of before the verdict was recorded say less: what they say, counts."""
    is_whole = "verdict" in said
    if (row[_SUBJECT], row[_DECIDED_AT]) != (entry.subject, entry.recorded_at):
        return True
    if _PLACE in said and row[_PLACE] != said[_PLACE]:
        return True
    return any(
        not _is_same(name, row[column], said.get(name, ""))
        for name, column in COLUMNS.items()
        if is_whole or name in said
    )


def _is_same(name: str, value: Any, said: Any) -> bool:
    if name in _MOMENTS:
        return moment_written(value) == (moment_written(datetime.fromisoformat(said)) if said else "")
    return bool((str(value or "") if name == "reverses" else value) == said)
