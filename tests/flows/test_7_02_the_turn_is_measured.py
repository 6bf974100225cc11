"""Promise 7.2: how long the turn is held and waited for is measured as the lock of SQLite is."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from tests.rigs.postgres.server import needs_postgresql

from kawaraban.kit.work.lock_meter import METER, LockHold
from kawaraban.kit.work.one_trip import one_trip
from kawaraban.kit.work.turn import every_transaction_in_turn, take_turn
from kawaraban.press.turn import one_turn

pytestmark = [needs_postgresql, pytest.mark.django_db(transaction=True)]


@contextmanager
def heard() -> Iterator[list[LockHold]]:
    holds: list[LockHold] = []
    METER.heard = holds.append
    try:
        yield holds
    finally:
        METER.heard = None


def test_7_02_an_act_holds_the_turn_until_it_is_committed_or_rolled_back() -> None:
    with heard() as holds:
        with one_turn(), one_turn():
            pass
        assert len(holds) == 1
        with pytest.raises(ZeroDivisionError), one_turn():
            raise ZeroDivisionError
        assert len(holds) == 2


def test_7_02_a_transaction_without_the_turn_keeps_nobody_waiting() -> None:
    with heard() as holds, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1")

    assert not holds


def test_7_02_in_a_trip_what_comes_after_the_answers_is_measured() -> None:
    with heard() as holds:
        with transaction.atomic():
            with one_trip(connection):
                take_turn(connection)
            assert not holds
        assert len(holds) == 1


def test_7_02_code_of_others_begins_its_transactions_with_the_turn() -> None:
    with heard() as holds, every_transaction_in_turn(connection), connection.cursor() as cursor:
        with transaction.atomic(), transaction.atomic():
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
            )
            assert cursor.fetchone() == (1,)
        assert len(holds) == 1
        cursor.execute("SELECT 1")
    assert len(holds) == 1
