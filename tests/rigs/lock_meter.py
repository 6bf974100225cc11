"""Who held the writer's lock, and what they wrote meanwhile: for tests of "no act holds it for long" (5b.1).

    with watched_locks() as watched:
        erase_person(...)
    watched.most_rows            # of all the transactions, in one
    watched.most_statements      # the same; of this thread's connection alone
    watched.held                 # each of them: LockHold(place, seconds, rows_count)

Tests hold rows and statements; only a bench holds seconds. Mark the test `django_db(transaction=True)`: otherwise all
of it is one transaction, which ends with the test.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from kawaraban.kit.work.lock_meter import METER, LockHold


@dataclass(slots=True)
class WatchedLocks:
    """What was seen, in the order in which the lock was let go. `statements` has a number for each of `held`."""

    held: list[LockHold] = field(default_factory=list)
    statements: list[int] = field(default_factory=list)
    _running: int = 0

    @property
    def most_rows(self) -> int:
        return max((each.rows_count for each in self.held), default=0)

    @property
    def most_statements(self) -> int:
        return max(self.statements, default=0)

    @property
    def longest_seconds(self) -> float:
        return max((each.seconds for each in self.held), default=0.0)

    def of(self, place: str) -> list[LockHold]:
        """Those of a file or function of ours."""
        return [each for each in self.held if place in each.place]


@contextmanager
def watched_locks() -> Iterator[WatchedLocks]:
    """Of every thread of this process; statements of this one."""
    watched = WatchedLocks()

    def heard(held: LockHold) -> None:
        watched.held.append(held)
        watched.statements.append(watched._running)
        watched._running = 0

    def counted(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("BEGIN"):
            watched._running = 0
        elif not sql.startswith(("SAVEPOINT", "RELEASE")):
            watched._running += 1
        return execute(sql, params, many, context)

    before, METER.heard = METER.heard, heard
    try:
        with connection.execute_wrapper(counted):
            yield watched
    finally:
        METER.heard = before
