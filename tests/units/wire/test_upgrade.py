"""A paper that has items of long ago knows them again after its upgrade."""

import sqlite3
from pathlib import Path

import pytest
from django.db import connection
from tests.rigs.migrating import run_over

from kawaraban.config.template_database import unpack

pytestmark = [
    pytest.mark.newspaper("agencies send to a newspaper alone"),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="makes databases that are files"),
]

UPGRADED = """
from django.db import connection
call_command("migrate", "wire", "0002", verbosity=0)
with connection.cursor() as cursor:
    cursor.execute("PRAGMA table_info(wire_wireitem)")
    values = {row[1]: "" for row in cursor.fetchall() if row[1] not in {"id", "story_id", "withdrawn_at"}}
    values |= {"taken_digests": "[]", "notes": "[]", "version_number": 1}
    values |= dict.fromkeys(("version_at", "received_at", "changed_at"), "2020-01-01 00:00:00")
    marks = ", ".join(["%s"] * len(values))
    cursor.execute(f"INSERT INTO wire_wireitem ({', '.join(values)}) VALUES ({marks})", list(values.values()))
call_command("migrate", verbosity=0)
"""


def test_5b_04_an_upgrade_does_not_know_whether_an_old_item_still_comes(tmp_path: Path) -> None:
    """In a feed that is seldom written to it does: it would be a second story, published by itself."""
    database = tmp_path / "paper.sqlite3"
    unpack(database)

    run_over(database, UPGRADED)

    with sqlite3.connect(database) as opened:
        ((seen_at, is_new),) = opened.execute(
            "SELECT seen_at, seen_at > datetime('now', '-1 hour') FROM wire_wireitem"
        )
    assert is_new, seen_at
