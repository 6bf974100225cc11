"""The one turn: who checks before it writes goes alone, on both databases.

    with transaction.atomic():
        take_turn(connection)      # the first statement of the transaction
        ...look, decide, write...

In the rooms that is `one_turn()` (`press/turn.py`).

SQLite has one writer and gives the turn with BEGIN IMMEDIATE. PostgreSQL lets many write at once: two could look
before either has written, and two who took two locks in two orders would wait for each other until one is ended. So
there is one lock, and it is taken first; rows are locked after it. It is free again when the transaction ends.

Code of others begins transactions by itself. What it does is put into `every_transaction_in_turn`.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from kawaraban.kit.seeing.families import TURNS
from kawaraban.kit.seeing.tally import TALLY
from kawaraban.kit.work.lock_meter import METER
from kawaraban.kit.work.one_trip import DatabaseQuestion

# The only advisory lock of the product.
TURN: Final = 7_140_260_523
_TAKE: Final = "SELECT pg_advisory_xact_lock(%s)"


def take_turn(connection: Any) -> None:
    """Wait until no other transaction has the turn. Who has it asks nothing.

    Raises RuntimeError outside a transaction: there the turn would be over as soon as it began.
    """
    asked = turn(connection)
    if asked.sql:
        # The answer says nothing and is not read: inside a trip (`one_trip.py`) nobody waits for it alone.
        with connection.cursor() as cursor:
            cursor.execute(asked.sql, asked.parameters)
        asked.read([])


@contextmanager
def every_transaction_in_turn(connection: Any) -> Iterator[None]:
    """Whoever begins a transaction meanwhile, it takes the turn before its first statement.

    What is done outside a transaction takes none: it is over with its one statement.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with connection.execute_wrapper(_turn_first):
        yield


def _turn_first(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
    """As Django asks it: with the statement, its parameters, whether it is many, and whose connection it is."""
    connection = rest[-1]["connection"]
    if connection.in_atomic_block and not connection.has_turn and sql != _TAKE:
        take_turn(connection)
    return execute(sql, *rest)


def turn(connection: Any) -> DatabaseQuestion[None]:
    """The same as a question, the first of several that travel together."""
    if not connection.in_atomic_block:
        raise RuntimeError("the turn is taken inside the transaction that it is for")
    if connection.vendor != "postgresql" or connection.has_turn:
        return DatabaseQuestion("", (), _nothing)

    asked_at = time.perf_counter()

    def taken(_rows: list[Any]) -> None:
        waited = time.perf_counter() - asked_at
        TALLY.time(TURNS, seconds=waited)
        METER.waited(waited)
        connection.note_turn()

    return DatabaseQuestion(_TAKE, (TURN,), taken)


def _nothing(_rows: list[Any]) -> None:
    return None
