"""A database that is read from, as it was at one moment, whoever writes to it meanwhile. It is never written to.

with opened(data, url) as source:
    count(source, table), list(source.rows(table.select(), table.columns)), source.counters(tables)
"""

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

import psycopg
from psycopg.types.json import set_json_loads

from kawaraban.config.databases import connection_parameters
from kawaraban.config.env import DataDir
from kawaraban.moving.left_out import BESIDE, DERIVED
from kawaraban.moving.shapes import CarriedColumn, CarriedTable, quoted
from kawaraban.moving.values import FROM_POSTGRESQL, FROM_SQLITE, Row, changer
from kawaraban.moving.versions import rows_of_a_new_paper

ROWS_AT_ONCE: Final = 5_000
# The newest of what every act writes: a paper in which they stand where they stood was left alone.
_NEWEST: Final = {
    "law_ledgerentry": "number",
    "press_reprintorder": "id",
    "comments_revision": "id",
    "reads_hourtally": "id",
}
Marks = tuple[int, ...]


class TableSource(Protocol):
    """Tables that are read as they were when it was opened."""

    def rows(self, asked: str, columns: Sequence[CarriedColumn]) -> Iterator[Row]:
        """What a SELECT of these columns gives, in Python's values."""

    def ask(self, sql: str) -> Row:
        """The one row that answers."""

    def counters(self, tables: Sequence[CarriedTable]) -> dict[str, int]:
        """The highest number that each table has given, by the table's name: none of them is given again."""

    def table_names(self) -> list[str]:
        """Of all tables."""

    def migrations(self) -> list[tuple[str, str]]:
        """Those that were applied, by app and name."""


def count(source: TableSource, table: CarriedTable) -> int:
    """How many rows there are."""
    return int(source.ask(f"SELECT count(*) FROM {quoted(table.name)}")[0])  # noqa: S608  our own names


def marks(source: TableSource) -> Marks:
    """How far the paper had come."""
    return tuple(
        int(source.ask(f"SELECT coalesce(max({key}), 0) FROM {table}")[0])  # noqa: S608
        for table, key in _NEWEST.items()
    )


def strangers(source: TableSource, tables: Sequence[CarriedTable]) -> list[str]:
    """Tables with rows of parts that this paper's profile does not have; what migrations put in are no rows."""
    known = {table.name for table in tables} | {label.replace(".", "_") for label in DERIVED}
    names = [name for name in source.table_names() if name not in known and not name.startswith(BESIDE)]
    return [
        name
        for name in names
        if int(source.ask(f"SELECT count(*) FROM {quoted(name)}")[0]) > rows_of_a_new_paper(name)  # noqa: S608
    ]


@contextlib.contextmanager
def opened(data: DataDir, url: str) -> Iterator[TableSource]:
    """The paper's database, file or server. Raises sqlite3.Error, psycopg.Error."""
    if not url:
        with contextlib.closing(sqlite3.connect(f"{data.database_file.as_uri()}?mode=rw", uri=True)) as file:
            file.isolation_level = None
            file.execute("PRAGMA query_only = ON")
            file.execute("BEGIN")
            yield SqliteSource(file)
        return
    with connected(url) as server:
        server.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        without_limits(server)
        set_json_loads(lambda text: text, server)
        yield PostgresqlSource(server)


# By it a move knows its own connections from those of a paper that is served.
OUR_NAME: Final = "kawaraban-moving"


def connected(url: str) -> "psycopg.Connection[Any]":
    """Under our name. A pooler gives another server to each transaction: none has a statement prepared by us."""
    parameters = connection_parameters(url) | {"application_name": OUR_NAME}
    return psycopg.connect(**parameters, prepare_threshold=None)


def without_limits(server: "psycopg.Connection[Any]") -> None:
    """For this transaction: a table may take as long as it takes."""
    for limit in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
        server.execute(f"SET LOCAL {limit} = 0")


@dataclass(frozen=True, slots=True)
class SqliteSource:
    """Within one transaction that only reads."""

    file: sqlite3.Connection

    def rows(self, asked: str, columns: Sequence[CarriedColumn]) -> Iterator[Row]:
        return map(changer(columns, FROM_SQLITE), self.file.execute(asked))

    def ask(self, sql: str) -> Row:
        row: Row = self.file.execute(sql).fetchone()
        return row

    def counters(self, tables: Sequence[CarriedTable]) -> dict[str, int]:
        names = {table.name for table in tables}
        given = self.file.execute("SELECT name, seq FROM sqlite_sequence").fetchall()
        return {name: int(number) for name, number in given if name in names}

    def table_names(self) -> list[str]:
        return [name for (name,) in self.file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]

    def migrations(self) -> list[tuple[str, str]]:
        return self.file.execute("SELECT app, name FROM django_migrations ORDER BY app, name").fetchall()


@dataclass(frozen=True, slots=True)
class PostgresqlSource:
    """Within one transaction that only reads; rows come through a cursor of the server."""

    server: "psycopg.Connection[Any]"

    def rows(self, asked: str, columns: Sequence[CarriedColumn]) -> Iterator[Row]:
        with self.server.cursor(name="moving") as cursor:
            cursor.itersize = ROWS_AT_ONCE
            cursor.execute(asked)
            yield from map(changer(columns, FROM_POSTGRESQL), cursor)

    def ask(self, sql: str) -> Row:
        row: Row | None = self.server.execute(sql).fetchone()
        assert row is not None
        return row

    def counters(self, tables: Sequence[CarriedTable]) -> dict[str, int]:
        given = {}
        for table in tables:
            sequence = sequence_of(self.server, table)
            if sequence:
                number, is_called = self.ask(f"SELECT last_value, is_called FROM {sequence}")  # noqa: S608
                if is_called:
                    given[table.name] = int(number)
        return given

    def table_names(self) -> list[str]:
        asked = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1"
        return [name for (name,) in self.server.execute(asked)]

    def migrations(self) -> list[tuple[str, str]]:
        asked = 'SELECT app, name FROM django_migrations ORDER BY app COLLATE "C", name COLLATE "C"'
        return self.server.execute(asked).fetchall()


def sequence_of(server: "psycopg.Connection[Any]", table: CarriedTable) -> str:
    """The sequence that numbers its rows, quoted; "" where they have keys of their own."""
    asked = "SELECT pg_get_serial_sequence(%s, %s)"
    row = server.execute(asked, (quoted(table.name), table.key)).fetchone()
    return str(row[0]) if row and row[0] else ""
