"""A database that is filled: all of it in one transaction, so that one that was stopped is as empty as before.

with filled(data, url) as target:
    with target.emptied(tables):
        target.write(table, rows)            # rows in Python's values
    target.set_counters(tables, counters)
                                             # what belongs together is checked, then all of it stands
"""

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Final, Protocol

import psycopg

from kawaraban.config.env import DataDir
from kawaraban.moving.bare_tables import bare_postgresql, bare_sqlite
from kawaraban.moving.shapes import CarriedTable, ValueKind, quoted
from kawaraban.moving.sources import (
    PostgresqlSource,
    SqliteSource,
    TableSource,
    connected,
    sequence_of,
    without_limits,
)
from kawaraban.moving.values import TO_POSTGRESQL, TO_SQLITE, Row, changer

# The declared types that are one kind alone.
_KINDS_OF_SQLITE: Final = {
    "datetime": ValueKind.DATETIME,
    "date": ValueKind.DATE,
    "time": ValueKind.TIME,
    "bool": ValueKind.BOOLEAN,
    "decimal": ValueKind.DECIMAL,
    "real": ValueKind.FLOAT,
    "blob": ValueKind.BINARY,
}


class CannotHold(Exception):
    """A sentence: what the target cannot take, or what does not fit together in it."""


class TableTarget(Protocol):
    """Tables of this version in which migrations alone have written."""

    @property
    def source(self) -> TableSource:
        """The same tables, to be asked."""

    def emptied(self, tables: Sequence[CarriedTable]) -> AbstractContextManager[None]:
        """Take out what migrations put in; while they are filled they have no indexes and no references.

        Raises CannotHold at its end where rows do not fit together.
        """

    def write(self, table: CarriedTable, rows: Iterable[Row]) -> None:
        """Raises CannotHold."""

    def set_counters(self, tables: Sequence[CarriedTable], counters: Mapping[str, int]) -> None:
        """So that the next row gets a number that none ever had."""

    def check(self) -> None:
        """Every row that another one names is there. Raises CannotHold."""


@contextlib.contextmanager
def filled(data: DataDir, url: str) -> Iterator[TableTarget]:
    """One transaction; undone where anything is raised. Raises CannotHold, sqlite3.Error, psycopg.Error."""
    if not url:
        with contextlib.closing(sqlite3.connect(data.database_file)) as file:
            file.isolation_level = None
            for pragma in ("journal_mode = MEMORY", "synchronous = OFF", "foreign_keys = OFF"):
                file.execute(f"PRAGMA {pragma}")
            file.execute("BEGIN EXCLUSIVE")
            target = SqliteTarget(file, SqliteSource(file))
            yield target
            target.check()
            file.execute("COMMIT")
        return
    with connected(url) as server:
        without_limits(server)
        server.execute("SET CONSTRAINTS ALL DEFERRED")
        filling = PostgresqlTarget(server, PostgresqlSource(server))
        yield filling
        filling.check()


@dataclass(frozen=True, slots=True)
class SqliteTarget:
    """Into a file that no one else knows yet."""

    file: sqlite3.Connection
    source: TableSource

    @contextlib.contextmanager
    def emptied(self, tables: Sequence[CarriedTable]) -> Iterator[None]:
        try:
            with bare_sqlite(self.file, tables):
                for table in tables:
                    self.file.execute(f"DELETE FROM {quoted(table.name)}")  # noqa: S608  our own names
                yield
        except sqlite3.IntegrityError as twice:
            raise CannotHold(f"Rows do not fit together: {twice}.") from twice

    def write(self, table: CarriedTable, rows: Iterable[Row]) -> None:
        self._refuse_other_kinds(table)
        names = ", ".join(quoted(column.name) for column in table.columns)
        marks = ", ".join("?" * len(table.columns))
        turned = changer(table.columns, TO_SQLITE)
        try:
            self.file.executemany(
                f"INSERT INTO {quoted(table.name)} ({names}) VALUES ({marks})",  # noqa: S608
                map(turned, rows),
            )
        except sqlite3.IntegrityError as unfit:
            raise CannotHold(f"A row of {table.label} cannot be kept: {unfit}.") from unfit

    def _refuse_other_kinds(self, table: CarriedTable) -> None:
        """This database takes any value in any column; the other one refuses by itself."""
        declared = {
            name: str(kind).lower()
            for _place, name, kind, *_more in self.file.execute(f"PRAGMA table_info({quoted(table.name)})")
        }
        for column in table.columns:
            wanted = _KINDS_OF_SQLITE.get(declared.get(column.name, ""), column.kind)
            if column.name not in declared or column.kind != wanted:
                raise CannotHold(
                    f"The column {column.name} of {table.label} is not there, or of another kind."
                )

    def set_counters(self, tables: Sequence[CarriedTable], counters: Mapping[str, int]) -> None:
        for table in tables:
            if table.name in counters:
                self.file.execute("DELETE FROM sqlite_sequence WHERE name = ?", (table.name,))
                self.file.execute(
                    "INSERT INTO sqlite_sequence VALUES (?, ?)", (table.name, counters[table.name])
                )

    def check(self) -> None:
        loose = self.file.execute("PRAGMA foreign_key_check").fetchone()
        if loose:
            raise CannotHold(f"A row of {loose[0]} names one of {loose[2]} that is not there.")


@dataclass(frozen=True, slots=True)
class PostgresqlTarget:
    """By COPY, the fastest way in."""

    server: "psycopg.Connection[Any]"
    source: TableSource

    @contextlib.contextmanager
    def emptied(self, tables: Sequence[CarriedTable]) -> Iterator[None]:
        try:
            with bare_postgresql(self.server, tables):
                for table in tables:
                    self.server.execute(f"DELETE FROM {quoted(table.name)}")  # noqa: S608  our own names
                # What waits for the end of the transaction keeps a table from being altered.
                self.check()
                yield
        except psycopg.IntegrityError as loose:
            raise CannotHold(f"Rows do not fit together: {str(loose).splitlines()[0]}.") from loose

    def write(self, table: CarriedTable, rows: Iterable[Row]) -> None:
        names = ", ".join(quoted(column.name) for column in table.columns)
        turned = changer(table.columns, TO_POSTGRESQL)
        key: Any = None
        place = [column.name for column in table.columns].index(table.key)
        try:
            with (
                self.server.cursor() as cursor,
                cursor.copy(f"COPY {quoted(table.name)} ({names}) FROM STDIN") as copy,
            ):
                for row in map(turned, rows):
                    key = row[place]
                    copy.write_row(row)
        except (psycopg.DataError, psycopg.IntegrityError) as unfit:
            # A batch is refused behind the row that it is refused for.
            said = str(unfit).splitlines()[0]
            raise CannotHold(
                f"A row of {table.label}, {key} or shortly before, cannot be kept: {said}."
            ) from unfit

    def set_counters(self, tables: Sequence[CarriedTable], counters: Mapping[str, int]) -> None:
        for table in tables:
            sequence = sequence_of(self.server, table)
            if not sequence:
                continue
            asked = f"SELECT coalesce(max({quoted(table.key)}), 0) FROM {quoted(table.name)}"  # noqa: S608
            newest = max(counters.get(table.name, 0), int(self.source.ask(asked)[0]))
            if newest:
                self.server.execute("SELECT setval(%s::regclass, %s)", (sequence, newest))

    def check(self) -> None:
        try:
            self.server.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except psycopg.IntegrityError as loose:
            raise CannotHold(f"Rows do not fit together: {str(loose).splitlines()[0]}.") from loose
