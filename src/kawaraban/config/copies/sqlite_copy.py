"""A SQLite database as it is at one moment, by SQLite itself; whoever writes meanwhile is not in the way."""

import contextlib
import sqlite3
from pathlib import Path
from typing import Any

from kawaraban.config.copies.disk import keep_file
from kawaraban.config.copies.facts import DatabaseFacts, facts_of


def copy_database(source: Path, target: Path) -> None:
    """Into one file, on the disk when this returns. Raises sqlite3.Error, OSError."""
    with (
        contextlib.closing(sqlite3.connect(f"{source.as_uri()}?mode=rw", uri=True, timeout=20)) as paper,
        contextlib.closing(sqlite3.connect(target, timeout=20)) as copy,
    ):
        paper.backup(copy)
        as_one_file(copy)
    keep_file(target)


def as_one_file(copy: sqlite3.Connection) -> None:
    """Whole, and without a log beside it. Raises sqlite3.Error."""
    copy.execute("PRAGMA journal_mode=DELETE")
    (answer,) = copy.execute("PRAGMA quick_check").fetchone()
    if answer != "ok":
        raise sqlite3.DatabaseError(f"it is damaged: {answer}")


def sqlite_facts(database: Path) -> DatabaseFacts:
    """Of a copy that somebody may have looked at: it is one file again afterwards. Raises sqlite3.Error."""
    with contextlib.closing(sqlite3.connect(database)) as copy:
        as_one_file(copy)

        def ask(sql: str) -> Any:
            return copy.execute(sql).fetchone()[0]

        names = copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return facts_of(ask, (name for (name,) in names))
