"""Writers that wait for each other. The lock is really held, by another connection."""

import sqlite3
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from kawaraban.config.sqlite.deadline import waiting_until
from kawaraban.config.sqlite.mapping import read_without_map

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="about SQLite's lock"),
]


@pytest.fixture
def other() -> Any:
    stranger = sqlite3.connect(
        connection.settings_dict["NAME"], isolation_level=None, check_same_thread=False
    )
    yield stranger
    stranger.close()


def with_patience(seconds: float, work: Callable[[], None]) -> None:
    before = connection.settings_dict["OPTIONS"]["timeout"]
    connection.settings_dict["OPTIONS"]["timeout"] = seconds
    try:
        work()
    finally:
        connection.settings_dict["OPTIONS"]["timeout"] = before


def test_a_writer_comes_in_when_the_one_before_has_let_go(other: Any) -> None:
    tried = threading.Event()
    other.execute("BEGIN IMMEDIATE")

    def let_go() -> None:
        tried.wait(10)
        other.execute("COMMIT")

    leaving = threading.Thread(target=let_go)
    leaving.start()
    tried.set()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
        assert not other.in_transaction
    leaving.join()


def test_a_writer_whose_patience_is_over_is_told_so(other: Any) -> None:
    other.execute("BEGIN IMMEDIATE")

    def write() -> None:
        with pytest.raises(OperationalError, match="locked"), transaction.atomic():
            pass

    with_patience(0.05, write)
    other.execute("ROLLBACK")
    with transaction.atomic():
        pass


def test_statements_outside_a_transaction_keep_the_patience_of_the_connection() -> None:
    with transaction.atomic():
        pass

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        assert cursor.fetchone() == (connection.settings_dict["OPTIONS"]["timeout"] * 1000,)


def test_the_clerk_reads_without_a_map(monkeypatch: pytest.MonkeyPatch) -> None:
    def mapped() -> int:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA mmap_size")
            return int(cursor.fetchone()[0])

    options = connection.settings_dict["OPTIONS"]
    connection.close()
    monkeypatch.setitem(options, "init_command", "PRAGMA mmap_size=134217728;")
    before = mapped()

    read_without_map()

    assert (before > 0, mapped()) == (True, 0)
    connection.close()


def test_a_writer_gives_up_at_its_deadline_long_before_its_patience_ends(other: Any) -> None:
    other.execute("BEGIN IMMEDIATE")

    def write() -> None:
        with (
            waiting_until(time.monotonic() + 0.05) as waiting,
            pytest.raises(OperationalError, match="locked"),
            transaction.atomic(),
        ):
            pass
        assert waiting.has_run_out

    with_patience(3_600, write)
    other.execute("ROLLBACK")
    with waiting_until(time.monotonic() - 1) as late, transaction.atomic():
        pass  # nobody is at the door: it opens at once
    assert not late.has_run_out
