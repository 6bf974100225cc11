"""Telling SQLite how its tables have grown, so that it takes the index that leaves the least to read.

    look = Statistics()
    look()                         # a task of the worker; hardly anything to do but after a day, or after an import

Without statistics SQLite takes every table for one of a million rows and every index for one that leaves ten of them.
An ANALYZE holds the writer's lock for as long as it takes: so each index is looked at in a statement of its own, of
which about a thousand rows are read for each of its columns, whatever its size; others write between two of them.

Of a small table it is only said that it is small: what an index of it leaves in a paper's first week would be wrong in
its second. Said it must be: of a table of which nothing is known SQLite believes that it is the largest, and walks
through a larger one to spare it.
"""

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection, transaction

from kawaraban.kit.work.short_steps import short_steps

# Rows that are read of one index for each of its columns.
_READ_AT_MOST: Final = 1_000
SMALL: Final = 1_000
_DAY_SECONDS: Final = 86_400.0
# So many times as long, or as short, as it was: what is known of it is wrong.
_GROWN: Final = 1.5


@dataclass(frozen=True, slots=True)
class _Looked:
    rows: int
    at: float


class Statistics:
    """Knows what it looked at and when. One for each worker; a new one begins with what the database knows."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._looked: dict[str, _Looked] = {}

    def __call__(self) -> int:
        """Bring what has grown, or was looked at yesterday, up to date. Returns of how many indexes."""
        if connection.vendor != "sqlite":
            return 0
        told = _told_rows()
        due: list[tuple[str, str]] = []
        small: dict[str, int] = {}
        for table, indexes in _tables().items():
            rows = _rows_of(table)
            if rows < SMALL or not indexes:
                small[table] = max(rows, SMALL)
            elif self._is_due(table, rows, told.get(table)):
                due += [(table, index) for index in indexes]
                self._looked[table] = _Looked(rows, self._clock())
        if due:
            _analyse_all(due)
        if due or told:
            new = {table: rows for table, rows in small.items() if _differ(rows, told.get(table, 0))}
            _say_of_tables(new, instead_of={table for table, _index in due})
        return len(due)

    def _is_due(self, table: str, rows: int, told: int | None) -> bool:
        before = self._looked.get(table)
        if before is not None:
            return self._clock() - before.at >= _DAY_SECONDS or _differ(rows, before.rows)
        # Of the time before this process: what is half right is looked at again in a day.
        if told is not None and not _differ(rows, told):
            self._looked[table] = _Looked(rows, self._clock())
            return False
        return True


def _analyse_all(due: Sequence[tuple[str, str]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit = {_READ_AT_MOST}")
    for _done in short_steps(due, _analyse, within=nullcontext):
        pass


def _say_of_tables(rows: Mapping[str, int], *, instead_of: Collection[str]) -> None:
    """Write how many rows they have, and nothing of their indexes; those of the others are looked at now.

    From its end on every connection goes by what was found.
    """
    if not rows and not instead_of:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        for table in {*rows, *instead_of}:
            cursor.execute("DELETE FROM sqlite_stat1 WHERE tbl = %s AND idx IS NULL", [table])
        for table, count in rows.items():
            cursor.execute(
                "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (%s, NULL, %s)", [table, str(count)]
            )
        _make_known(cursor)


def _make_known(cursor: Any) -> None:
    """A connection reads the statistics with the schema: those that stay open do it again for one of another number."""
    cursor.execute("PRAGMA schema_version")
    [number] = cursor.fetchone()
    cursor.execute(f"PRAGMA schema_version = {number + 1}")


def _analyse(of: tuple[str, str]) -> None:
    _table, index = of
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {connection.ops.quote_name(index)}")


def _differ(rows: int, others: int) -> bool:
    return rows > others * _GROWN or rows * _GROWN < others


def _tables() -> dict[str, list[str]]:
    """The indexes of each table. Without what belongs to an index of words: that is asked in a way of its own."""
    rows = list(
        _asked("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE type IN ('table', 'index')")
    )
    virtual = [str(name) for kind, name, _table, sql in rows if str(sql).startswith("CREATE VIRTUAL")]
    kept_by = (*virtual, *(f"{name}_" for name in virtual), "sqlite_")
    found: dict[str, list[str]] = {
        str(name): []
        for kind, name, _table, _sql in rows
        if kind == "table" and not str(name).startswith(kept_by)
    }
    for kind, name, table, _sql in rows:
        if kind == "index" and table in found:
            found[str(table)].append(str(name))
    return found


def _rows_of(table: str) -> int:
    """About how many: the newest number. Along the end of the table, however long it is."""
    name = connection.ops.quote_name(table)
    [(newest,)] = _asked(f"SELECT max(rowid) FROM {name}")  # noqa: S608  a name of our own
    return int(newest or 0)


def _told_rows() -> dict[str, int]:
    """What the statistics say of each table: the largest of what its indexes were found to hold."""
    if not list(_asked("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'")):
        return {}
    found: dict[str, int] = {}
    for table, said in _asked("SELECT tbl, stat FROM sqlite_stat1"):
        rows = str(said).split(" ", 1)[0]
        found[str(table)] = max(found.get(str(table), 0), int(rows) if rows.isdigit() else 0)
    return found


def _asked(sql: str) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        yield from cursor.fetchall()
