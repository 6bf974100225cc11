"""Whether a connection still writes into the files that lie where the paper's database is.

SQLite goes on with a file that was moved or deleted: what it acknowledges then is in a file that nobody finds again. So
each transaction looks first, at three times a microsecond: is it the same file, with the same log and the same index
of the log?
"""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

_LOGS: Final = ("-wal", "-shm")
# Of each place the file that this process, or the one that it was forked from, found there first.
_FIRST: dict[str, tuple[int, int]] = {}

Identity = tuple[int, int]  # device and number on it


def plain_path(name: object) -> str:
    """The path that a setting names; empty for a database in memory or an address of SQLite's own."""
    text = os.fspath(name) if isinstance(name, str | Path) else ""
    return "" if not text or text.startswith("file:") or ":memory:" in text else text


@dataclass(slots=True)
class SameFile:
    """What one connection has open. An empty path is watched by nobody."""

    path: str
    _logs: dict[str, Identity] = field(default_factory=dict)

    def trouble(self) -> str:
        """Why nothing may be written or read by it any more; empty when all is as it was."""
        if not self.path:
            return ""
        found = _identity(self.path)
        if found is None:
            return f"unable to open database file: {self.path} is not there"
        if _FIRST.setdefault(self.path, found) != found:
            return (
                f"unable to open database file: {self.path} was replaced while the paper runs;"
                " stop the paper and start it again"
            )
        for ending, before in self._logs.items():
            if _identity(self.path + ending) != before:
                return (
                    f"unable to open database file: {self.path}{ending} was taken away while the paper runs"
                )
        return ""

    def note_logs(self) -> None:
        """Remember the log and its index. Only while a transaction holds them there."""
        if self.path and not self._logs:
            named = {ending: _identity(self.path + ending) for ending in _LOGS}
            self._logs = {ending: found for ending, found in named.items() if found is not None}


def _identity(path: str) -> Identity | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino
