"""What a page costs the database, without a clock: the steps that SQLite's machine takes, by the hundred.

    assert steps_of(lambda: desk.get("/desk/")) <= 1.1 * before

A row that is walked over costs some ten steps, whoever else uses the machine. Where there is no SQLite, nothing is
counted.
"""

from collections.abc import Callable
from typing import Final

from django.db import connection

_COUNTED_BY: Final = 100


def steps_of(do: Callable[[], object]) -> int:
    """How many hundreds of steps it takes, on this thread's connection."""
    if connection.vendor != "sqlite":
        return 0
    connection.ensure_connection()
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0

    connection.connection.set_progress_handler(count, _COUNTED_BY)
    try:
        do()
    finally:
        connection.connection.set_progress_handler(None, 0)
    return steps
