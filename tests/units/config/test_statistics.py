"""The worker tells SQLite how its tables have grown: index by index, of large tables alone, daily and after imports."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from tests.rigs.lock_meter import watched_locks

from kawaraban.config.sqlite.statistics import SMALL, Statistics
from kawaraban.people.models import SignInTry

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="about SQLite's statistics"),
]
NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)
DAY = 86_400


class Hand:
    """A clock that a test sets."""

    at = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def hand() -> Iterator[Hand]:
    yield Hand()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS sqlite_stat1")
    connection.close()


def tried(count: int) -> None:
    SignInTry.objects.bulk_create(
        SignInTry(account_key=f"key-{number}", tried_at=NOON) for number in range(count)
    )


def told() -> dict[str, int]:
    """By index, how many rows the database believes it has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT idx, stat FROM sqlite_stat1 WHERE tbl = 'people_signintry'")
        return {row[0]: int(row[1].split()[0]) for row in cursor.fetchall()}


def test_5b_02_a_table_that_grew_has_statistics_of_each_index_and_a_small_one_is_said_to_be_small(
    hand: Hand,
) -> None:
    tried(4 * SMALL)
    Session.objects.bulk_create(
        Session(session_key=f"key-{number}", expire_date=NOON) for number in range(SMALL - 1)
    )

    count = Statistics(clock=hand)()

    indexes = {index.name for index in SignInTry._meta.indexes}
    assert told().keys() == indexes
    assert count == len(indexes)
    with connection.cursor() as cursor:
        cursor.execute("SELECT idx, stat FROM sqlite_stat1 WHERE tbl = 'django_session'")
        assert cursor.fetchall() == [(None, str(SMALL))]
    assert all(0.5 < rows / (4 * SMALL) < 2 for rows in told().values())


def test_5b_02_each_index_is_a_statement_of_its_own_which_reads_some_rows(hand: Hand) -> None:
    tried(2 * SMALL)
    said: list[str] = []

    def heard(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        said.append(sql)
        return execute(sql, params, many, context)

    with watched_locks() as watched, connection.execute_wrapper(heard):
        count = Statistics(clock=hand)()

    # And what is said of the small ones.
    assert len(watched.held) == count + 1 == 6
    limit = said.index("PRAGMA analysis_limit = 1000")
    analysed = [number for number, sql in enumerate(said) if sql.startswith("ANALYZE")]
    assert len(analysed) == count
    assert all(limit < number for number in analysed)


def test_5b_02_it_is_done_again_after_a_day_and_after_an_import_and_not_in_between(hand: Hand) -> None:
    keep = Statistics(clock=hand)
    tried(2 * SMALL)
    counts = [keep()]

    hand.at += DAY / 2
    counts.append(keep())
    tried(4 * SMALL)
    counts.append(keep())
    hand.at += DAY
    counts.append(keep())

    assert [bool(count) for count in counts] == [True, False, True, True]
    assert all(0.5 < rows / (6 * SMALL) < 2 for rows in told().values())


def test_5b_02_a_worker_that_begins_anew_believes_what_is_about_right(hand: Hand) -> None:
    tried(2 * SMALL)
    Statistics(clock=hand)()

    again = Statistics(clock=hand)
    assert again() == 0
    hand.at += DAY
    assert again() == 5


def test_5b_02_a_small_table_that_grows_has_statistics_then_and_is_no_longer_said_to_be_small(
    hand: Hand,
) -> None:
    keep = Statistics(clock=hand)
    tried(2 * SMALL)
    keep()
    Session.objects.bulk_create(
        Session(session_key=f"key-{number}", expire_date=NOON) for number in range(2 * SMALL)
    )

    keep()

    with connection.cursor() as cursor:
        cursor.execute("SELECT idx FROM sqlite_stat1 WHERE tbl = 'django_session'")
        assert None not in {row[0] for row in cursor.fetchall()}


def test_5b_02_nothing_is_said_of_a_paper_that_is_small(hand: Hand) -> None:
    tried(SMALL // 2)

    assert Statistics(clock=hand)() == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_stat1'")
        assert cursor.fetchone() == (0,)


def test_5b_02_a_connection_that_stays_open_takes_another_way_too(hand: Hand) -> None:
    """The printer's is open for months. Which of two tables it walks through depends on which is the longer."""
    keep = Statistics(clock=hand)
    tried(2 * SMALL)
    keep()
    stays = sqlite3.connect(connection.settings_dict["NAME"], cached_statements=0)
    before = way(stays)
    Session.objects.bulk_create(
        Session(session_key=f"key-{number}", expire_date=NOON) for number in range(9 * SMALL)
    )

    keep()

    after = way(stays)
    stays.close()
    assert ("SCAN session" in before, "SCAN tried" in after) == (True, True), (before, after)


def way(opened: sqlite3.Connection) -> str:
    # An explanation alone does not look whether the schema is another one.
    opened.execute("SELECT count(*) FROM people_user").fetchone()
    rows = opened.execute(
        "EXPLAIN QUERY PLAN SELECT * FROM people_signintry tried"
        " JOIN django_session session ON session.session_key = tried.account_key"
    )
    return "; ".join(row[3] for row in rows)


def test_5b_02_a_small_table_is_walked_through_before_a_large_one(hand: Hand) -> None:
    tried(4 * SMALL)
    Statistics(clock=hand)()
    connection.close()

    with connection.cursor() as cursor:
        cursor.execute(
            "EXPLAIN QUERY PLAN SELECT * FROM people_signintry tried"
            " JOIN django_session session ON session.session_key = tried.account_key"
            " JOIN people_user person ON person.username = tried.address_key"
        )
        plan = [row[3] for row in cursor.fetchall()]
    assert not any("SCAN tried" in step for step in plan), plan
