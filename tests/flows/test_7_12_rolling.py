"""7.12: while nodes are upgraded one after the other, the version before reads and writes the tables of this one.

Its code is not here. What it does is: the last release's paper is at hand, with each table as that code knows it and
the rows that it wrote. Into the newer tables they are written again, with the columns of before and no others.
"""

import gzip
import json
import lzma
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from tests.rigs.upgrading.paper_of_before import PACKED

from kawaraban.config.template_database import TEMPLATE

# Changed before the rule was made, when no paper had two nodes: nobody rolls over them.
BEFORE_THE_RULE = {"desk_searchcursor", "wire_wireitem"}

pytestmark = pytest.mark.once("works on tables of its own")


@pytest.fixture(scope="module")
def before() -> Iterator[sqlite3.Connection]:
    """The last release's tables and rows."""
    with closing(sqlite3.connect(":memory:")) as tables:
        tables.executescript(json.loads(lzma.decompress(PACKED.read_bytes()))["statements"])
        yield tables


@pytest.fixture(scope="module")
def now() -> Iterator[sqlite3.Connection]:
    """The tables of this version without a row, with their constraints and triggers."""
    with closing(sqlite3.connect(":memory:")) as whole, closing(sqlite3.connect(":memory:")) as tables:
        whole.deserialize(gzip.decompress(TEMPLATE.read_bytes()))
        inside = shadows(whole)
        for name, statement in whole.execute(
            "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"
        ):
            if name not in inside:
                tables.execute(statement)
        yield tables


def columns(tables: sqlite3.Connection, name: str) -> dict[str, bool]:
    """Each column, and whether a row may be written without it."""
    listed = tables.execute(f"SELECT name, \"notnull\", dflt_value, pk FROM pragma_table_info('{name}')")
    return {column: not must or default is not None or pk > 0 for column, must, default, pk in listed}


def shadows(tables: sqlite3.Connection) -> set[str]:
    """What SQLite makes by itself: its own tables, and those within an index of words."""
    names = [name for (name,) in tables.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    indexes = [
        name for (name,) in tables.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%'")
    ]
    return {
        name
        for name in names
        if name.startswith("sqlite_") or any(name.startswith(f"{index}_") for index in indexes)
    }


def tables_of(tables: sqlite3.Connection) -> list[str]:
    """Those that a model stands for."""
    listed = tables.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    )
    return sorted({name for (name,) in listed} - shadows(tables) - BEFORE_THE_RULE)


def test_7_12_no_table_or_column_of_before_is_away_and_a_new_one_may_be_left_out(
    before: sqlite3.Connection, now: sqlite3.Connection
) -> None:
    faults = {}
    for name in tables_of(before):
        old, new = columns(before, name), columns(now, name)
        away = old.keys() - new.keys()
        wanted = {column for column in new.keys() - old.keys() if not new[column]}
        if away or wanted:
            faults[name] = {"away": away, "wanted": wanted}

    assert faults == {}
    assert len(tables_of(before)) > 50


def test_7_12_what_the_version_before_wrote_it_can_write_into_the_tables_of_now(
    before: sqlite3.Connection, now: sqlite3.Connection
) -> None:
    faults, written = {}, 0

    for name in tables_of(before):
        names = ", ".join(f'"{column}"' for column in columns(before, name))
        marks = ", ".join("?" for _ in columns(before, name))
        rows = before.execute(f"SELECT {names} FROM {name}").fetchall()
        try:
            now.executemany(f"INSERT INTO {name} ({names}) VALUES ({marks})", rows)
            written += len(rows)
        except sqlite3.Error as fault:
            faults[name] = str(fault)

    assert faults == {}
    assert written > 1000
    assert now.execute("SELECT count(*) FROM comments_comment").fetchone()[0] > 200
