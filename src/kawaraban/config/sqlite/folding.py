"""Folding SQLite's log of changes back into the file, so that senders need not.

SQLite folds after the commit that makes the log long: the sender whose commit that is waits for thousands of pages
and for the disk. The worker does it before, beside everybody. While comments keep coming it never finds the log
wholly folded, so it goes on, pass after pass: the few pages that came meanwhile are left to a sender's commit, and
with them the log begins anew.
"""

import time
from typing import Final

from django.db import connection

FOLD_SECONDS: Final = 0.1
# In pages of 4 kB. Far below what the settings name as `wal_autocheckpoint`, where a sender's commit folds: by then the
# passes have become short, and little is left to it.
_LONG: Final = 1_000
_PASSES_AT_MOST: Final = 30
_PAUSE_SECONDS: Final = 0.01


def fold_back() -> None:
    """Fold back what can be folded without holding up anybody; again and again while the log is long and grows."""
    if connection.vendor != "sqlite":
        return
    length_before = 0
    with connection.cursor() as cursor:
        for _pass in range(_PASSES_AT_MOST):
            cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
            _is_busy, length, _folded = cursor.fetchone()
            if length < _LONG or length == length_before:
                break
            length_before = length
            time.sleep(_PAUSE_SECONDS)
