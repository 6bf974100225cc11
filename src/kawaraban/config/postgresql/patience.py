"""Connections that do not wait for ever for a server that has fallen silent.

    be_patient_for(25.0)                     what serves readers, at its start; commands wait as long as it takes

A server that works ends a long statement itself (`upgrading.py`). One that hangs, or whose machine stands still with
its connections open, says nothing at all: the system at its end still takes what is sent, so nothing in the network
ends the wait either. Whoever has waited for so long closes the connection, and the next request begins with a new one.
"""

from typing import Any, Final, TypeVar

import psycopg
from psycopg import errors

from kawaraban.config.sqlite.deadline import seconds_left, time_is_over

Answer = TypeVar("Answer")

SILENT: Final = "the database server does not answer"
# What is asked when its time is nearly over is given this long.
_LEAST_SECONDS: Final = 0.5

_patience: float | None = None


def be_patient_for(seconds: float | None) -> None:
    """No connection of this process waits longer for one answer; None: for ever."""
    global _patience
    _patience = seconds


class PatientConnection(psycopg.Connection[Any]):
    """psycopg's, which gives up at the end of the process's patience, or at the deadline of who waits."""

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """What psycopg waits with for every answer. Raises OperationalError, the connection closed, when none comes."""
        limit = _patience if timeout is None else timeout
        left = seconds_left()
        if left is not None and timeout is None:
            limit = max(_LEAST_SECONDS, left if limit is None else min(limit, left))
        try:
            return super().wait(gen, interval, limit)
        except errors._WaitTimeout:
            if timeout is not None:
                raise
            time_is_over()
            # What it was asked may still be carried out: nobody must take its answer for another's.
            self.pgconn.finish()
            raise errors.OperationalError(SILENT) from None
