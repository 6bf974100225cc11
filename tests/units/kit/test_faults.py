import errno
import sqlite3
from pathlib import Path

import lmdb
import psycopg
import pytest
from django.db import OperationalError

from kawaraban.kit.faults import FaultCause, cause_of, disk_trouble, said_plainly, was_in_each_others_way


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), FaultCause.FULL),
        (OSError(errno.EROFS, "Read-only file system"), FaultCause.READ_ONLY),
        (PermissionError(errno.EACCES, "Permission denied"), FaultCause.FORBIDDEN),
        (OperationalError("attempt to write a readonly database"), FaultCause.READ_ONLY),
        (OperationalError("database or disk is full"), FaultCause.FULL),
        (OperationalError("database table is locked"), FaultCause.LOCKED),
        (sqlite3.DatabaseError("database disk image is malformed"), FaultCause.DAMAGED),
        (sqlite3.DatabaseError("file is not a database"), FaultCause.DAMAGED),
        (OperationalError("unable to open database file"), FaultCause.MISSING),
        (lmdb.DiskError("put: No space left on device"), FaultCause.FULL),
        (OperationalError("FATAL:  sorry, too many clients already"), FaultCause.CROWDED),
        (OperationalError("connection failed: server closed the connection unexpectedly"), FaultCause.AWAY),
        (OperationalError("connection failed: session is read-only"), FaultCause.AWAY),
        (OperationalError("the database server does not answer"), FaultCause.AWAY),
        (psycopg.errors.AdminShutdown("beendet"), FaultCause.AWAY),
        (psycopg.errors.QueryCanceled("abgebrochen"), FaultCause.LOCKED),
        (psycopg.errors.DeadlockDetected("verklemmt"), FaultCause.LOCKED),
        (psycopg.errors.UniqueViolation("the connection is closed"), None),
        (ValueError("the queue is full"), None),
        (FileNotFoundError(errno.ENOENT, "No such file or directory"), None),
        (None, None),
    ],
)
def test_the_machines_failures_are_told_apart_from_mistakes(
    error: BaseException | None, cause: FaultCause | None
) -> None:
    assert cause_of(error) is cause


def test_the_cause_behind_an_error_counts() -> None:
    error = RuntimeError("could not save")
    error.__cause__ = OSError(errno.ENOSPC, "No space left on device")

    assert cause_of(error) is FaultCause.FULL


def test_an_i_o_error_of_sqlite_on_a_disk_that_takes_nothing_is_what_the_disk_says(tmp_path: Path) -> None:
    assert disk_trouble(tmp_path) is None
    assert cause_of(OperationalError("disk I/O error"), folder=tmp_path) is FaultCause.FULL
    assert cause_of(OperationalError("disk I/O error"), folder=Path("/proc")) is FaultCause.MISSING


def test_an_error_is_said_with_its_file_and_without_its_class() -> None:
    assert said_plainly(OSError(errno.EROFS, "Read-only file system", "/srv/run/x")) == (
        "/srv/run/x: Read-only file system"
    )
    assert said_plainly(OperationalError("database\n is locked")) == "database is locked"


def test_only_two_that_stood_in_each_others_way_are_worth_another_try() -> None:
    behind = OperationalError("deadlock detected")
    behind.__cause__ = psycopg.errors.DeadlockDetected("deadlock detected")

    assert was_in_each_others_way(behind)
    assert was_in_each_others_way(psycopg.errors.SerializationFailure())
    assert not was_in_each_others_way(OperationalError("deadlock detected"))
    assert not was_in_each_others_way(psycopg.errors.LockNotAvailable())
