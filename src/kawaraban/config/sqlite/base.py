"""Django's SQLite, whose writers wait for each other in short steps, and which never makes a database.

SQLite lets one writer in at a time. Who finds the door shut is put off by it for 1, 2, 5, 10, 15, 20, 25, 50 and then
100 milliseconds, though the other is mostly done within one: a sender would wait ten times as long as there is need.
Here the door is tried again every half millisecond, for as long as the connection's `timeout` allows, and not beyond
the deadline of who waits (`deadline.py`).

SQLite makes an empty database where there is none. In place of one that was moved away that would look like a paper
without a word in it: here a file is opened or refused, and only a migration makes one.
"""

import contextlib
import sqlite3
import time
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from django.db.backends.sqlite3 import base
from django.db.utils import DatabaseError, OperationalError

from kawaraban.config.sqlite.deadline import time_is_over
from kawaraban.config.sqlite.same_file import SameFile, plain_path

_STEP_SECONDS: Final = 0.0005
# Who has waited this long waits for something large, and need not try so often.
_SHORT_SECONDS: Final = 0.1
_LONG_STEP_SECONDS: Final = 0.005


class DatabaseWrapper(base.DatabaseWrapper):
    """Found by Django under this name, through ENGINE."""

    transaction_mode: str | None
    same_file: SameFile
    # How many transactions were committed on this thread: who must say that nothing was done can know it.
    commits_count: int = 0

    def prepare_database(self) -> None:
        """Called before a migration, and by `init`: nobody else makes a database."""
        path = plain_path(self.settings_dict["NAME"])
        if path and not Path(path).exists():
            Path(path).touch(mode=0o600)

    def get_connection_params(self) -> dict[str, Any]:
        """As Django has them, but for a file that must be there."""
        parameters: dict[str, Any] = super().get_connection_params()
        path = plain_path(parameters["database"])
        if path:
            parameters["database"] = f"file:{quote(str(Path(path).absolute()))}?mode=rw"
        return parameters

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Raises OperationalError where the file is missing, or is not the one that this process began with."""
        self.same_file = SameFile(plain_path(self.settings_dict["NAME"]))
        trouble = self.same_file.trouble()
        if trouble:
            raise OperationalError(trouble)
        return super().get_new_connection(conn_params)

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self.commits_count += 1

    def _start_transaction_under_autocommit(self) -> None:
        """BEGIN; raises OperationalError when the others have not let go by then, or the file is another one."""
        trouble = self.same_file.trouble()
        if trouble:
            self._let_go()
            raise OperationalError(trouble)
        patience = float(self.settings_dict["OPTIONS"].get("timeout", 5.0))
        cursor = self.cursor()
        # On the bare connection: these are no queries of anybody's.
        self.connection.execute("PRAGMA busy_timeout = 0")
        try:
            self._begin(cursor, patience)
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
        self.same_file.note_logs()

    def _let_go(self) -> None:
        """What stands in a log without a name is folded into the file as far as that goes; the next opens anew."""
        with contextlib.suppress(DatabaseError, sqlite3.Error):
            self.connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
        self.close()

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
