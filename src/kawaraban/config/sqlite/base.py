"""Django's SQLite, whose writers wait for each other in short steps.

SQLite lets one writer in at a time. Who finds the door shut is put off by it for 1, 2, 5, 10, 15, 20, 25, 50 and then
100 milliseconds, though the other is mostly done within one: a sender would wait ten times as long as there is need.
Here the door is tried again every half millisecond, for as long as the connection's `timeout` allows, and not beyond
the deadline of who waits (`deadline.py`).
"""

import time
from typing import Any, Final

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from kawaraban.config.sqlite.deadline import time_is_over

_STEP_SECONDS: Final = 0.0005
# Who has waited this long waits for something large, and need not try so often.
_SHORT_SECONDS: Final = 0.1
_LONG_STEP_SECONDS: Final = 0.005


class DatabaseWrapper(base.DatabaseWrapper):
    """Found by Django under this name, through ENGINE."""

    transaction_mode: str | None

    def _start_transaction_under_autocommit(self) -> None:
        """BEGIN; raises OperationalError when the others have not let go by then."""
        patience = float(self.settings_dict["OPTIONS"].get("timeout", 5.0))
        cursor = self.cursor()
        # On the bare connection: these are no queries of anybody's.
        self.connection.execute("PRAGMA busy_timeout = 0")
        try:
            self._begin(cursor, patience)
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")

    def _begin(self, cursor: Any, patience: float) -> None:
        began = time.monotonic()
        while True:
            try:
                cursor.execute(f"BEGIN {self.transaction_mode or ''}")
            except OperationalError as shut:
                waited = time.monotonic() - began
                if "locked" not in str(shut) or waited >= patience or time_is_over():
                    raise
                time.sleep(_STEP_SECONDS if waited < _SHORT_SECONDS else _LONG_STEP_SECONDS)
            else:
                return
