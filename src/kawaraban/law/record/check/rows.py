"""The rows whose hashes the record holds, against their tables: changed, deleted, or never recorded.

The newest entry that names a row says how it must be. An entry of before there were hashes says only that there is
such a row: those are counted as not compared. An erasure holds the hashes of what it left; one of before there were
hashes does not, and there a row of the subject and the time of an erased entry is taken for one of those.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from kawaraban.law.record.check.decisions import COMPARED
from kawaraban.law.record.check.entries import BATCH, Read, Said
from kawaraban.law.record.check.report import CheckReport
from kawaraban.law.record.check.scratch import Scratch, steps
from kawaraban.law.record.ledger import ROWS
from kawaraban.law.record.seals import Row, Table, seal

# Rows that entries without hashes speak of: by the kind, what they call its number.
_NAMED = {
    "comment_reported": ("report", "report"),
    "appeal_received": ("appeal", "appeal"),
    "hold_placed": ("hold", "hold"),
    "report_published": ("published_report", "year"),
}
# Of those the subject is the key of the row.
_OWN_SUBJECT = frozenset({"notice_received", "commenter_restricted"})
# There is a row where this entry was written, or there may be.
_THERE, _PERHAPS = None, "?"


@dataclass(frozen=True, slots=True)
class Held:
    """A table as this check reads it.

    `subject` and `at` are the columns by which a row is known whose entry was erased; `subject` is "" where its key
    is the subject. `came_later`: columns that were added to a table; no entry of before says anything of them, and
    there each still has the value that it was added with.
    """

    table: Table
    at: str = ""
    subject: str = ""
    came_later: bool = False


class RowCheck:
    """Takes the entries; then walks through the tables."""

    def __init__(self, report: CheckReport, scratch: Scratch, tables: Sequence[Held]) -> None:
        self._report, self._scratch, self._tables = report, scratch, tables
        self._sealed: dict[str, tuple[int, str | None, str]] = {}
        self._named: list[tuple[str, int, str | None]] = []
        self._unsaid: list[tuple[str, str, int]] = []

    def take(self, entry: Read, said: Said | None) -> None:
        """What it holds hashes of, or names."""
        if said is None:
            self._unsaid.append((entry.subject, _written(entry.recorded_at), entry.number))
            return
        for key, text in said.get(ROWS, {}).items():
            self._sealed[key] = (entry.number, entry.salt, text)
        self._named += ((key, entry.number, how) for key, how in _named(entry, said))

    def flush(self) -> None:
        """Write down what was taken. A hash takes the place of an older one; a name of none."""
        self._scratch.write("INSERT OR IGNORE INTO row VALUES (?, ?, '', ?)", self._named)
        self._scratch.write(
            "INSERT OR REPLACE INTO row VALUES (?, ?, ?, ?)",
            ((key, *found) for key, found in self._sealed.items()),
        )
        self._scratch.write("INSERT OR IGNORE INTO unsaid VALUES (?, ?, ?)", self._unsaid)
        self._named.clear()
        self._sealed.clear()
        self._unsaid.clear()

    def problems(self) -> Iterator[str]:
        """Table by table; then the rows that are gone."""
        for held in self._tables:
            yield from self._of(held)
        names = tuple(held.table.name for held in self._tables)
        left = self._scratch.ask("SELECT key, entry, seal FROM row ORDER BY entry, key")
        for key, number, text in left:
            if key.partition(":")[0] in names and text not in {_PERHAPS, COMPARED}:
                yield deleted(number, key)

    def _of(self, held: Held) -> Iterator[str]:
        columns = [held.table.identity, *filter(None, (held.subject, held.at)), *held.table.columns]
        rows = held.table.model._default_manager.order_by("pk").values_list(*columns).iterator(BATCH)
        for step in steps(rows):
            keys = [held.table.key(row[0]) for row in step]
            found = self._scratch.taken("row", keys, ("entry", "salt", "seal"))
            for key, row in zip(keys, step, strict=True):
                if key not in found:
                    yield from self._without_entry(held, key, row)
                    continue
                number, salt, text = found[key]
                if text in {_THERE, _PERHAPS}:
                    self._report.uncompared_count += 1
                elif text == COMPARED or seal(salt, Row(key, row[-len(held.table.columns) :])) == text:
                    self._report.rows_count += text != COMPARED
                else:
                    yield changed(number, key)
            self._report.tell()

    def _without_entry(self, held: Held, key: str, row: Sequence[Any]) -> Iterator[str]:
        if held.came_later:
            if row[1:] != held.table.defaults:
                yield added(key)
            return
        subject = row[1] if held.subject else key
        if held.at and self._was_erased(subject, row[2 if held.subject else 1]):
            return
        yield _not_recorded(row[0], row[1]) if held.table.name == "decision" else added(key)

    def _was_erased(self, subject: str, at: datetime) -> bool:
        return self._scratch.is_unsaid(subject, at=_written(at))


def _named(entry: Read, said: Said) -> Iterator[tuple[str, str | None]]:
    """Rows that there must be, or may be, by an entry that holds no hash of them."""
    name, number = _NAMED.get(entry.kind, ("", ""))
    if number in said:
        yield f"{name}:{said[number]}", _THERE
    if entry.kind in _OWN_SUBJECT:
        yield entry.subject, _THERE
    if entry.kind == "duties_changed":
        yield "duties:1", _THERE
    if {"decision", "moderator"} <= said.keys():
        if said.get("visibility") or said.get("provision"):
            yield f"statement:{said['decision']}", _THERE
        elif "verdict" not in said:
            yield f"statement:{said['decision']}", _PERHAPS


def changed(number: int, row: str) -> str:
    """The sentence about a row that says otherwise. `row` names it: "appeal:3f2c..."."""
    return _("What entry %(number)d recorded was changed in the database: %(row)s.") % {
        "number": number,
        "row": row,
    }


def deleted(number: int, row: str) -> str:
    """The sentence about a row that is gone."""
    return _("What entry %(number)d recorded was deleted from the database: %(row)s.") % {
        "number": number,
        "row": row,
    }


def added(row: str) -> str:
    """The sentence about a row that no entry knows."""
    return _("No entry of the record knows what stands in the database: %(row)s.") % {"row": row}


def _not_recorded(pk: object, subject: str) -> str:
    return _("The decision %(decision)s about %(subject)s is not in the record.") % {
        "decision": pk,
        "subject": subject,
    }


def _written(moment: datetime | Any) -> str:
    return moment.astimezone(UTC).isoformat() if moment else ""
