"""7.13, 7.14: each wait for the database is timed once, and whoever looks for slow ones is told of all kinds."""

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, transaction

from kawaraban.kit.seeing.database_waits import COMMIT, WAITS
from kawaraban.kit.seeing.families import DATABASE_FAILURES, TRIPS
from kawaraban.kit.seeing.tally import TALLY
from kawaraban.kit.work.one_trip import DatabaseQuestion, ask_all, one_trip

pytestmark = pytest.mark.django_db


@pytest.fixture
def slow() -> Iterator[list[str]]:
    """Everything is slow here: what was told of."""
    from kawaraban.config.seeing.database_meter import DatabaseMeter

    told: list[str] = []
    WAITS.begin_to_serve(slow_seconds=1e-9, tell=lambda sql, seconds: told.append(sql))
    with connection.execute_wrapper(DatabaseMeter()):
        yield told
    WAITS.begin_to_serve(slow_seconds=0, tell=lambda sql, seconds: None)


def failures() -> float:
    return sum(TALLY.of(DATABASE_FAILURES, *labels) for labels in DATABASE_FAILURES.series)


@pytest.mark.django_db(transaction=True)
def test_7_13_a_statement_and_the_end_of_its_transaction_are_two_waits(slow: list[str]) -> None:
    connection.ensure_connection()
    before = TALLY.of(TRIPS)

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1")

    assert slow == ["SELECT 1", COMMIT]
    assert TALLY.of(TRIPS) == before + 2


def test_7_13_what_travels_together_is_one_wait_with_all_its_words(slow: list[str]) -> None:
    before = TALLY.of(TRIPS)

    answers = ask_all(
        connection, *(DatabaseQuestion(f"SELECT {n}", (), lambda rows: rows[0][0]) for n in (1, 2))
    )

    assert answers == [1, 2]
    is_far = connection.vendor == "postgresql"
    assert slow == (["SELECT 1; SELECT 2"] if is_far else ["SELECT 1", "SELECT 2"])
    assert TALLY.of(TRIPS) - before == len(slow)


@pytest.mark.usefixtures("slow")
def test_7_13_a_failure_is_counted_once_on_the_way_and_alone() -> None:
    before = failures()

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT nothing FROM nowhere")
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        one_trip(connection),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT nothing FROM nowhere")

    assert failures() == before + 2


@pytest.mark.usefixtures("slow")
def test_7_13_a_mistake_of_ours_on_the_way_is_no_failure_of_the_database() -> None:
    before = failures()

    with pytest.raises(ValueError, match="ours"), one_trip(connection):
        raise ValueError("ours")

    assert failures() == before
