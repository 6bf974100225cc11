"""4.3: a database that was taken away or damaged is named, is never made anew, and is used again when it is back."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.makers.papers_with_threads import failing, log, open_thread, reason, send, wait_until_failing
from tests.rigs.serve_factory import Served, environment, make_paper, wait_until

pytestmark = pytest.mark.serve


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with Served.started(make_paper(tmp_path / "paper")) as running:
        open_thread(running)
        running.ask("/test/story/1/")
        yield running


def program(data: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "kawaraban", *words],
        env=environment(data),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_4_3_a_database_that_is_moved_away_is_named_and_used_again_when_it_is_back(served: Served) -> None:
    database, aside = served.data / "paper.sqlite3", served.data / "aside"
    database.rename(aside)

    answer = send(served, "Meanwhile.")
    wait_until_failing(served, "database")
    page = served.ask("/test/story/99/")
    desk = served.ask("/desk/sign-in/")

    assert (answer.status, reason(answer)) == (503, "storage_broken")
    assert (page.status, desk.status) == (503, 503)
    assert "retry-after" in page.headers
    assert served.ask("/test/story/1/").status == 200
    assert not database.exists()
    aside.rename(database)
    served.wait_until_healthy()
    assert send(served, "Afterwards.").status == 201
    assert served.ask("/test/story/99/").status == 200
    assert "Traceback" not in log(served)


def test_4_3_nobody_makes_a_database_while_it_is_away(served: Served) -> None:
    (served.data / "paper.sqlite3").rename(served.data / "aside")

    for role in ("clerk", "worker", "app-1"):
        served.kill(role)
    send(served, "Meanwhile.")
    done = [program(served.data, *words) for words in (["check"], ["press", "status"], ["records", "verify"])]

    assert not (served.data / "paper.sqlite3").exists()
    assert {one.returncode for one in done} == {1}
    assert "Traceback" not in "".join(one.stderr for one in done), done
    (served.data / "aside").rename(served.data / "paper.sqlite3")
    served.wait_until_healthy()


def test_4_3_damage_in_the_middle_is_named_and_its_end_noticed(served: Served) -> None:
    database = served.data / "paper.sqlite3"
    served.query("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = database.read_bytes()
    damage(database)

    # Whoever has a page of it in memory does not see it: a new clerk reads the disk.
    served.kill("clerk")
    wait_until(lambda: reason(send(served, "Words.")) == "storage_broken", "a refusal")
    wait_until_failing(served, "database")
    assert program(served.data, "check").returncode == 1

    with database.open("r+b") as file:
        file.write(whole)
    wait_until(lambda: "database" not in failing(served), "that it is whole again")
    assert "Traceback" not in log(served)


def damage(database: Path) -> None:
    """Random bytes over the pages of the comments' table and its indexes."""
    with sqlite3.connect(database) as reader:
        places = [
            page
            for (page,) in reader.execute(
                "SELECT rootpage FROM sqlite_master WHERE tbl_name IN ('comments_comment', 'comments_thread')"
            )
        ]
    reader.close()
    with database.open("r+b") as file:
        for page in places:
            file.seek((page - 1) * 4096)
            file.write(os.urandom(4096))


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("missing", "has no database"),
        ("missing with a record", "is missing, but this paper has a record"),
        ("empty", "is empty"),
        ("other", "is not a database"),
        ("without tables", "holds no paper"),
        ("damaged", "is damaged"),
        ("cut", "is damaged: "),
        ("without its orders", "is damaged: "),
        ("a pipe", "it is no file"),
        ("a folder", "cannot be opened"),
    ],
)
def test_4_3_serve_refuses_what_is_no_database_of_a_paper_in_one_sentence(
    tmp_path: Path, fault: str, said: str
) -> None:
    data = make_paper(tmp_path / "paper")
    break_database(data, fault)
    before = sorted(path.name for path in data.glob("paper.sqlite3*"))

    done = program(data, "serve", "--port", "0")

    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert said in done.stderr
    assert sorted(path.name for path in data.glob("paper.sqlite3*")) == before


def break_database(data: Path, fault: str) -> None:
    database = data / "paper.sqlite3"
    if fault == "damaged":
        whole = database.read_bytes()
        database.write_bytes(whole[:100] + os.urandom(len(whole) - 100))
        return
    if fault == "without its orders":
        with sqlite3.connect(database) as found:
            asked = (
                "SELECT rootpage FROM sqlite_master WHERE type = 'table' AND tbl_name = 'press_reprintorder'"
            )
            [(page,)] = found.execute(asked).fetchall()
        found.close()
        with database.open("r+b") as file:
            file.seek((page - 1) * 4096)
            file.write(os.urandom(4096))
        return
    if fault == "cut":
        with database.open("r+b") as file:
            file.truncate(database.stat().st_size // 2)
        return
    database.unlink()
    if fault == "a pipe":
        os.mkfifo(database)
    if fault == "missing with a record":
        (data / "ledger.heads").write_text("1 a b\n")
    if fault == "empty":
        database.touch()
    if fault == "other":
        database.write_text("This was a paper once.")
    if fault == "without tables":
        with sqlite3.connect(database) as made:
            made.execute("CREATE TABLE other (x)")
        made.close()
    if fault == "a folder":
        database.mkdir()


def test_4_3_init_makes_no_new_database_for_a_paper_that_has_a_record(tmp_path: Path) -> None:
    data = make_paper(tmp_path / "paper")
    break_database(data, "missing with a record")

    done = program(data, "init", str(data))

    assert done.returncode == 1
    assert "Put the database or its copy back" in done.stderr
    assert not (data / "paper.sqlite3").exists()
