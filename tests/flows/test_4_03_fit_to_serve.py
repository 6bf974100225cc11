"""4.3 A paper is never well while its pages are not: what is served is of this version, and complete."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from tests.rigs.migrating import run_over
from tests.rigs.real_paper import STORY, RealPaper
from tests.rigs.serve_factory import Served, wait_until

from kawaraban.config.env import DataDir
from kawaraban.config.processes.fit_to_serve import make_fit

pytestmark = pytest.mark.serve
NEWER = (
    "INSERT INTO django_migrations (app, name, applied) VALUES ('law', '0999_later', '2027-01-01 00:00:00')"
)


def become_older(paper: RealPaper) -> None:
    """Its tables are those of the version before the places of comments; what stands in them stays."""
    run_over(paper.root / "paper.sqlite3", 'call_command("migrate", "comments", "0010", verbosity=0)')


def without_files(folder: Path) -> None:
    for file in folder.rglob("*"):
        if file.is_file():
            file.unlink()


def cut(file: Path, length: int = 0) -> None:
    """As a loss of power leaves it."""
    file.write_bytes(file.read_bytes()[:length])


FAULTS_OF_STYLES: dict[str, Callable[[Path, Path], object]] = {
    "no list": lambda root, _style: (root / "static" / "staticfiles.json").unlink(),
    "an empty list": lambda root, _style: cut(root / "static" / "staticfiles.json"),
    "half a list": lambda root, _style: cut(root / "static" / "staticfiles.json", 2_000),
    "no files": lambda root, _style: without_files(root / "static"),
    "a style too few": lambda _root, style: style.unlink(),
    "an empty style": lambda _root, style: cut(style),
    "an empty style beside it": lambda _root, style: cut(style.with_name(style.name + ".gz")),
    "of another version": lambda root, _style: (root / "release").write_text("of another version"),
    "of no version": lambda root, _style: (root / "release").write_bytes(b"\xbe\xff\x00"),
}


@pytest.fixture
def paper(tmp_path: Path) -> RealPaper:
    return RealPaper.founded(tmp_path / "paper")


def failing(served: Served) -> list[str]:
    named = served.health().get("failing", [])
    assert isinstance(named, list)
    return named


def test_4_3_a_database_of_before_is_refused_with_the_command_that_mends_it(paper: RealPaper) -> None:
    become_older(paper)

    refused = paper.kawaraban("serve", "--port", "0")
    checked = paper.kawaraban("check")
    mended = paper.kawaraban("init", str(paper.root))

    assert refused.returncode == 1
    assert (
        f"older than this version, and nothing was changed. Run: kawaraban init {paper.root}"
        in refused.stderr
    )
    assert "Traceback" not in refused.stderr
    assert checked.returncode == 1
    assert mended.returncode == 0, mended.stderr
    with paper.served() as served:
        assert served.ask(STORY).status == 200


def test_4_3_an_upgrade_of_a_library_that_nobody_brought_in_is_refused_too(paper: RealPaper) -> None:
    paper.query("DELETE FROM django_migrations WHERE app = 'wagtailcore' AND name LIKE '009%'")

    refused = paper.kawaraban("serve", "--port", "0")

    assert refused.returncode == 1
    assert "older than this version" in refused.stderr


def test_4_3_a_database_that_a_newer_version_brought_up_is_served_and_said(paper: RealPaper) -> None:
    paper.query(NEWER)

    with paper.served() as served:
        assert served.ask(STORY).status == 200

    assert "brought up by a newer version (law 0999_later)" in (paper.root / "serve.err").read_text()


@pytest.mark.parametrize("fault", FAULTS_OF_STYLES)
def test_4_3_styles_that_are_missing_or_of_another_version_are_laid_out(paper: RealPaper, fault: str) -> None:
    [style] = (paper.root / "static" / "kawaraban").glob("base.*.css")
    FAULTS_OF_STYLES[fault](paper.root, style)

    checked = paper.kawaraban("check")
    with paper.served() as served:
        assert served.ask("/").status == 200
        assert served.ask(STORY).status == 200
        assert served.ask(f"/static/kawaraban/{style.name}", accept_encoding="gzip").body

    assert checked.returncode == 1
    assert "Styles and scripts of this version are not in" in checked.stderr
    assert "Traceback" not in checked.stderr
    assert paper.kawaraban("check").returncode == 0


def test_4_3_what_is_taken_away_or_replaced_under_a_served_paper_is_told(paper: RealPaper) -> None:
    with paper.served() as served:
        (paper.root / "static" / "staticfiles.json").rename(paper.root / "static" / "away.json")
        wait_until(lambda: "static" in failing(served), "the missing styles")
        (paper.root / "static" / "away.json").rename(paper.root / "static" / "staticfiles.json")
        served.wait_until_healthy()
        become_older(paper)
        wait_until(lambda: "schema" in failing(served), "the older tables")


def test_4_3_what_is_no_database_is_refused_in_a_sentence(paper: RealPaper) -> None:
    (paper.root / "paper.sqlite3").write_bytes(b"")

    refused = paper.kawaraban("serve", "--port", "0")

    assert refused.returncode == 1
    assert "paper.sqlite3 is empty" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_4_3_a_database_that_somebody_holds_is_no_reason_not_to_start(
    paper: RealPaper, caplog: pytest.LogCaptureFixture
) -> None:
    with closing(sqlite3.connect(paper.root / "paper.sqlite3", isolation_level=None)) as held:
        held.execute("PRAGMA locking_mode = EXCLUSIVE")
        held.execute("BEGIN EXCLUSIVE")

        make_fit(DataDir(paper.root), say=lambda _words: None)

    assert "cannot be told now" in caplog.text
