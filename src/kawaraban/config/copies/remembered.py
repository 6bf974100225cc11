"""What need not be found out twice: hashes of media that have not changed, and what a target has already.

It lies in run/ and may be removed at any time: everything is read and asked for again then.
"""

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from kawaraban.config.copies.media_source import MediaFile

_TABLES: Final = """
PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
CREATE TABLE IF NOT EXISTS hashes (path TEXT PRIMARY KEY, size INTEGER, stamp TEXT, sha256 TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS locks (target TEXT, place TEXT, until TEXT, PRIMARY KEY (target, place)) WITHOUT ROWID;
CREATE TEMP TABLE there (place TEXT PRIMARY KEY) WITHOUT ROWID;
"""


class RememberedMedia:
    """On the disk: however many media there are, little is in memory."""

    def __init__(self, database: sqlite3.Connection, target: str) -> None:
        self._database = database
        self._target = target

    @classmethod
    @contextlib.contextmanager
    def at(cls, path: Path, *, target: str) -> Iterator["RememberedMedia"]:
        """Open it, or begin anew where it cannot be opened. Raises OSError."""
        try:
            database = _opened(path)
        except sqlite3.Error:
            for each in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
                each.unlink(missing_ok=True)
            try:
                database = _opened(path)
            except sqlite3.Error as refused:
                raise OSError(f"{path} cannot be written: {refused}") from refused
        with contextlib.closing(database):
            yield cls(database, target)

    def hash_of(self, file: MediaFile) -> str:
        """What was found when it was as it is now; "" where it was not looked at."""
        row = self._database.execute(
            "SELECT sha256 FROM hashes WHERE path = ? AND size = ? AND stamp = ?",
            (file.path, file.size, file.stamp),
        ).fetchone()
        return str(row[0]) if row else ""

    def keep_hash(self, file: MediaFile, sha256: str) -> None:
        self._database.execute(
            "INSERT OR REPLACE INTO hashes VALUES (?, ?, ?, ?)", (file.path, file.size, file.stamp, sha256)
        )

    def learn(self, places: Iterable[str]) -> None:
        """What the target says that it has."""
        self._database.executemany("INSERT OR IGNORE INTO there VALUES (?)", ((place,) for place in places))

    def is_there(self, place: str) -> bool:
        return bool(self._database.execute("SELECT 1 FROM there WHERE place = ?", (place,)).fetchone())

    def locked(self, places: Iterable[str], until: datetime) -> None:
        """That they are locked until then."""
        self._database.executemany(
            "INSERT OR REPLACE INTO locks VALUES (?, ?, ?)",
            ((self._target, place, until.isoformat()) for place in places),
        )

    def is_locked(self, place: str, until: datetime) -> bool:
        """Whether it is locked at least until then."""
        row = self._database.execute(
            "SELECT until FROM locks WHERE target = ? AND place = ?", (self._target, place)
        ).fetchone()
        return bool(row) and datetime.fromisoformat(row[0]) >= until


def _opened(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None, timeout=5)
    try:
        database.executescript(_TABLES)
    except sqlite3.Error:
        database.close()
        raise
    path.chmod(0o600)
    return database
