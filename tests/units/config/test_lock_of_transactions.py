"""Every transaction of ours is measured, and so is a statement that writes without one. The lock is a real one."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from tests.rigs.lock_meter import watched_locks

from kawaraban.comments.forgetting.retention import retain
from kawaraban.config.sqlite.deadline import waiting_until
from kawaraban.people.models import SignInTry

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="about SQLite's lock"),
]
NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)


@pytest.fixture
def other() -> Iterator[sqlite3.Connection]:
    stranger = sqlite3.connect(
        connection.settings_dict["NAME"], isolation_level=None, check_same_thread=False
    )
    yield stranger
    stranger.close()


def tries(count: int) -> list[SignInTry]:
    return [SignInTry(account_key=f"key-{number}", tried_at=NOW) for number in range(count)]


def test_a_transaction_is_measured_once_with_its_rows_and_its_statements() -> None:
    with watched_locks() as watched, transaction.atomic():
        SignInTry.objects.bulk_create(tries(3))
        with transaction.atomic():
            SignInTry.objects.update(account_key="another")

    assert [each.rows_count for each in watched.held] == [6]
    assert watched.statements == [2]


def test_one_that_is_rolled_back_held_the_lock_all_the_same() -> None:
    @transaction.atomic
    def fail() -> None:
        SignInTry.objects.bulk_create(tries(2))
        raise ZeroDivisionError

    with watched_locks() as watched, pytest.raises(ZeroDivisionError):
        fail()

    assert len(watched.held) == 1


def test_a_connection_that_is_closed_in_the_middle_lets_go() -> None:
    with watched_locks() as watched, transaction.atomic():
        connection.close()

    assert len(watched.held) == 1


def test_a_writing_statement_without_a_transaction_is_measured_and_a_reading_one_is_not() -> None:
    SignInTry.objects.bulk_create(tries(2))

    with watched_locks() as watched:
        SignInTry.objects.update(account_key="another")
        list(SignInTry.objects.all())
        SignInTry.objects.exists()

    assert [each.rows_count for each in watched.held] == [2]


def test_such_a_statement_waits_at_the_door_without_being_measured_for_it(other: sqlite3.Connection) -> None:
    SignInTry.objects.bulk_create(tries(1))
    other.execute("BEGIN IMMEDIATE")
    let_go: list[float] = []

    def leave() -> None:
        let_go.append(time.monotonic())
        other.execute("COMMIT")

    leaving = threading.Timer(0.3, leave)
    leaving.start()

    with watched_locks() as watched:
        SignInTry.objects.update(account_key="after the other")
    ended = time.monotonic()

    leaving.join()
    assert SignInTry.objects.get().account_key == "after the other"
    assert [each.rows_count for each in watched.held] == [1]
    # However slow the machine is: this one began when the other had let go.
    assert watched.longest_seconds <= ended - let_go[0]


def test_such_a_statement_goes_when_its_time_is_over(other: sqlite3.Connection) -> None:
    other.execute("BEGIN IMMEDIATE")

    with (
        waiting_until(0.0) as waiting,
        pytest.raises(Exception, match="locked"),
    ):
        SignInTry.objects.update(account_key="never")

    assert waiting.has_run_out
    other.execute("ROLLBACK")


def test_the_place_is_the_code_of_ours_that_opened_the_transaction() -> None:
    SignInTry.objects.bulk_create(tries(1))

    with watched_locks() as watched:
        retain(now=NOW + timedelta(days=400))

    assert len(watched.of("comments/forgetting/retention.py:retain")) == 1
    assert watched.of("law/personal/own.py:_staff_sign_ins")
    assert not watched.of("law/personal/steps.py")
