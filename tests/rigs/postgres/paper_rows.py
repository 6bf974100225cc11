"""All rows of a paper's SQLite file, so that two papers can be held against each other.

What is made from other tables is left out. JSON is compared by what it says: PostgreSQL keeps no order of its keys.
"""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

DERIVED = ("wagtailsearch_", "desk_search", "sqlite_stat", "django_migrations")


def rows_of(database: Path) -> dict[str, list[str]]:
    """By table; `sqlite_sequence` is among them, in which the numbers stand that were ever given."""
    with closing(sqlite3.connect(database)) as paper:
        names = [name for (name,) in paper.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: sorted(map(_said, paper.execute(f'SELECT * FROM "{name}"')))
            for name in names
            if not name.startswith(DERIVED)
        } | {"sqlite_sequence": _numbers(paper)}


def _numbers(paper: sqlite3.Connection) -> list[str]:
    every = paper.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name").fetchall()
    return [f"{name} {number}" for name, number in every if not name.startswith(DERIVED)]


def _said(row: tuple[object, ...]) -> str:
    return repr(tuple(map(_value, row)))


def _value(value: object) -> object:
    if isinstance(value, str) and value[:1] in {"{", "["}:
        try:
            return json.dumps(json.loads(value), sort_keys=True)
        except ValueError:
            return value
    return value
