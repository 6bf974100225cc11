"""Where the check of the record writes down what it has read: a database of its own, thrown away at the end.

It lies in a temporary file as soon as it is large: the check of a record of any length takes the same memory.
"""

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final, TypeVar

T = TypeVar("T")
# So many rows are looked up by one statement.
STEP: Final = 500
_TABLES = """
PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA temp_store=FILE; PRAGMA cache_size=-16000;
CREATE TABLE head(line INTEGER PRIMARY KEY, number INTEGER, mac TEXT, written TEXT, astray INTEGER DEFAULT 0);
CREATE TABLE gone(number INTEGER PRIMARY KEY);
CREATE TABLE erased(number INTEGER PRIMARY KEY, tells_rows INTEGER);
CREATE TABLE unsaid(subject TEXT, at TEXT, number INTEGER, PRIMARY KEY (subject, at, number)) WITHOUT ROWID;
CREATE TABLE row(key TEXT PRIMARY KEY, entry INTEGER, salt TEXT, seal TEXT) WITHOUT ROWID;
CREATE TABLE sender(key TEXT PRIMARY KEY, entry INTEGER, seal TEXT) WITHOUT ROWID;
CREATE TABLE forgotten(subject TEXT, at TEXT, PRIMARY KEY (subject, at)) WITHOUT ROWID;
CREATE TABLE comment(
    subject TEXT PRIMARY KEY, entry INTEGER, stands TEXT, revision INTEGER, policy INTEGER, text TEXT,
    picked INTEGER, pinned INTEGER
) WITHOUT ROWID;
CREATE TABLE words(key TEXT PRIMARY KEY, entry INTEGER, text TEXT) WITHOUT ROWID;
"""


class Scratch:
    """The tables above."""

    def __init__(self) -> None:
        # No name: SQLite makes the file when it needs one, and removes it.
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.executescript(_TABLES)
        self._database.execute("BEGIN")

    @classmethod
    @contextlib.contextmanager
    def opened(cls) -> Iterator["Scratch"]:
        """One for a check."""
        scratch = cls()
        try:
            yield scratch
        finally:
            scratch._database.close()

    def write(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """The same statement with each row of values."""
        self._database.executemany(sql, rows)

    def ask(self, sql: str, values: Sequence[Any] = ()) -> "sqlite3.Cursor":
        """The rows of an answer, one by one."""
        return self._database.execute(sql, values)

    def one(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """The first column of the first row; None of none."""
        row = self._database.execute(sql, values).fetchone()
        return row[0] if row else None

    def is_unsaid(self, subject: str, *, at: str = "") -> bool:
        """Whether an entry about the subject (of this time) was erased without telling what is left."""
        asked = (
            "SELECT 1 FROM unsaid LEFT JOIN erased USING (number)"
            " WHERE subject = ? AND ? IN ('', at) AND coalesce(tells_rows, 0) = 0 LIMIT 1"
        )
        return self.one(asked, (subject, at)) is not None

    def taken(
        self, table: str, keys: Sequence[str], columns: Sequence[str], *, key: str = "key"
    ) -> dict[str, tuple[Any, ...]]:
        """Rows by their keys, taken out: what is left in the end is what nobody asked for. At most `STEP` keys."""
        marks = ",".join("?" * len(keys))
        found = self._database.execute(
            f"SELECT {key}, {', '.join(columns)} FROM {table} WHERE {key} IN ({marks})",  # noqa: S608  our own names
            keys,
        ).fetchall()
        self._database.execute(f"DELETE FROM {table} WHERE {key} IN ({marks})", keys)  # noqa: S608
        return {row[0]: row[1:] for row in found}


def steps(rows: Iterable[T]) -> Iterator[list[T]]:
    """The rows, `STEP` at a time."""
    rest = iter(rows)
    while step := list(islice(rest, STEP)):
        yield step
