"""Promise 7.7: one command carries a paper to PostgreSQL and back; stopped in the middle it leaves both sides whole."""

import json
import shutil
import subprocess
import sys
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.rigs.demo_served import make_demo
from tests.rigs.postgres.new_papers import new_paper_database
from tests.rigs.postgres.paper_rows import rows_of
from tests.rigs.postgres.pooler import pooled
from tests.rigs.postgres.server import needs_postgresql, shared_server
from tests.rigs.postgres.structure import structure_of
from tests.rigs.real_paper import STORY, RealPaper, environment
from tests.rigs.serve_factory import wait_until
from tests.rigs.tables import address_of

_THREAD = """
from kawaraban.comments.models import Thread
Thread.objects.create(locator="story-1", url="/a/", title="A", language="en")
"""
pytestmark = [needs_postgresql, pytest.mark.serve, pytest.mark.once("works on papers of its own")]


@pytest.fixture
def empty() -> str:
    """The address of a database without anything in it."""
    return shared_server().new_database(f"moving_{uuid.uuid4().hex[:12]}")


@pytest.fixture
def paper(tmp_path: Path) -> RealPaper:
    paper = RealPaper.founded(tmp_path / "paper")
    paper.send(3)
    return paper


def tables_in(address: str) -> list[str]:
    with psycopg.connect(address) as server:
        return [
            name for (name,) in server.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        ]


def test_7_07_a_paper_goes_to_postgresql_and_comes_back_the_same(tmp_path: Path, empty: str) -> None:
    paper = RealPaper(tmp_path / "paper")
    make_demo(paper.root)
    before = rows_of(paper.root / "paper.sqlite3")

    there = paper.kawaraban("move", str(paper.root), "--to", empty)
    verified = paper.verify()
    untouched = rows_of(paper.root / "paper.sqlite3")
    back = paper.kawaraban("move", str(paper.root), "--to", "sqlite")

    assert there.returncode == 0, there.stderr
    assert "whole on both sides" in there.stdout
    assert (verified.returncode, verified.stderr) == (0, "")
    assert untouched == before
    assert back.returncode == 0, back.stderr
    assert rows_of(paper.root / "paper.sqlite3") == before
    assert len(list(paper.root.glob("paper.sqlite3.before-*"))) == 1


def test_7_07_the_moved_paper_is_served_and_goes_on_with_its_numbers(paper: RealPaper, empty: str) -> None:
    [(newest,)] = paper.query("SELECT max(seq) FROM sqlite_sequence WHERE name = 'comments_comment'")
    done = paper.kawaraban("move", str(paper.root), "--to", empty)

    paper.send(1, "After the move ")
    with paper.served() as served:
        page = served.ask(STORY)
    with psycopg.connect(empty) as server:
        [highest] = server.execute("SELECT max(id) FROM comments_comment").fetchone() or (0,)
        known = server.execute("SELECT name FROM press_keyfingerprint").fetchall()
        with pytest.raises(psycopg.errors.IntegrityConstraintViolation):
            server.execute("DELETE FROM law_ledgerentry")

    assert done.returncode == 0, done.stderr
    assert page.status == 200
    assert highest == int(str(newest)) + 1
    assert {name for (name,) in known} == {"secret", "ledger"}  # no other keys are served over it
    assert paper.verify().returncode == 0


def test_7_07_a_database_with_anything_in_it_is_refused_and_stays(paper: RealPaper, empty: str) -> None:
    with psycopg.connect(empty) as server:
        server.execute("CREATE TABLE somebody (name text)")

    done = paper.kawaraban("move", str(paper.root), "--to", empty)

    assert done.returncode == 1
    assert "is not empty: it has a table somebody" in done.stderr
    assert tables_in(empty) == ["somebody"]
    assert 'database_url = "postgresql' not in (paper.root / "kawaraban.toml").read_text()


def rows_in(address: str) -> int:
    """How many entries of the record everybody sees; 0 where there is no table yet."""
    if "law_ledgerentry" not in tables_in(address):
        return 0
    with psycopg.connect(address) as server:
        [count] = server.execute("SELECT count(*) FROM law_ledgerentry").fetchone() or (0,)
    return int(count)


