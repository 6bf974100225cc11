"""How many rows each transaction, and each statement in it, changes: what a lock is held for, without a clock.

    with rows_changed() as work:
        read_on()
    assert max(each.changes for each in work.transactions) < 500

SQLite counts them itself, those of the tables behind an FTS5 table with them, page by page. What FTS5 writes when it
commits belongs to the transaction. Only for tests that commit.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection


@dataclass
class Done:
    """A transaction, or one statement of it: `words` are its statements."""

    words: list[str]
    began: int
    ended: int = 0

    @property
    def changes(self) -> int:
        return self.ended - self.began


@dataclass
class Work:
    transactions: list[Done] = field(default_factory=list)
    statements: list[Done] = field(default_factory=list)


@contextmanager
def rows_changed() -> Iterator[Work]:
    """What is written within, by this thread's connection."""
    work = Work()

    def counted() -> int:
        return int(connection.connection.total_changes)

    def close() -> None:
        if work.transactions and not work.transactions[-1].ended:
            work.transactions[-1].ended = counted()

    def look(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("BEGIN") or not connection.in_atomic_block:
            close()
            work.transactions.append(Done([], counted()))
        before = counted()
        done = execute(sql, params, many, context)
        work.statements.append(Done([sql], before, counted()))
        work.transactions[-1].words.append(sql)
        return done

    with connection.execute_wrapper(look):
        yield work
        close()
