"""That what is erased is gone from the files of the database, and not only from its tables.

SQLite overwrites freed pages (`secure_delete`, in the settings); until the next checkpoint the old ones stand in the
write-ahead log. PostgreSQL overwrites with its own vacuum.
"""

import logging
import time
from typing import Final

from django.db import OperationalError, connection, transaction

logger = logging.getLogger(__name__)

# So long readers are waited for, without the lock.
_PATIENCE_SECONDS: Final = 0.5
_PAUSE_SECONDS: Final = 0.01
# In pages of 4 kB: so many are folded back with the lock in hand, within a few milliseconds.
_FEW: Final = 200


def overwrite_on_commit() -> None:
    """Empty the write-ahead log when the transaction is committed. A reader in the way leaves it to the next time."""
    transaction.on_commit(empty_write_ahead_log, robust=True)


def empty_write_ahead_log() -> bool:
    """Write everything into the database file and cut the log to nothing. Must be called outside a transaction.

    Nobody who writes waits for it: the log is folded back beside them, and only when little is left is it cut, for
    which the lock is taken. Readers are waited for without it. False where one was in the way for too long.
    """
    if connection.vendor != "sqlite":
        return True
    deadline = time.monotonic() + _PATIENCE_SECONDS
    try:
        while not _is_emptied():
            if time.monotonic() >= deadline:
                logger.info("the write-ahead log is in use; it is emptied the next time")
                return False
            time.sleep(_PAUSE_SECONDS)
    except OperationalError:
        logger.info("the write-ahead log is in use; it is emptied the next time")
        return False
    return True


def _is_emptied() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
        is_busy, length, folded = cursor.fetchone()
        if is_busy or length - folded > _FEW:
            return False
        # Our engine asks this once and waits for nobody, where SQLite would wait for readers with the lock in hand.
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        is_busy, _length, _folded = cursor.fetchone()
        return not is_busy
