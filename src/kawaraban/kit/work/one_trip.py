"""Several things asked or told in one way there and back.

    suspended, lately = ask_all(connection, one, other)

    with one_trip(connection):
        insert_rows(...)                # sent, and not waited for
        insert_rows(...)
    # here all of it is done, or the first failure is raised

A database on another machine is a millisecond away: what counts there is how often somebody waits for it, and
not how much is asked. PostgreSQL takes several statements before it answers the first (a pipeline). SQLite has no way
to go: there each is done as it comes.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from kawaraban.kit.seeing.database_waits import WAITS

Answer = TypeVar("Answer")
# So many statements of a trip that took long are told.
_MOST_TOLD: Final = 5


@dataclass(frozen=True, slots=True)
class DatabaseQuestion(Generic[Answer]):
    """One statement, and what its rows mean. An empty statement asks nothing and has no rows."""

    sql: str
    parameters: Sequence[Any]
    read: Callable[[list[Any]], Answer]


def ask(connection: Any, question: DatabaseQuestion[Answer]) -> Answer:
    """The answer to one."""
    answer: Answer = ask_all(connection, question)[0]
    return answer


def ask_all(connection: Any, *questions: DatabaseQuestion[Any]) -> list[Any]:
    """The answer to each, in their order. Raises what the database raises."""
    cursors = []
    with one_trip(connection):
        for question in questions:
            cursor = connection.cursor() if question.sql else None
            if cursor is not None:
                cursor.execute(question.sql, question.parameters)
            # SQLite is asked for the rows at once: two open questions would keep its log from being folded.
            is_near = cursor is not None and connection.vendor != "postgresql"
            cursors.append(_rows(cursor) if is_near else cursor)
    # Not before the end of the trip: whoever reads inside waits for it, and then once more for the end.
    answered = [each if isinstance(each, list) else _rows(each) for each in cursors]
    return [question.read(rows) for question, rows in zip(questions, answered, strict=True)]


@contextmanager
def one_trip(connection: Any) -> Iterator[None]:
    """What is sent inside travels together. Whoever reads an answer inside waits for all that was sent before it.

    Raises the first failure of what was sent, at the latest in the end, as Django's error.
    """
    if connection.vendor != "postgresql":
        yield
        return
    connection.ensure_connection()
    if is_on_a_trip(connection):
        # Part of a longer trip: one inside another would wait at its beginning and at its end.
        yield
        return
    connection.sent_on_trip = []
    began = time.perf_counter()
    try:
        with connection.wrap_database_errors, connection.connection.pipeline():
            yield
        connection.note_answers()
    except Exception as failure:
        if isinstance(failure.__cause__, connection.Database.Error):
            WAITS.hear_failure(failure)
        raise
    finally:
        WAITS.hear("; ".join(connection.sent_on_trip), time.perf_counter() - began)


def is_on_a_trip(connection: Any) -> bool:
    """Whether what is sent now travels with others. Of an open connection with PostgreSQL."""
    return connection.connection is not None and bool(connection.connection.pgconn.pipeline_status)


def note_on_trip(connection: Any, sql: str) -> None:
    """This statement travels along: for whoever is told of a trip that took long."""
    if len(connection.sent_on_trip) < _MOST_TOLD:
        connection.sent_on_trip.append(sql)


def _rows(cursor: Any) -> list[Any]:
    if cursor is None:
        return []
    with cursor:
        return list(cursor.fetchall())
