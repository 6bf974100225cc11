"""7.10 The same on PostgreSQL: one snapshot while it is written to, a restore that is whole or nothing, a trial."""

from pathlib import Path

import psycopg
import pytest
from tests.rigs.postgres.new_papers import new_paper_database
from tests.rigs.postgres.server import needs_postgresql, shared_server
from tests.rigs.real_paper import RealPaper

pytestmark = [pytest.mark.serve, needs_postgresql]


@pytest.fixture
def url() -> str:
    return new_paper_database("copied")


@pytest.fixture
def paper(tmp_path: Path, url: str) -> RealPaper:
    founded = RealPaper(tmp_path / "paper")
    done = founded.kawaraban("init", str(founded.root), KAWARABAN_DATABASE_URL=url)
    assert done.returncode == 0, done.stderr
    return founded


def test_7_10_a_paper_on_postgresql_comes_back_with_its_record(
    paper: RealPaper, url: str, tmp_path: Path
) -> None:
    into = _empty_database("restored")
    restored = RealPaper(tmp_path / "restored")

    made = paper.kawaraban("backup", str(tmp_path / "copy"), KAWARABAN_DATABASE_URL=url)
    full = restored.kawaraban("restore", str(tmp_path / "copy"), KAWARABAN_DATABASE_URL=url)
    done = restored.kawaraban("restore", str(tmp_path / "copy"), KAWARABAN_DATABASE_URL=into)
    verified = restored.kawaraban("records", "verify", KAWARABAN_DATABASE_URL=into)

    assert made.returncode == 0, made.stderr
    assert full.returncode == 1
    assert "The database is not empty" in full.stderr
    assert done.returncode == 0, done.stderr
    assert verified.returncode == 0, verified.stderr
    assert "The paper was restored on " in verified.stdout
    assert _pages(into) == _pages(url)


def test_7_10_what_was_in_the_database_is_set_aside_and_nothing_of_it_deleted(
    paper: RealPaper, url: str, tmp_path: Path
) -> None:
    paper.kawaraban("backup", str(tmp_path / "copy"), KAWARABAN_DATABASE_URL=url)
    _do(url, "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('of before')")

    done = paper.kawaraban("restore", str(tmp_path / "copy"), "--over", KAWARABAN_DATABASE_URL=url)

    assert done.returncode == 0, done.stderr
    [aside] = _ask(url, "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'before_%'")
    assert _ask(url, f'SELECT word FROM "{aside}".kept') == ["of before"]
    assert f"the schema {aside}" in done.stdout
    assert _pages(url)


def test_7_10_a_dump_that_breaks_off_changes_nothing(paper: RealPaper, url: str, tmp_path: Path) -> None:
    from kawaraban.config.copies.postgresql_copy import fill

    paper.kawaraban("backup", str(tmp_path / "copy"), KAWARABAN_DATABASE_URL=url)
    dump = tmp_path / "copy" / "paper.dump"
    dump.write_bytes(dump.read_bytes()[: dump.stat().st_size // 2])
    before = _pages(url)

    with pytest.raises(OSError, match=r"pg_restore|psql"):
        fill(url, dump, aside="a-test")

    assert _pages(url) == before
    assert _ask(url, "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'before_%'") == []


def test_7_10_a_copy_of_postgresql_is_tried_in_a_database_of_its_own_that_is_gone_afterwards(
    paper: RealPaper, url: str, tmp_path: Path
) -> None:
    paper.kawaraban("backup", str(tmp_path / "copy"), KAWARABAN_DATABASE_URL=url)

    listed = paper.kawaraban("backup", "list", str(tmp_path), KAWARABAN_DATABASE_URL=url)
    tried = paper.kawaraban("backup", "verify", str(tmp_path / "copy"), KAWARABAN_DATABASE_URL=url)

    assert listed.stdout.startswith("copy: ")
    assert len(listed.stdout.splitlines()) == 1
    assert tried.returncode == 0, tried.stderr
    assert "answers at /" in tried.stdout
    assert "The copy is whole" in tried.stdout
    assert _ask(url, "SELECT datname FROM pg_database WHERE datname LIKE 'kawaraban_trial%'") == []


def test_7_10_a_server_that_is_away_is_one_sentence_without_its_password(
    paper: RealPaper, tmp_path: Path
) -> None:
    away = "postgresql://postgres:geheim@127.0.0.1:9/paper"

    refused = paper.kawaraban("backup", str(tmp_path / "copy"), KAWARABAN_DATABASE_URL=away)

    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    assert "geheim" not in refused.stderr
    assert not (tmp_path / "copy").exists()


def _empty_database(name: str) -> str:
    from uuid import uuid4

    return shared_server().new_database(f"{name}_{uuid4().hex[:8]}")


def _pages(url: str) -> list[object]:
    return _ask(url, "SELECT title FROM wagtailcore_page ORDER BY path")


def _ask(url: str, sql: str) -> list[object]:
    with psycopg.connect(url) as server:
        return [row[0] for row in server.execute(sql.encode()).fetchall()]


def _do(url: str, sql: str) -> None:
    with psycopg.connect(url) as server:
        server.execute(sql.encode())
