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
from kawaraban.kit.seeing.database_waits import WAITS
from kawaraban.kit.seeing.request_id import current
from kawaraban.kit.work.one_trip import is_on_a_trip, note_on_trip

_Execute = Callable[..., Any]
# With this word SQLite gives the turn, and is asked again and again: whoever asks measures that (`config/sqlite`).
_TAKES_TURN: Final = "BEGIN"


class DatabaseMeter:
    """One for a process, on every connection of it."""

    def __call__(self, execute: _Execute, sql: str, params: Any, *rest: Any) -> Any:
        """Django calls it in place of the statement; `rest` is whether there are many, and the context."""
        text, connection = str(sql), rest[-1]["connection"]
        if text.startswith(_TAKES_TURN):
            return execute(sql, params, *rest)
        is_far = connection.vendor == "postgresql"
        request_id = current() if is_far else ""
        asked = f"/* {request_id} */ {text}" if request_id else sql
        with TRACING.statement(text, vendor=connection.vendor):
            if is_far and is_on_a_trip(connection):
                # Nothing is waited for here: whoever makes the trip sees how long that takes, and what failed.
                note_on_trip(connection, text)
                return execute(asked, params, *rest)
            return _waited_for(text, lambda: execute(asked, params, *rest))


def _waited_for(sql: str, work: Callable[[], Any]) -> Any:
    began = time.perf_counter()
    try:
        return work()
    except Error as failure:
        WAITS.hear_failure(failure)
        raise
    finally:
        WAITS.hear(sql, time.perf_counter() - began)


def install_meter(*, slow_ms: int) -> None:
    """Let every connection that this process opens from now on be metered."""
    WAITS.begin_to_serve(slow_seconds=slow_ms / 1000, tell=SlowStatements().hear)
    meter = DatabaseMeter()

    def on_connection(connection: Any, **_: object) -> None:
        if meter not in connection.execute_wrappers:
            connection.execute_wrappers.append(meter)

    connection_created.connect(on_connection, weak=False, dispatch_uid="kawaraban.database_meter")
