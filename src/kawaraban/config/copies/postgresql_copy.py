"""A PostgreSQL database out of its server and back, by its own programs: pg_dump, pg_restore, psql.

    with dumped(url) as (stream, facts): ...      # one snapshot: the facts are of the very rows that are dumped
    fill(url, dump, aside="2026-11-29")     # in one transaction: wholly, or nothing of it

The programs must not be older than the server. A pool (PgBouncer) keeps no snapshot over several connections:
give the server's own address where there is one in front.
"""

import contextlib
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg.conninfo import make_conninfo

from kawaraban.config.copies.facts import DatabaseFacts, facts_of
from kawaraban.config.copies.streams import PIECE, from_program
from kawaraban.config.copies.targets.target import Readable
from kawaraban.config.databases import connection_parameters
from kawaraban.kit.faults import said_plainly

_ASIDE: Final = "before_"
_TABLES: Final = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
_OTHERS: Final = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND application_name LIKE 'kawaraban%'"
)


@contextlib.contextmanager
def dumped(url: str) -> Iterator[tuple[Readable, DatabaseFacts]]:
    """The whole database as a stream in PostgreSQL's own format, and what is in it. Raises OSError."""
    with _connected(url) as server:
        server.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")

        def ask(sql: str) -> Any:
            row = server.execute(sql).fetchone()
            return row[0] if row else None

        snapshot = str(ask("SELECT pg_export_snapshot()"))
        facts = facts_of(ask, [name for (name,) in server.execute(_TABLES).fetchall()])
        words, environment = _words("pg_dump", url)
        words += ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
        # What the server itself keeps out of its log: half of the key of the readers' day (`reads/shared_days.py`).
        words += ["--no-unlogged-table-data"]
        # What a restore has set aside is no part of the paper.
        words += [f"--exclude-schema={_ASIDE}*"]
        with from_program(words, environment=environment) as stream:
            yield stream, facts


def tables_count(url: str) -> int:
    """How many tables the paper's schema has. Raises OSError."""
    with _connected(url) as server:
        return len(server.execute(_TABLES).fetchall())


def is_in_use(url: str) -> bool:
    """Whether another process of a paper is connected with it. Raises OSError."""
    with _connected(url) as server:
        row = server.execute(_OTHERS).fetchone()
        return bool(row and row[0])


def fill(url: str, dump: Path, *, aside: str) -> None:
    """Put a dump into the database. What was there is set aside as a schema of the name `before_…`. Raises OSError."""
    words, environment = _words("psql", url)
    words += ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
    restore = ["pg_restore", "--no-owner", "--no-privileges", "--file=-", str(dump)]
    with from_program(restore) as statements, _written(words, environment) as into:
        into.write(_beginning(aside).encode())
        while piece := statements.read(PIECE):
            into.write(piece)


def put_back(url: str, *, aside: str, failed: str) -> None:
    """Undo `fill`: the schema that was set aside is the paper's again. Raises OSError."""
    with _connected(url) as server:
        server.execute(f'ALTER SCHEMA public RENAME TO "{_ASIDE}{failed}"'.encode())
        server.execute(f'ALTER SCHEMA "{_ASIDE}{aside}" RENAME TO public'.encode())


def _beginning(aside: str) -> str:
    # Somebody's limits for a statement of the desk are not meant for this.
    return (
        "SET client_min_messages = warning; SET statement_timeout = 0;"
        " SET lock_timeout = '10s'; SET idle_in_transaction_session_timeout = 0;\n"
        f'ALTER SCHEMA public RENAME TO "{_ASIDE}{aside}";\nCREATE SCHEMA public;\n'
    )


@contextlib.contextmanager
def _written(words: Sequence[str], environment: Mapping[str, str]) -> Iterator[Any]:
    """A program's input. Unless all of it is written, the program is killed before it can end its transaction."""
    try:
        program = subprocess.Popen(  # noqa: S603  programs that we name ourselves
            words,
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, **environment, "LC_ALL": "C"},
        )
    except FileNotFoundError as missing:
        raise OSError(f"the program {words[0]} is not installed") from missing
    assert program.stdin is not None
    assert program.stderr is not None
    try:
        yield program.stdin
        program.stdin.close()
    except BrokenPipeError:
        pass  # it says why it ended
    except BaseException:
        program.kill()
        raise
    finally:
        said = program.stderr.read()
        program.wait()
    if program.returncode:
        last = said.decode("utf-8", errors="replace").strip().partition("\n")[0]
        raise OSError(f"{words[0]}: {last or 'it failed'}")


def _words(program: str, url: str) -> tuple[list[str], dict[str, str]]:
    """The program over this database. The password is in its environment: everybody sees the words of a program."""
    told = connection_parameters(url, node="backup")
    password = str(told.pop("password", "") or "")
    environment = {"PGPASSWORD": password} if password else {}
    return [program, "--no-password", f"--dbname={make_conninfo('', **told)}"], environment


@contextlib.contextmanager
def _connected(url: str) -> "Iterator[psycopg.Connection[tuple[Any, ...]]]":
    try:
        with psycopg.connect("", **connection_parameters(url, node="backup")) as server:
            yield server
    except psycopg.Error as refused:
        raise OSError(f"the database server: {said_plainly(refused)}") from refused
