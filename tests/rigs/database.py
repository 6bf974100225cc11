"""The tests' database: a copy of the template that new papers start from, instead of 270 migrations.

A test that commits (live servers, threads) is followed by a copy of what stood before any test, so that every test
finds what a new paper has: Wagtail's root, its collection, its groups. Django would empty each table, and then
make content types and permissions anew, which takes fifty times as long.
"""

import sqlite3

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import TransactionTestCase

from kawaraban.law.record import append_only


class KeptTables:
    """What a SQLite database had before any test, in memory."""

    def __init__(self) -> None:
        self._kept: sqlite3.Connection | None = None

    def start_from(self, database: bytes) -> None:
        """Make the open database what this file is."""
        self._kept = sqlite3.connect(":memory:", check_same_thread=False)
        self._kept.deserialize(database)
        self.put_back()

    def keep(self) -> None:
        """Take what the open database has."""
        connection.ensure_connection()
        self._kept = sqlite3.connect(":memory:", check_same_thread=False)
        connection.connection.backup(self._kept)

    def put_back(self) -> None:
        """Make the open database that again, without the record's triggers.

        A test of the triggers installs them itself; that the migration does is tested on a paper of its own.
        """
        if self._kept is None:  # the test that ended was skipped, and nobody has asked for the database yet
            return
        connection.ensure_connection()
        self._kept.backup(connection.connection)
        append_only.remove(connection)
        # Its rows have other numbers now.
        ContentType.objects.clear_cache()


KEPT_TABLES = KeptTables()


def leave_emptying_to_us(patch: pytest.MonkeyPatch) -> None:
    """Let Django not empty the tables after a test that committed: whoever kept them puts them back."""
    patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _self: None)


def everything() -> str:
    """Every text of every table."""
    return "\n".join(str(row) for model in apps.get_models() for row in model._default_manager.values_list())
