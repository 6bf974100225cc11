"""Promise 7.7: one command carries a paper to PostgreSQL and back; stopped in the middle it leaves both sides whole."""

import subprocess
import sys
import uuid
from pathlib import Path

import psycopg
import pytest
from tests.rigs.postgres.paper_rows import rows_of
from tests.rigs.postgres.server import needs_postgresql, shared_server
from tests.rigs.real_paper import STORY, RealPaper, environment
from tests.rigs.serve_factory import wait_until

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
    for words in (("init", str(paper.root)), ("demo",)):
        assert paper.kawaraban(*words).returncode == 0
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
        with pytest.raises(psycopg.errors.IntegrityConstraintViolation):
            server.execute("DELETE FROM law_ledgerentry")

    assert done.returncode == 0, done.stderr
    assert page.status == 200
    assert highest == int(str(newest)) + 1
    assert paper.verify().returncode == 0


def test_7_07_a_database_with_anything_in_it_is_refused_and_stays(paper: RealPaper, empty: str) -> None:
    with psycopg.connect(empty) as server:
        server.execute("CREATE TABLE somebody (name text)")

    done = paper.kawaraban("move", str(paper.root), "--to", empty)

    assert done.returncode == 1
    assert "is not empty: it has a table somebody" in done.stderr
    assert tables_in(empty) == ["somebody"]
    assert 'database_url = "postgresql' not in (paper.root / "kawaraban.toml").read_text()


def test_7_07_killed_in_the_middle_both_sides_are_whole(paper: RealPaper, empty: str) -> None:
    before = rows_of(paper.root / "paper.sqlite3")
    moving = subprocess.Popen(
        [sys.executable, "-m", "kawaraban", "move", str(paper.root), "--to", empty],
        env=environment(KAWARABAN_DATA=str(paper.root)),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wait_until(lambda: "comments_comment" in tables_in(empty), "its tables", seconds=60)
    moving.kill()
    moving.wait()

    left = tables_in(empty)
    verified = paper.verify()
    unmoved = rows_of(paper.root / "paper.sqlite3")
    again = paper.kawaraban("move", str(paper.root), "--to", empty)

    assert "kawaraban_unfinished" in left
    assert verified.returncode == 0
    assert unmoved == before
    assert again.returncode == 0, again.stderr
    assert "kawaraban_unfinished" not in tables_in(empty)
    assert paper.verify().returncode == 0


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
    for name in ("comments", "stories", "record", "decisions", "staff"):
        there, here = (tmp_path / folder / "tables" / f"{name}.jsonl" for folder in ("export", "back"))
        assert there.read_bytes().splitlines() == here.read_bytes().splitlines() or name == "stories"
