"""Django's SQLite, whose writers wait for each other in short steps, and which never makes a database.

SQLite lets one writer in at a time. Who finds the door shut is put off by it for 1, 2, 5, 10, 15, 20, 25, 50 and then
100 milliseconds, though the other is mostly done within one: a sender would wait ten times as long as there is need.
Here the door is tried again every half millisecond, for as long as the connection's `timeout` allows, and not beyond
the deadline of who waits (`deadline.py`). So are statements that write outside of a transaction. How long each of them
held the lock is measured (`kit/work/lock_meter.py`).

SQLite makes an empty database where there is none. In place of one that was moved away that would look like a paper
without a word in it: here a file is opened or refused, and only a migration makes one.
"""

import contextlib
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from django.db.backends.sqlite3 import base
from django.db.utils import DatabaseError, OperationalError

from kawaraban.config.sqlite.deadline import time_is_over
from kawaraban.config.sqlite.same_file import SameFile, plain_path
from kawaraban.kit.faults import FaultCause
from kawaraban.kit.seeing.database_waits import COMMIT, WAITS
from kawaraban.kit.seeing.families import DATABASE_FAILURES, TURNS
from kawaraban.kit.seeing.tally import TALLY
from kawaraban.kit.work.lock_meter import METER

_STEP_SECONDS: Final = 0.0005
# Who has waited this long waits for something large, and need not try so often.
_SHORT_SECONDS: Final = 0.1
_LONG_STEP_SECONDS: Final = 0.005
# What takes the lock by itself where no transaction has it. As Django and we write them: in capitals.
_WRITING: Final = ("INSERT", "UPDATE", "DELETE", "\nINSERT", "ANALYZE", "REPLACE", "PRAGMA wal_checkpoint(T")


class MeteredCursor(base.SQLiteCursorWrapper):
    """Takes its turn with a statement that writes outside of a transaction, and measures it.

    Many rows at once (`executemany`) are a transaction for each row there: none of them is long.
    """

    wrapper: "DatabaseWrapper"

    def execute(self, query: str, params: Any = None) -> Any:
        if self.connection.in_transaction or not query.startswith(_WRITING):
            return super().execute(query, params)
        return self.wrapper.in_turn(lambda: super(MeteredCursor, self).execute(query, params))


class DatabaseWrapper(base.DatabaseWrapper):
    """Found by Django under this name, through ENGINE."""

    transaction_mode: str | None
    same_file: SameFile
    # How many transactions were committed on this thread: who must say that nothing was done can know it.
    commits_count: int = 0
    # Since when it holds the lock, and how many rows it had written by then.
    _held_since: float | None = None
    _rows_before: int = 0

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

    def create_cursor(self, name: str | None = None) -> Any:
        cursor = self.connection.cursor(factory=MeteredCursor)
        cursor.wrapper = self
        return cursor

    def _commit(self) -> None:
        began = time.perf_counter()
        try:
            super()._commit()  # type: ignore[misc]
        except DatabaseError as failure:
            WAITS.hear_failure(failure)
            raise
        finally:
            # Until the disk has it.
            WAITS.hear(COMMIT, time.perf_counter() - began)
        self.commits_count += 1
        self._note_free()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._note_free()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._note_free()

    def _start_transaction_under_autocommit(self) -> None:
        """BEGIN; raises OperationalError when the others have not let go by then, or the file is another one."""
        trouble = self.same_file.trouble()
        if trouble:
            self._let_go()
            raise OperationalError(trouble)
        cursor = self.cursor()
        self._wait_for(lambda: cursor.execute(f"BEGIN {self.transaction_mode or ''}"))
        self._note_held()
        self.same_file.note_logs()

    def in_turn(self, work: Callable[[], Any]) -> Any:
        """One statement outside of a transaction, at its turn and measured. Raises OperationalError as above."""
        rows_before = self.connection.total_changes
        moments: list[float] = []

        def tried() -> Any:
            moments.append(METER.begun())
            return work()

        try:
            return self._wait_for(tried)
        finally:
            # What was waited for before the last try was not ours.
            if moments:
                METER.ended(moments[-1], rows_count=self.connection.total_changes - rows_before)

    def _note_held(self) -> None:
        self._rows_before = self.connection.total_changes
        self._held_since = METER.begun()

    def _note_free(self) -> None:
        if self._held_since is None:
            return
        began, self._held_since = self._held_since, None
        METER.ended(began, rows_count=self._rows_written())

    def _rows_written(self) -> int:
        try:
            return int(self.connection.total_changes) - self._rows_before
        except sqlite3.Error:  # it was closed in the middle of it
            return 0

    def _let_go(self) -> None:
        """What stands in a log without a name is folded into the file as far as that goes; the next opens anew."""
        with contextlib.suppress(DatabaseError, sqlite3.Error):
            self.connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
        self.close()

    def _wait_for(self, work: Callable[[], Any]) -> Any:
        """Try it again and again while the door is shut. Raises OperationalError when the patience is over."""
        patience = float(self.settings_dict["OPTIONS"].get("timeout", 5.0))
        # On the bare connection: these are no queries of anybody's.
        self.connection.execute("PRAGMA busy_timeout = 0")
        began = time.monotonic()
        try:
            while True:
                try:
                    return work()
                except (OperationalError, sqlite3.OperationalError) as shut:
                    waited = time.monotonic() - began
                    if "locked" not in str(shut):
                        raise
                    if waited >= patience or time_is_over():
                        TALLY.count(DATABASE_FAILURES, FaultCause.LOCKED.value)
                        raise
                    time.sleep(_STEP_SECONDS if waited < _SHORT_SECONDS else _LONG_STEP_SECONDS)
        finally:
            waited = time.monotonic() - began
            TALLY.time(TURNS, seconds=waited)
            METER.waited(waited)
            self.connection.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
