"""Where the tables of a test's paper lie, and what they hold: in a file, or in the tests' own PostgreSQL.

lay_into_postgresql(root, new_paper_database())     # the paper's own knobs say it: every process over it finds it
rows = ask(root, "SELECT status FROM comments_comment WHERE name = ?", "Ada")

KAWARABAN_TEST_DATABASE=postgresql lets every paper of `serve_factory` and `real_paper` lie there (tests/conftest.py).
"""

import os
import sqlite3
import tomllib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final, Literal

import psycopg

from kawaraban.kit.work.turn import TURN

Database = Literal["sqlite", "postgresql"]
Row = tuple[Any, ...]
VARIABLE: Final = "KAWARABAN_TEST_DATABASE"


def chosen(database: Database | None) -> Database:
    """What a test asks for; what the run asks for where it does not say."""
    return database or ("postgresql" if os.environ.get(VARIABLE) == "postgresql" else "sqlite")


def lay_into_postgresql(root: Path, address: str) -> None:
    """Let the knobs of the paper in this folder name that database."""
    root.mkdir(parents=True, exist_ok=True)
    file = root / "kawaraban.toml"
    kept = file.read_text(encoding="utf-8") if file.exists() else ""
    lines = [line for line in kept.splitlines() if not line.startswith("database_url")]
    file.write_text("\n".join([f'database_url = "{address}"', *lines, ""]), encoding="utf-8")


def address_of(root: Path) -> str:
    """The address that its knobs name; empty where its tables lie in its file."""
    file = root / "kawaraban.toml"
    knobs = tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return str(knobs.get("database_url", ""))


def ask(root: Path, sql: str, *values: object) -> list[Row]:
    """Ask the paper's tables, or change them, in one transaction. A `?` stands for a value on both databases."""
    with changing(root) as change:
        return change(sql, *values)


@contextmanager
def changing(root: Path) -> Iterator[Callable[..., list[Row]]]:
    """One transaction, which holds the lock that the acts of the paper wait for; it gives a function like `ask`."""
    address = address_of(root)
    if not address:
        with closing(sqlite3.connect(root / "paper.sqlite3", timeout=20)) as file, file:
            yield lambda sql, *values: file.execute(sql, values).fetchall()
        return
    with psycopg.connect(address) as server:

        def change(sql: str, *values: object) -> list[Row]:
            done = server.execute(sql.replace("?", "%s"), values or None)
            return list(done.fetchall()) if done.description else []

        change(f"SELECT pg_advisory_xact_lock({TURN})")
        yield change