def is_marked(address: str) -> bool:
    return "kawaraban_unfinished" in tables_in(address)


PHASES: dict[str, Callable[[str], bool]] = {
    "it begins": is_marked,
    "its tables are made": lambda address: "comments_comment" in tables_in(address),
    "its rows are checked": lambda address: rows_in(address) > 0,
    "it is taken for a paper": lambda address: rows_in(address) > 0 and not is_marked(address),
}


def killed_when(paper: RealPaper, target: str, phase: Callable[[], bool], **changes: str) -> None:
    """A move that is killed as soon as the phase is seen; it may have come to its end meanwhile."""
    moving = subprocess.Popen(
        [sys.executable, "-m", "kawaraban", "move", str(paper.root), "--to", target],
        env=environment(KAWARABAN_DATA=str(paper.root), **changes),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wait_until(lambda: phase() or moving.poll() is not None, "that phase of a move", seconds=300)
    moving.kill()
    moving.wait()


@pytest.mark.parametrize("phase", PHASES)
def test_7_07_killed_when(paper: RealPaper, empty: str, phase: str) -> None:
    before = rows_of(paper.root / "paper.sqlite3")

    killed_when(paper, empty, lambda: PHASES[phase](empty))
    unmoved = rows_of(paper.root / "paper.sqlite3")
    verified = paper.verify()
    is_moved = 'database_url = "postgresql' in (paper.root / "kawaraban.toml").read_text()
    is_whole_there = rows_in(empty) > 0 and not is_marked(empty)
    again = paper.kawaraban("move", str(paper.root), "--to", empty)

    assert unmoved == before
    assert (verified.returncode, verified.stderr) == (0, "")
    assert is_whole_there or not is_moved
    if is_whole_there:
        assert again.returncode == 1
        assert "in this database already" in again.stderr if is_moved else "is not empty" in again.stderr
    else:
        assert again.returncode == 0, again.stderr
        assert not is_marked(empty)
    assert paper.verify().returncode == 0


def test_7_07_killed_on_its_way_back_the_paper_stays_where_it_was(tmp_path: Path) -> None:
    paper = RealPaper.founded(tmp_path / "paper", database="postgresql")
    paper.send(2)
    filled = paper.root / "moving.partial" / "paper.sqlite3"

    killed_when(paper, "sqlite", lambda: filled.exists() and filled.stat().st_size > 0)
    verified = paper.verify()
    left = (paper.root / "paper.sqlite3").exists()
    back = paper.kawaraban("move", str(paper.root), "--to", "sqlite")

    assert verified.returncode == 0, verified.stderr
    assert not left
    assert back.returncode == 0, back.stderr
    assert not filled.parent.exists()
    assert paper.verify().returncode == 0
    assert (paper.root / "paper.sqlite3").exists()


def test_7_07_it_goes_there_and_back_through_a_pooler_of_transactions(paper: RealPaper, empty: str) -> None:
    before = rows_of(paper.root / "paper.sqlite3")

    with pooled(empty, mode="transaction") as address:
        there = paper.kawaraban("move", str(paper.root), "--to", address)
        verified = paper.verify()
        back = paper.kawaraban("move", str(paper.root), "--to", "sqlite")

    assert there.returncode == 0, there.stderr
    assert verified.returncode == 0, verified.stderr
    assert back.returncode == 0, back.stderr
    assert rows_of(paper.root / "paper.sqlite3") == before


def test_7_07_a_paper_of_comments_alone_goes_there_and_back(tmp_path: Path, empty: str) -> None:
    alone: dict[str, Any] = {"KAWARABAN_PROFILE": "comments_only"}
    paper = RealPaper(tmp_path / "paper")
    made = paper.kawaraban("init", str(paper.root), **alone)
    demo = paper.kawaraban("demo", **alone)
    paper.run(_THREAD, profile="comments_only")
    paper.send(3, profile="comments_only")
    before = rows_of(paper.root / "paper.sqlite3")

    there = paper.kawaraban("move", str(paper.root), "--to", empty, **alone)
    back = paper.kawaraban("move", str(paper.root), "--to", "sqlite", **alone)

    assert made.returncode == 0, made.stderr
    assert (demo.returncode, len(demo.stderr.splitlines())) == (1, 1), demo.stderr
    assert len(before["comments_comment"]) == 3
    assert there.returncode == 0, there.stderr
    assert "stories_storypage" not in tables_in(empty)
    assert back.returncode == 0, back.stderr
    after = rows_of(paper.root / "paper.sqlite3")
    assert {name: after[name] for name in before if before[name]} == {
        name: rows for name, rows in before.items() if rows
    }


def test_7_07_indexes_and_references_are_there_as_in_a_paper_that_was_made_there(
    paper: RealPaper, empty: str
) -> None:
    made = new_paper_database("made")

    done = paper.kawaraban("move", str(paper.root), "--to", empty)

    assert done.returncode == 0, done.stderr
    assert structure_of(empty) == structure_of(made)


def test_7_07_what_does_not_fit_empties_the_target_again(paper: RealPaper, empty: str) -> None:
    paper.query("UPDATE comments_thread SET title = 'cut' || char(0) || 'here'")

    done = paper.kawaraban("move", str(paper.root), "--to", empty)

    assert done.returncode == 1
    assert "A row of comments.thread" in done.stderr
    assert tables_in(empty) == []


def test_7_07_a_paper_that_is_served_is_not_moved(paper: RealPaper, empty: str) -> None:
    with paper.served():
        done = paper.kawaraban("move", str(paper.root), "--to", empty)

    assert done.returncode == 1
    assert "is being served" in done.stderr
    assert tables_in(empty) == []


def test_7_07_a_paper_that_is_served_through_a_pooler_is_not_moved_from_another_machine(
    tmp_path: Path,
) -> None:
    paper = RealPaper.founded(tmp_path / "paper", database="postgresql")
    other = RealPaper(tmp_path / "other")
    shutil.copytree(paper.root, other.root)

    with (
        pooled(address_of(paper.root), mode="transaction") as address,
        paper.served(KAWARABAN_DATABASE_URL=address),
    ):
        wait_until(lambda: paper.query("SELECT 1 FROM alerts_healthreport"), "a worker at its work")
        done = other.kawaraban("move", str(other.root), "--to", "sqlite", KAWARABAN_DATABASE_URL=address)

    assert done.returncode == 1
    assert "at work in this database" in done.stderr
    assert not (other.root / "paper.sqlite3").exists()


def test_7_07_a_record_that_is_not_whole_is_not_moved(paper: RealPaper, empty: str) -> None:
    paper.query(
        "UPDATE comments_comment SET text = 'other words' WHERE id = (SELECT max(id) FROM comments_comment)"
    )

    done = paper.kawaraban("move", str(paper.root), "--to", empty)

    assert done.returncode == 1
    assert "The record is not whole" in done.stderr
    assert tables_in(empty) == []


def test_7_11_an_export_of_a_file_is_imported_into_postgresql(
    paper: RealPaper, empty: str, tmp_path: Path
) -> None:
    paper.kawaraban("export", "--out", str(tmp_path / "export"), "--secrets")
    again = RealPaper(tmp_path / "again")

    done = again.kawaraban("import", str(tmp_path / "export"), KAWARABAN_DATABASE_URL=empty)
    verified = again.kawaraban("records", "verify", KAWARABAN_DATABASE_URL=empty)
    back = again.kawaraban(
        "export", "--out", str(tmp_path / "back"), "--secrets", KAWARABAN_DATABASE_URL=empty
    )

    assert done.returncode == 0, done.stderr
    assert (verified.returncode, verified.stderr) == (0, "")
    assert back.returncode == 0, back.stderr
    there, here = (tables_of_export(tmp_path / folder) for folder in ("export", "back"))
    assert there["tables/record.jsonl"]
    assert here.keys() == there.keys()
    assert {name for name in there if here[name] != there[name]} == set()
    assert (tmp_path / "back" / "ledger.heads").read_bytes() == (
        tmp_path / "export" / "ledger.heads"
    ).read_bytes()


def tables_of_export(folder: Path) -> dict[str, list[object]]:
    """Every line of every file, by what it says."""
    return {
        path.relative_to(folder).as_posix(): [
            json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()
        ]
        for path in (folder / "tables").iterdir()
    }
