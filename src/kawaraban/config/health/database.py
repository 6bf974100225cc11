"""Whether the database is of this version, and whole.

A small one is read to its end. Of a large one both ends of each table are read, which takes no time however large it
is; the whole of it is read when somebody asks for that (`kawaraban check --whole`).
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final
from urllib.parse import quote

from kawaraban.alerts.health.findings import HealthFinding
from kawaraban.config.env import DataDir
from kawaraban.config.postgresql.upgrading import has_time_limits
from kawaraban.kit.faults import FaultCause, cause_of

# Reading so much takes a second or two.
SMALL_BYTES: Final = 512 * 1024 * 1024
_ROWS_OF_AN_END: Final = 100


def schema(data: DataDir) -> Iterator[HealthFinding]:
    """A sentence for a database that is older than this version."""
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            yield HealthFinding(
                "schema", f"The database is older than this version. Run: kawaraban init {data.root}"
            )
    except DatabaseError as broken:
        yield HealthFinding("database", f"The database cannot be read: {broken}")


def database(data: DataDir) -> Iterator[HealthFinding]:
    """A sentence for a database that is damaged, as far as it is read."""
    from django.db import connection

    if not has_time_limits(connection):
        yield HealthFinding(
            "configuration",
            "The server sets no limits of time for this role. Run kawaraban init, or see docs/postgresql.md.",
            is_advice=True,
        )
    if connection.vendor == "sqlite":
        yield from _ends(data.database_file) if is_large(data) else whole_database(data)


def whole_database(data: DataDir) -> Iterator[HealthFinding]:
    """A sentence for a database that is damaged anywhere. Takes the longer the larger it is."""
    from django.db import DatabaseError, connection

    if connection.vendor != "sqlite":
        return
    try:
        with connection.cursor() as cursor:
            (answer,) = cursor.execute("PRAGMA quick_check").fetchone()
            if answer != "ok":
                yield HealthFinding("database", f"The database is damaged: {answer}")
    except DatabaseError as broken:
        yield HealthFinding("database", f"The database cannot be read: {broken}")


def is_large(data: DataDir) -> bool:
    """Whether reading all of it takes longer than somebody waits for an answer."""
    try:
        return data.database_file.stat().st_size > SMALL_BYTES
    except FileNotFoundError:
        return False


def _ends(file: Path) -> Iterator[HealthFinding]:
    """The first and the last rows of each table. On a connection of its own, that maps nothing into memory."""
    with closing(sqlite3.connect(f"file:{quote(str(file))}?mode=ro", uri=True)) as opened:
        try:
            names = [row[0] for row in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            for name in names:
                _read_ends(opened, name)
        except sqlite3.DatabaseError as broken:
            said = "is damaged" if cause_of(broken) is FaultCause.DAMAGED else "cannot be read"
            yield HealthFinding("database", f"The database {said}: {broken}")


def _read_ends(opened: sqlite3.Connection, name: str) -> None:
    table = '"' + name.replace('"', '""') + '"'
    opened.execute(f"SELECT * FROM {table} LIMIT {_ROWS_OF_AN_END}").fetchall()  # noqa: S608  a table of the file
    is_rowless = opened.execute("SELECT wr FROM pragma_table_list(?)", (name,)).fetchone()
    if is_rowless and not is_rowless[0]:
        opened.execute(
            f"SELECT * FROM {table} ORDER BY rowid DESC LIMIT {_ROWS_OF_AN_END}"  # noqa: S608  as above
        ).fetchall()
