"""Folding SQLite's log of changes back into the file, so that senders need not.

SQLite folds after the commit that makes the log long: the sender whose commit that is waits for thousands of pages
and for the disk. The worker does it before, beside everybody. While comments keep coming it never finds the log
wholly folded, so it goes on, pass after pass: the few pages that came meanwhile are left to a sender's commit, and
with them the log begins anew.

To open the file takes four milliseconds, so at rest it is not opened: a log that was folded back and that nobody has
written to since is left alone.

A log that begins anew keeps the length of its file. Where something made it long (a job, a reader who stayed for
minutes), the file is cut when all of it is folded back and nobody reads in it: the lock is taken for that moment alone.
"""

import time
from pathlib import Path
from typing import Any, Final

from django.db import connection

from kawaraban.config.sqlite.mapping import database_path

FOLD_SECONDS: Final = 0.1
# In pages of 4 kB. Far below what the settings name as `wal_autocheckpoint`, where a sender's commit folds: by then the
# passes have become short, and little is left to it.
_LONG: Final = 1_000
_PASSES_AT_MOST: Final = 30
_PAUSE_SECONDS: Final = 0.01
# The system's clock of files stands still for some milliseconds: a log of this very moment may be written to unseen.
_SURELY_OVER_NS: Final = 1_000_000_000
# By database: what its log was like when all of it had been folded back.
_AT_REST: Final[dict[Path | None, tuple[int, int]]] = {}
# What `wal_autocheckpoint` of the settings comes to: longer it is only when something was in the way.
BOUND_BYTES = 8_000 * 4_096


def fold_back() -> None:
    """Fold back what can be folded without holding up anybody; again and again while the log is long and grows."""
    if connection.vendor != "sqlite":
        return
    path, state = database_path(), _state_of_log()
    if state is not None and _AT_REST.get(path) == state:
        return
    with connection.cursor() as cursor:
        is_folded = _is_folded(cursor)
        if is_folded and _bytes_of_log() > BOUND_BYTES:
            # Refused at once where somebody reads in it: then another time.
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        elif is_folded and state is not None and time.time_ns() - state[1] > _SURELY_OVER_NS:
            _AT_REST[path] = state


def _is_folded(cursor: Any) -> bool:
    """After some passes. True when nothing is left of the log."""
    length_before = 0
    for _pass in range(_PASSES_AT_MOST):
        cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
        _is_busy, length, folded = cursor.fetchone()
        if length < _LONG or length == length_before:
            return bool(length == folded)
        length_before = length
        time.sleep(_PAUSE_SECONDS)
    return False


def _state_of_log() -> tuple[int, int] | None:
    """Its size, and when it was last written to in nanoseconds; None where there is none."""
    path = database_path()
    try:
        found = path.with_name(f"{path.name}-wal").stat() if path else None
    except OSError:
        return None
    return (found.st_size, found.st_mtime_ns) if found else None


def _bytes_of_log() -> int:
    state = _state_of_log()
    return state[0] if state else 0
