"""A paper whose upgrade was stopped in the midst is upgraded by the next try."""

import sqlite3
from pathlib import Path

import pytest
from django.db import connection
from tests.rigs.migrating import run_over

from kawaraban.config.template_database import unpack

pytestmark = [
    pytest.mark.once("the upgrade of a database file is the same in both profiles"),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="makes databases that are files"),
]

# Back to one table for all words, then forward: the first try ends between two changes of the tables.
STOPPED = """
from django.db.migrations import AddField

def stop(*_of_it):
    raise KeyboardInterrupt

call_command("migrate", "desk", "0004", verbosity=0)
forwards, AddField.database_forwards = AddField.database_forwards, stop
try:
    call_command("migrate", "desk", "0005", verbosity=0)
    sys.exit("it was not stopped")
except KeyboardInterrupt:
    AddField.database_forwards = forwards
call_command("migrate", verbosity=0)
"""


def schema(database: Path) -> set[tuple[str, str]]:
    with sqlite3.connect(database) as opened:
        return set(opened.execute("SELECT type, name FROM sqlite_master WHERE name LIKE 'desk_%'"))


def test_5b_01_an_upgrade_that_was_stopped_in_between_is_done_by_the_next(tmp_path: Path) -> None:
    stopped, whole = tmp_path / "stopped.sqlite3", tmp_path / "whole.sqlite3"
    for database in (stopped, whole):
        unpack(database)

    run_over(stopped, STOPPED)

    assert schema(stopped) == schema(whole)
    assert ("table", "desk_search") not in schema(stopped)
