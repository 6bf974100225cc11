"""What a question costs the database, without a clock: the steps that SQLite's machine takes.

    assert steps_of(lambda: desk.get("/desk/")) <= 1.1 * before

A row that is walked over costs some ten steps, whether it is found or passed over, and whoever else uses the machine.
So what grows with the paper is seen on a fixture ten times as large. Only where the database is SQLite.
"""

from collections.abc import Callable
from typing import Final

from django.db import connection

_COUNTED_BY: Final = 20


def steps_of(do: Callable[[], object]) -> int:
    """How many steps it takes, on this thread's connection; to within twenty for each statement."""
    connection.ensure_connection()
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += _COUNTED_BY
        return 0

    connection.connection.set_progress_handler(count, _COUNTED_BY)
    try:
        do()
    finally:
        connection.connection.set_progress_handler(None, 0)
    return steps
