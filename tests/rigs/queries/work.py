"""How much the database works for a question, without a clock: the steps of its own machine.

    with worked() as work:
        client.get("/city/")
    assert work.steps < 20_000

A row that is walked costs SQLite some ten steps, whether it is found or passed over; so what grows with the paper is
seen on a fixture ten times as large, on any machine and whatever else runs there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from django.db import connection

_EVERY: Final = 20


@dataclass(slots=True)
class Work:
    """Steps so far."""

    steps: int = 0


@contextmanager
def worked() -> Iterator[Work]:
    """Counts what this connection does inside."""
    work = Work()

    def count() -> int:
        work.steps += _EVERY
        return 0

    connection.ensure_connection()
    connection.connection.set_progress_handler(count, _EVERY)
    try:
        yield work
    finally:
        connection.connection.set_progress_handler(None, 0)
