"""Until when a thread waits for the door of the database: for work that is worth nothing after a moment.

with waiting_until(deadline) as waiting:
    ...                        # transactions raise OperationalError when they have not begun by then
waiting.has_run_out            # whether one of them did so because of the deadline
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(slots=True)
class WaitingUntil:
    """`deadline` is in the seconds of time.monotonic()."""

    deadline: float
    has_run_out: bool = False


_waiting: ContextVar[WaitingUntil | None] = ContextVar("kawaraban_waiting_for_the_database", default=None)


@contextmanager
def waiting_until(deadline: float) -> Iterator[WaitingUntil]:
    """No transaction in this block waits longer."""
    waiting = WaitingUntil(deadline)
    token = _waiting.set(waiting)
    try:
        yield waiting
    finally:
        _waiting.reset(token)


def time_is_over() -> bool:
    """Asked by who found the door shut. True is remembered."""
    waiting = _waiting.get()
    if waiting is None or time.monotonic() < waiting.deadline:
        return False
    waiting.has_run_out = True
    return True


def seconds_left() -> float | None:
    """Until the deadline of who waits, 0 when it is over; None where nobody said one."""
    waiting = _waiting.get()
    return None if waiting is None else max(0.0, waiting.deadline - time.monotonic())
