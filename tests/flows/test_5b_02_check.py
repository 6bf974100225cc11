"""5b.2: `kawaraban check` answers in seconds however large the database is; all of it is read when somebody asks."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from kawaraban.alerts.health.findings import HealthFinding
from kawaraban.config.env import DataDir
from kawaraban.config.health import database as looking
from kawaraban.config.health.database import database, whole_database

_ROWS = 20_000


@pytest.fixture
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataDir:
    """A paper whose database counts as large: a table of many pages, and one without rowids."""
    monkeypatch.setattr(looking, "SMALL_BYTES", 0)
    data = DataDir(tmp_path)
    with closing(sqlite3.connect(data.database_file)) as made:
        made.execute("CREATE TABLE things(number INTEGER PRIMARY KEY, words TEXT)")
        made.execute("CREATE TABLE named(name TEXT PRIMARY KEY) WITHOUT ROWID")
        made.executemany("INSERT INTO things(words) VALUES (?)", [("word " * 40,)] * _ROWS)
        made.executemany("INSERT INTO named VALUES (?)", [(f"name {number}",) for number in range(500)])
        made.commit()
    return data


def statements(run: Callable[[], Any]) -> list[str]:
    """What is asked of the paper's database meanwhile."""
    asked: list[str] = []

    def hear(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(hear):
        run()
    return asked


@pytest.mark.django_db
def test_5b_02_a_large_database_is_not_read_to_its_end(large: DataDir) -> None:
    found: list[HealthFinding] = []

    asked = statements(lambda: found.extend(database(large)))

    assert found == []
    assert not [sql for sql in asked if "quick_check" in sql]


@pytest.mark.sqlite("about a database that is a file")
@pytest.mark.django_db
def test_5b_02_all_of_it_is_read_when_somebody_asks(large: DataDir) -> None:
    asked = statements(lambda: list(whole_database(large)))

    assert [sql for sql in asked if "quick_check" in sql] == ["PRAGMA quick_check"]


@pytest.mark.sqlite("about a database that is a file")
@pytest.mark.django_db
def test_5b_02_a_small_database_is_read_to_its_end(large: DataDir, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "SMALL_BYTES", 1_000_000_000)

    asked = statements(lambda: list(database(large)))

    assert [sql for sql in asked if "quick_check" in sql] == ["PRAGMA quick_check"]


@pytest.mark.sqlite("about a database that is a file")
@pytest.mark.django_db
@pytest.mark.parametrize("part", ["the end", "the beginning"])
def test_5b_02_what_is_damaged_at_an_end_of_a_large_database_is_named(large: DataDir, part: str) -> None:
    length = large.database_file.stat().st_size
    with large.database_file.open("r+b") as file:
        # Behind the first page, which says what tables there are.
        file.seek(length * 3 // 4 if part == "the end" else 4_096)
        file.write(os.urandom(length // 4 if part == "the end" else 300_000))

    [found] = database(large)

    assert "damaged" in found.line


@pytest.mark.serve
def test_5b_02_the_command_says_what_it_has_read(tmp_path: Path) -> None:
    data = tmp_path / "paper"
    assert _kawaraban("init", str(data)).returncode == 0
    small = _check(data)
    # Behind what SQLite calls its end: the file is as large as one of years, and nothing else is.
    os.truncate(data / "paper.sqlite3", looking.SMALL_BYTES + 4_096)

    in_part, whole = _check(data), _check(data, "--whole")

    assert (small.returncode, in_part.returncode, whole.returncode) == (0, 0, 0), in_part.stderr
    assert "both ends of each table were read" in in_part.stdout
    assert "kawaraban check --whole" in in_part.stdout
    assert "both ends" not in small.stdout + whole.stdout


def _check(data: Path, *more: str) -> "subprocess.CompletedProcess[str]":
    return _kawaraban("check", *more, "--data", str(data))


def _kawaraban(*words: str) -> "subprocess.CompletedProcess[str]":
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "KAWARABAN"))
    }
    return subprocess.run(
        [sys.executable, "-m", "kawaraban", *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
