"""Django's PostgreSQL, with what is known of the transaction that is open.

How long a statement may take is said by the server (`upgrading.py`): behind a pooler each transaction has another
connection, and what was set in one is lost. Where the server says nothing any more, `patience.py` does.
"""

import time
from typing import Any

from django.db.backends.postgresql import base, schema
from django.utils.asyncio import async_unsafe

from kawaraban.config.postgresql.patience import PatientConnection
from kawaraban.config.postgresql.upgrading import TIME_LIMITS
from kawaraban.kit.seeing.database_waits import COMMIT, WAITS
from kawaraban.kit.work.lock_meter import METER


class TimelessSchemaEditor(schema.DatabaseSchemaEditor):
    """A change of tables takes as long as it takes: the limits of time are for those who serve and are served."""

    def __enter__(self) -> "TimelessSchemaEditor":
        super().__enter__()
        if self.atomic_migration:
            for name in TIME_LIMITS:
                self.execute(f"SET LOCAL {name} = 0")
        return self


class DatabaseWrapper(base.DatabaseWrapper):
    """Found by Django under this name, through ENGINE."""

    SchemaEditorClass = TimelessSchemaEditor

    # How many transactions were committed on this thread, or may have been: who must say that nothing was done can
    # know it.
    commits_count: int = 0
    # Whether the open transaction has the turn (`kit/work/turn.py`).
    has_turn: bool = False
    # What travels together at this moment (`kit/work/one_trip.py`).
    sent_on_trip: list[str]
    # Since when, by the meter; and whether it was asked for inside a trip, whose answers are not there yet.
    _turn_since: float | None = None
    _turn_is_asked: bool = False

    @async_unsafe
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """As Django makes it; one that gives up when the server has fallen silent."""
        return PatientConnection.connect(**conn_params)

    def note_turn(self) -> None:
        """The turn was given; inside a trip: it will be given before anything that is asked after it."""
        # A savepoint that is rolled back gives back what was taken in it.
        self.has_turn = not self.savepoint_ids
        if self.connection.pgconn.pipeline_status:
            self._turn_is_asked = True
        elif self._turn_since is None:
            self._turn_since = METER.begun()

    def note_answers(self) -> None:
        """A trip is over. What is measured of a turn that was asked for in it is what comes after."""
        if self._turn_is_asked:
            self._turn_is_asked = False
            self._turn_since = self._turn_since or METER.begun()

    def _note_free(self) -> None:
        self.has_turn = self._turn_is_asked = False
        if self._turn_since is not None:
            began, self._turn_since = self._turn_since, None
            METER.ended(began)

    def _commit(self) -> None:
        began = time.perf_counter()
        try:
            super()._commit()  # type: ignore[misc]
        except BaseException as failure:
            WAITS.hear_failure(failure)
            if self.connection is None or self.connection.closed:
                # Lost while it was being committed: whether it was, nobody here can say.
                self.commits_count += 1
            raise
        finally:
            # With a follower that must have it as well, this is what takes longest.
            WAITS.hear(COMMIT, time.perf_counter() - began)
            self._note_free()
        self.commits_count += 1

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
