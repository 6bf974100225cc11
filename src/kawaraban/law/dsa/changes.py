"""What differs between two versions of a report: cell by cell, in rows that are known by what they are about.

    changes_between(before, after)
    # [Change("Part_4_notices.csv", 2, "TOTAL", "Number of notices received", was="4", now="5")]

Rows come and go (a state, a kind of "other"), so they are not told by their number. Of a row that came or went those
cells are listed that say more than 0. The name of the service and the period stand in every row: they are told once
for each file.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Row = dict[str, str]
# What a row is about, and the how manieth of those.
Key = tuple[tuple[str, ...], int]
_IN_EVERY_ROW = ("Service", "Reporting period")
# What a row is about; all other columns hold what it says.
_ABOUT = ("Applicability", "Category", "Description of the sub-category", "Section", "Indicator", "Scope")
_NOTHING = frozenset({"", "0"})
# They differ from version to version by themselves: alone they are no reason to publish again.
_DATES = frozenset(
    {
        "Date of the publication of the report",
        "Date of the publication of the latest previous report",
    }
)


@dataclass(frozen=True, slots=True)
class Change:
    """One cell. `row` counts from the head, which is 1; 0 is every row. None is no such row, then or now."""

    file: str
    row: int
    name: str
    column: str
    was: str | None
    now: str | None

    @property
    def is_of_a_date(self) -> bool:
        """Whether it only says when this version and the report before it were published."""
        return self.name in _DATES

    def stored(self) -> dict[str, Any]:
        """As a version keeps it."""
        return {
            "file": self.file,
            "row": self.row,
            "name": self.name,
            "column": self.column,
            "was": self.was,
            "is": self.now,
        }

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Change":
        """What a version kept."""
        return cls(
            *(stored["file"], stored["row"], stored["name"], stored["column"], stored["was"], stored["is"])
        )


def changes_between(before: Mapping[str, str], after: Mapping[str, str]) -> list[Change]:
    """All of them, in the order of the files and of the rows as they are now. Files by name, as CSV."""
    names = [*after, *(name for name in before if name not in after)]
    return [change for name in names for change in _of_file(name, before.get(name, ""), after.get(name, ""))]


def _of_file(name: str, before: str, after: str) -> Iterator[Change]:
    if before == after:
        return
    old, new = _rows(before), _rows(after)
    for column in _IN_EVERY_ROW:
        was, now = _everywhere(old, column), _everywhere(new, column)
        if was != now and was is not None and now is not None:
            yield Change(name, 0, "", column, was, now)
    for key, (number, row) in new.items():
        if key in old:
            for column, now in _said(row):
                if (was := old[key][1].get(column, "")) != now:
                    yield Change(name, number, _name(key), column, was, now)
        else:
            yield from (Change(name, number, _name(key), column, None, now) for column, now in _figures(row))
    for key, (number, row) in old.items():
        if key not in new:
            yield from (Change(name, number, _name(key), column, was, None) for column, was in _figures(row))


def _rows(text: str) -> dict[Key, tuple[int, Row]]:
    """Each with its number, by what it is about. Rows that are about the same are counted."""
    found: dict[Key, tuple[int, Row]] = {}
    seen: Counter[tuple[str, ...]] = Counter()
    category = ""
    for number, row in enumerate(csv.DictReader(io.StringIO(text, newline="")), start=2):
        about = tuple(row[column] for column in row if column.startswith(_ABOUT))
        category = next((cell for cell in about if cell.startswith("STATEMENT_CATEGORY_")), category)
        if any(cell.startswith("KEYWORD_") for cell in about):
            about = (category, *about)
        seen[about] += 1
        found[about, seen[about]] = (number, row)
    return found


def _said(row: Row) -> list[tuple[str, str]]:
    return [pair for pair in row.items() if pair[0] not in _IN_EVERY_ROW and not pair[0].startswith(_ABOUT)]


def _figures(row: Row) -> list[tuple[str, str]]:
    return [(column, cell) for column, cell in _said(row) if cell not in _NOTHING]


def _everywhere(rows: Mapping[Key, tuple[int, Row]], column: str) -> str | None:
    return next((row[column] for _number, row in rows.values() if column in row), None)


def _name(key: Key) -> str:
    """What the row is about, for people: to whom it applies is left out."""
    about, _count = key
    return " · ".join(cell for cell in about if cell and not cell.startswith(("All", "Only for ")))
