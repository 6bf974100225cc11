"""Tables without indexes and references while they are filled: both are made afterwards, over all rows at once.

    with bare_postgresql(server, tables):
        ...COPY...                       # in the same transaction: whoever is stopped leaves all as it was

An index that is built over all rows costs a fraction of one that is kept row by row, and references are checked by one
join for each. Primary keys stay: rows come in their order.
"""

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any, Final

import psycopg

from kawaraban.moving.shapes import CarriedTable, quoted

_CONSTRAINTS: Final = (
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE contype = ANY(%s) AND conrelid = ANY(%s::regclass[]) ORDER BY 1, 2"
)
# Those of constraints go and come with them. Those over some of the rows stay: PostgreSQL writes their condition in
# another way than it was given, and the moved paper would not have the very indexes of one that was made there.
_INDEXES: Final = (
    "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
    " WHERE indrelid = ANY(%s::regclass[]) AND indpred IS NULL AND NOT EXISTS"
    " (SELECT FROM pg_constraint c WHERE c.conindid = indexrelid AND c.contype IN ('p', 'u', 'x')) ORDER BY 1"
)
_SQLITE_INDEXES: Final = (
    "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
)


@contextlib.contextmanager
def bare_postgresql(server: "psycopg.Connection[Any]", tables: Sequence[CarriedTable]) -> Iterator[None]:
    """Raises psycopg.IntegrityError at its end, where rows do not fit together."""
    names = [quoted(table.name) for table in tables]
    references = server.execute(_CONSTRAINTS, (["f"], names)).fetchall()
    uniques = server.execute(_CONSTRAINTS, (["u"], names)).fetchall()
    indexes = server.execute(_INDEXES, (names,)).fetchall()
    for table, name, _definition in (*references, *uniques):
        _do(server, f"ALTER TABLE {table} DROP CONSTRAINT {quoted(name)}")
    for name, _definition in indexes:
        _do(server, f"DROP INDEX {name}")
    yield
    _do(server, "SET LOCAL maintenance_work_mem = '256MB'")
    for _name, definition in indexes:
        _do(server, definition)
    for table, name, definition in (*uniques, *references):
        _do(server, f"ALTER TABLE {table} ADD CONSTRAINT {quoted(name)} {definition}")


@contextlib.contextmanager
def bare_sqlite(file: sqlite3.Connection, tables: Sequence[CarriedTable]) -> Iterator[None]:
    """Raises sqlite3.IntegrityError at its end, where a value stands twice that may stand once."""
    names = {table.name for table in tables}
    indexes = [(name, sql) for table, name, sql in file.execute(_SQLITE_INDEXES) if table in names]
    for name, _sql in indexes:
        file.execute(f"DROP INDEX {quoted(name)}")
    yield
    for _name, sql in indexes:
        file.execute(sql)


def _do(server: "psycopg.Connection[Any]", statement: str) -> None:
    server.execute(statement.encode())
