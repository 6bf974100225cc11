"""That what is erased is gone from the files of the database, and not only from its tables.

SQLite overwrites freed pages (`secure_delete`, in the settings); until the next checkpoint the old ones stand in the
write-ahead log. PostgreSQL overwrites with its own vacuum.
"""

import logging
from typing import Final

from django.db import OperationalError, connection, transaction

logger = logging.getLogger(__name__)

_PATIENCE_MS: Final = 500


def overwrite_on_commit() -> None:
    """Empty the write-ahead log when the transaction is committed. A reader in the way leaves it to the next time."""
    transaction.on_commit(empty_write_ahead_log, robust=True)


def empty_write_ahead_log() -> None:
    """Write everything into the database file and cut the log to nothing. Must be called outside a transaction."""
    if connection.vendor != "sqlite":
        return
    usual_ms = int(float(connection.settings_dict["OPTIONS"].get("timeout", 5)) * 1000)
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout={_PATIENCE_MS}")
        try:
            # In two: the first keeps no writer waiting, however much there is; the second finds little left.
            cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except OperationalError:
            logger.info("the write-ahead log is in use; it is emptied the next time")
        finally:
            cursor.execute(f"PRAGMA busy_timeout={usual_ms}")
