"""The pre-migrated database is what the migrations make."""

import sqlite3
from pathlib import Path

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from kawaraban.config.template_database import unpack


def test_1_01_the_template_database_knows_every_migration(tmp_path: Path) -> None:
    unpack(tmp_path / "paper.sqlite3")

    with sqlite3.connect(tmp_path / "paper.sqlite3") as template:
        applied = set(template.execute("SELECT app, name FROM django_migrations"))

    on_disk = set(MigrationLoader(None, ignore_no_initial=True).disk_migrations)
    assert applied == on_disk


def test_1_01_the_template_database_has_the_schema_of_a_fresh_one(db: None, tmp_path: Path) -> None:
    unpack(tmp_path / "paper.sqlite3")
    query = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' AND sql IS NOT NULL"

    with sqlite3.connect(tmp_path / "paper.sqlite3") as template, connection.cursor() as fresh:
        ours = set(template.execute(query))
        theirs = set(fresh.execute(query).fetchall())

    assert ours == theirs
