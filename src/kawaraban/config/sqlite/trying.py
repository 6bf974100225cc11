"""Trying whether the paper's database can be written, without changing a word in it.

A transaction is begun as everybody's is; `really` also commits one: the number that SQLite keeps for its user, as it
was. That one page goes to the disk, so a disk that is full refuses it.
"""

import contextlib
import sqlite3
from pathlib import Path
from typing import Final
from urllib.parse import quote

from kawaraban.config.sqlite.same_file import SameFile

PATIENCE_SECONDS: Final = 0.3


def trouble_with_writing(
    path: Path, *, really: bool, patience_seconds: float = PATIENCE_SECONDS
) -> Exception | None:
    """What stands in the way; None when it can be written."""
    moved = SameFile(str(path)).trouble()
    if moved:
        return sqlite3.OperationalError(moved)
    try:
        with contextlib.closing(_opened(path, patience_seconds)) as database:
            database.execute("BEGIN IMMEDIATE")
            if not really:
                database.execute("ROLLBACK")
                return None
            (number,) = database.execute("PRAGMA user_version").fetchone()
            database.execute(f"PRAGMA user_version = {int(number)}")
            database.execute("COMMIT")
    except sqlite3.Error as refused:
        return refused
    return None


def is_whole(path: Path) -> bool:
    """Whether SQLite finds nothing damaged. Reads the whole file."""
    try:
        with contextlib.closing(_opened(path, PATIENCE_SECONDS)) as database:
            return bool(database.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.Error:
        return False


def _opened(path: Path, patience_seconds: float) -> sqlite3.Connection:
    return sqlite3.connect(
        f"file:{quote(str(path.absolute()))}?mode=rw",
        uri=True,
        timeout=patience_seconds,
        isolation_level=None,
    )
