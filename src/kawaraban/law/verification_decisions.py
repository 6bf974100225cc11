"""Holding the decisions against the record: a row that says otherwise than the entry of its day is named.

The chain proves that nobody touched the record. This proves that the tables which statements, figures and authorities
are served from still say the same as it does.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from kawaraban.kit.clock import moment_written
from kawaraban.law.models.decisions import Decision

# What an entry says of a decision, and the column that must say the same.
_COLUMNS: dict[str, str] = {
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
    "language": "content_language",
    "source": "source",
    "reference": "source_reference",
    "machine_detected": "was_machine_detected",
    "automation": "automation",
    "provision": "provision",
    "until": "ends_at",
}


class DecisionCheck:
    """Takes the payloads one after the other; then says what the table says otherwise."""

    def __init__(self) -> None:
        self._said: dict[str, tuple[int, dict[str, Any]]] = {}
        self._erased_subjects: set[str] = set()

    def take(self, number: int, body: str) -> None:
        """One payload that fits its entry. Those of appeals and notices only name the decision that they are about."""
        if '"decision"' not in body:
            return
        said = json.loads(body)
        if isinstance(said, dict) and {"decision", "moderator"} <= said.keys():
            self._said[said["decision"]] = (number, said)

    def take_erased(self, subject: str) -> None:
        """What an erasure took away cannot be compared."""
        self._erased_subjects.add(subject)

    def problems(self) -> Iterator[str]:
        """The sentences, in the order of the entries; then about decisions that no entry knows."""
        rows = {str(row["id"]): row for row in Decision.objects.values("id", "subject", *_COLUMNS.values())}
        for pk, (number, said) in self._said.items():
            row = rows.get(pk)
            if row is None:
                yield _("The decision of entry %(number)d is missing: it was deleted.") % {"number": number}
            elif _differs(row, said):
                yield (
                    _("The decision of entry %(number)d was changed after it was recorded.")
                    % {"number": number}
                )
        for pk, row in rows.items():
            if pk not in self._said and row["subject"] not in self._erased_subjects:
                yield _("The decision %(decision)s about %(subject)s is not in the record.") % {
                    "decision": pk,
                    "subject": row["subject"],
                }


def _differs(row: dict[str, Any], said: dict[str, Any]) -> bool:
    """An entry leaves out what is empty. Those of before the verdict was recorded say less: what they say, counts."""
    is_whole = "verdict" in said
    return any(
        _written(row[column]) != said.get(name, "")
        for name, column in _COLUMNS.items()
        if is_whole or name in said
    )


def _written(value: Any) -> Any:
    return moment_written(value) if value is None or isinstance(value, datetime) else value
