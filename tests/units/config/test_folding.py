"""The worker folds SQLite's log back, beside a sender who does not stop. The files are real ones."""

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from kawaraban.config.sqlite.folding import fold_back
from kawaraban.law.record.overwriting import empty_write_ahead_log

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="about SQLite's log"),
]
PAGE = 4096
# As in the settings: where a sender's own commit folds what is left.
AT_MOST = 1_000


@pytest.fixture
def sender() -> Iterator[sqlite3.Connection]:
    """Somebody who writes, and folds nothing himself before the log is as long as AT_MOST."""
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None, timeout=20)
    other.execute(f"PRAGMA wal_autocheckpoint={AT_MOST}")
    other.execute("CREATE TABLE letters (words TEXT)")
    yield other
    other.execute("DROP TABLE letters")
    other.close()


def in_the_file_itself() -> int:
    """How many letters are there for one who does not look into the log."""
    name = Path(connection.settings_dict["NAME"]).as_uri()
    own = sqlite3.connect(f"{name}?immutable=1", uri=True)
    try:
        return int(own.execute("SELECT count(*) FROM letters").fetchone()[0])
    finally:
        own.close()


def test_what_was_written_is_folded_back_and_nobody_has_to_write_for_it(sender: sqlite3.Connection) -> None:
    fold_back()  # the table itself
    sender.execute("INSERT INTO letters VALUES ('one')")
    before = in_the_file_itself()

    fold_back()

    assert (before, in_the_file_itself()) == (0, 1)


def test_a_log_that_nobody_writes_to_is_not_looked_at_again_and_the_next_write_is_seen(
    sender: sqlite3.Connection, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    log = Path(f"{connection.settings_dict['NAME']}-wal")
    sender.execute("INSERT INTO letters VALUES ('one')")
    os.utime(log, ns=(0, time.time_ns() - 2_000_000_000))
    fold_back()

    with django_assert_num_queries(0):
        fold_back()
    sender.execute("INSERT INTO letters VALUES ('two')")
    fold_back()

    assert in_the_file_itself() == 2


def test_one_who_reads_at_leisure_holds_up_neither_the_worker_nor_a_sender(
    sender: sqlite3.Connection,
) -> None:
    sender.execute("INSERT INTO letters VALUES ('one')")
    reader = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM letters").fetchone()
    sender.execute("INSERT INTO letters VALUES ('two')")

    fold_back()
    sender.execute("INSERT INTO letters VALUES ('three')")

    assert reader.execute("SELECT count(*) FROM letters").fetchone() == (1,)
    reader.execute("COMMIT")
    reader.close()
    assert sender.execute("SELECT count(*) FROM letters").fetchone() == (3,)


def test_a_log_that_is_long_and_at_rest_is_left_at_rest(sender: sqlite3.Connection) -> None:
    sender.execute("PRAGMA wal_autocheckpoint=0")
    for number in range(1_200):
        sender.execute("INSERT INTO letters VALUES (?)", [f"{number} " * 700])
    passes: list[str] = []

    def counted(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        passes.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(counted):
        fold_back()

    log = Path(f"{connection.settings_dict['NAME']}-wal")
    assert log.stat().st_size > AT_MOST * PAGE
    assert len(passes) == 2
    sender.execute(f"PRAGMA wal_autocheckpoint={AT_MOST}")
    sender.execute("INSERT INTO letters VALUES ('the log begins anew')")


def test_the_log_begins_anew_under_a_sender_who_does_not_stop(sender: sqlite3.Connection) -> None:
    is_over = threading.Event()

    def fold() -> None:
        while not is_over.wait(0.01):
            fold_back()
        connection.close()

    worker = threading.Thread(target=fold)
    worker.start()
    for number in range(4_000):
        sender.execute("INSERT INTO letters VALUES (?)", [f"{number} " * 700])
    is_over.set()
    worker.join()

    log = Path(f"{connection.settings_dict['NAME']}-wal")
    assert log.stat().st_size < 4 * AT_MOST * PAGE
    assert sender.execute("SELECT count(*) FROM letters").fetchone() == (4_000,)


def log_bytes() -> int:
    return Path(f"{connection.settings_dict['NAME']}-wal").stat().st_size


@pytest.fixture
def long_log(sender: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> sqlite3.Connection:
    """What a job leaves behind. The bound is a hundredth of the real one."""
    monkeypatch.setattr("kawaraban.config.sqlite.folding.BOUND_BYTES", 80 * PAGE)
    sender.execute("PRAGMA wal_autocheckpoint=0")
    for number in range(200):
        sender.execute("INSERT INTO letters VALUES (?)", [f"{number} " * 700])
    assert log_bytes() > 80 * PAGE
    return sender


def test_5b_04_a_log_that_a_job_made_long_is_cut_when_it_is_over(long_log: sqlite3.Connection) -> None:
    fold_back()

    assert log_bytes() == 0
    long_log.execute("INSERT INTO letters VALUES ('the next')")
    assert long_log.execute("SELECT count(*) FROM letters").fetchone() == (201,)


def test_5b_04_a_log_within_its_bound_is_left_as_it_is(
    sender: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    sender.execute("PRAGMA wal_autocheckpoint=0")
    sender.execute("INSERT INTO letters VALUES ('one')")
    before = log_bytes()

    fold_back()

    assert log_bytes() == before > 0


def test_5b_04_a_reader_in_the_log_is_left_alone_and_the_cut_comes_after_them(
    long_log: sqlite3.Connection,
) -> None:
    reader = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM letters").fetchone()
    long_log.execute("INSERT INTO letters VALUES ('meanwhile')")

    fold_back()
    while_reading = log_bytes()
    assert reader.execute("SELECT count(*) FROM letters").fetchone() == (200,)
    reader.execute("COMMIT")
    reader.close()
    fold_back()

    assert (while_reading > 0, log_bytes()) == (True, 0)


def test_5b_04_a_reader_who_stays_is_not_waited_for_with_the_lock_in_hand(
    long_log: sqlite3.Connection,
) -> None:
    """SQLite by itself would take the writer's lock first and then wait for the reader."""
    reader = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM letters").fetchone()
    is_over = threading.Event()
    sent: list[int] = []
    refused: list[Exception] = []

    def send() -> None:
        # Refused where somebody has the lock in hand for as long as a reader is waited for.
        other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None, timeout=0.25)
        while not is_over.is_set():
            try:
                other.execute("INSERT INTO letters VALUES ('in between')")
                sent.append(1)
            except sqlite3.OperationalError as locked:
                refused.append(locked)
        other.close()

    sending = threading.Thread(target=send)
    sending.start()
    was_emptied = empty_write_ahead_log()
    is_over.set()
    sending.join()
    reader.execute("COMMIT")
    reader.close()

    assert (was_emptied, len(sent) > 0, refused) == (False, True, [])
    assert long_log.execute("SELECT count(*) FROM letters").fetchone() == (200 + len(sent),)
    assert empty_write_ahead_log()
    assert log_bytes() == 0
