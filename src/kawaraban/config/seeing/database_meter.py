"""Stands around every statement of a served process: how long it took, whether it failed, for which request it is.

The number of the request stands in front of the statement as a comment, where PostgreSQL shows it to whoever looks at
the server (`pg_stat_activity`, its log). SQLite has nobody who looks, and would forget what it has prepared.
"""

import time
from collections.abc import Callable
from typing import Any, Final

from django.db import Error
from django.db.backends.signals import connection_created

from kawaraban.config.seeing.slow_statements import SlowStatements
from kawaraban.config.seeing.tracing import TRACING
from kawaraban.kit.faults import cause_of
from kawaraban.kit.seeing.families import DATABASE_FAILURES, OTHER, SLOW, TRIPS
from kawaraban.kit.seeing.request_id import current
from kawaraban.kit.seeing.tally import TALLY

_Execute = Callable[..., Any]
# With this word SQLite gives the turn, and is asked again and again: whoever asks measures that (`config/sqlite`).
_TAKES_TURN: Final = "BEGIN"


class DatabaseMeter:
    """One for a process, on every connection of it."""

    def __init__(self, *, slow_seconds: float) -> None:
        self._slow_seconds = slow_seconds or float("inf")
        self._slow = SlowStatements()

    def __call__(self, execute: _Execute, sql: str, params: Any, *rest: Any) -> Any:
        """Django calls it in place of the statement; `rest` is whether there are many, and the context."""
        if str(sql).startswith(_TAKES_TURN):
            return execute(sql, params, *rest)
        connection = rest[-1]["connection"]
        is_far = connection.vendor == "postgresql"
        request_id = current() if is_far else ""
        asked = f"/* {request_id} */ {sql}" if request_id else sql
        began = time.perf_counter()
        try:
            with TRACING.statement(sql, vendor=connection.vendor):
                return execute(asked, params, *rest)
        except Error as failure:
            cause = cause_of(failure)
            TALLY.count(DATABASE_FAILURES, cause.value if cause else OTHER)
            raise
        finally:
            # In a pipeline nothing is waited for here: whoever makes the trip sees how long that takes.
            if not (is_far and _is_in_pipeline(connection)):
                self._note(sql, time.perf_counter() - began)

    def _note(self, sql: str, seconds: float) -> None:
        TALLY.time(TRIPS, seconds=seconds)
        if seconds >= self._slow_seconds:
            TALLY.count(SLOW)
            self._slow.hear(sql, seconds)


def _is_in_pipeline(connection: Any) -> bool:
    opened = connection.connection
    return opened is not None and bool(opened.pgconn.pipeline_status)


def install_meter(*, slow_ms: int) -> None:
    """Let every connection that this process opens from now on be metered."""
    meter = DatabaseMeter(slow_seconds=slow_ms / 1000)

    def on_connection(connection: Any, **_: object) -> None:
        if not any(isinstance(each, DatabaseMeter) for each in connection.execute_wrappers):
            connection.execute_wrappers.append(meter)

    connection_created.connect(on_connection, weak=False, dispatch_uid="kawaraban.database_meter")
