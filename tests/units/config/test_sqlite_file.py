"""The file of the database, taken away, replaced, and put back under connections that are open."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.rigs.file_paper import FilePaper, file_paper

__all__ = ["file_paper"]

# Reads what to do from its standard input, and says what came of each transaction.
WRITER = """
from django.db import connection, transaction
for line in sys.stdin:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE comments_thread SET title = %s", [line.strip()])
        print("written", connection.commits_count)
    except OperationalError as error:
        print(error)
        connection.close()
"""


class Writer:
    """A process that keeps its connection."""

    def __init__(self, paper: FilePaper) -> None:
        self.process = paper.start(WRITER)

    def write(self, words: str) -> str:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(words + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()


@contextlib.contextmanager
def writer(paper: FilePaper) -> Iterator[Writer]:
    running = Writer(paper)
    try:
        yield running
    finally:
        running.process.communicate("", timeout=60)


def test_a_database_that_was_moved_away_is_refused_not_made_anew_and_goes_on_when_it_is_back(
    file_paper: FilePaper,
) -> None:
    aside = file_paper.root / "aside.sqlite3"
    with writer(file_paper) as running:
        assert running.write("before").startswith("written")
        file_paper.database.rename(aside)

        refusals = [running.write("meanwhile"), running.write("again")]

        assert all("is not there" in refusal for refusal in refusals), refusals
        assert not file_paper.database.exists()
        aside.rename(file_paper.database)
        assert running.write("after").startswith("written")
    assert file_paper.query("SELECT title FROM comments_thread") == [("after",)]


def test_another_file_in_its_place_is_refused_until_the_paper_is_started_again(file_paper: FilePaper) -> None:
    with writer(file_paper) as running:
        running.write("before")
        shutil.copy(file_paper.database, file_paper.root / "copy")
        os.replace(file_paper.root / "copy", file_paper.database)

        assert "was replaced while the paper runs" in running.write("meanwhile")


def test_what_is_acknowledged_without_a_log_is_not_lost(file_paper: FilePaper) -> None:
    with writer(file_paper) as running:
        running.write("before")
        for ending in ("-wal", "-shm"):
            Path(f"{file_paper.database}{ending}").unlink()

        assert "was taken away" in running.write("meanwhile")
        assert running.write("after").startswith("written")
    with contextlib.closing(sqlite3.connect(file_paper.database)) as database:
        assert database.execute("SELECT title FROM comments_thread").fetchall() == [("after",)]
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_missing_database_is_made_by_a_migration_alone(file_paper: FilePaper) -> None:
    file_paper.database.unlink()

    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import django; django.setup()\nfrom django.db import connection\nconnection.cursor()",
        ],
        env=file_paper.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert "is not there" in done.stderr
    assert not file_paper.database.exists()

    file_paper.run(
        "from django.core.management import call_command\ncall_command('migrate', verbosity=0)\nprint(1)"
    )
    assert file_paper.query("SELECT count(*) > 0 FROM django_migrations") == [(1,)]
