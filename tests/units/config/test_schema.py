"""A database that lacks all tables of one of our rooms is of before, whichever room it is."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import kawaraban
from kawaraban.config.schema import schema_gap
from kawaraban.config.template_database import unpack

ROOMS = sorted(folder.parent.name for folder in Path(kawaraban.__path__[0]).rglob("migrations"))


@pytest.mark.parametrize("room", ROOMS)
def test_4_3_a_database_without_a_whole_room_is_of_before(tmp_path: Path, room: str) -> None:
    """As one is left by an upgrade that was ended between two rooms."""
    database = tmp_path / "paper.sqlite3"
    unpack(database)
    with closing(sqlite3.connect(database)) as opened, opened:
        opened.execute("DELETE FROM django_migrations WHERE app = ?", [room])

    missing = schema_gap(database, profile="newspaper").missing

    assert {app for app, _name in missing} == {room}
