"""7.12: one command brings a paper of before up to this version, with a copy first and a way back."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from tests.rigs.postgres.paper import PostgresPaper, environment
from tests.rigs.postgres.server import needs_postgresql
from tests.rigs.real_paper import RealPaper
from tests.rigs.upgrading.paper_of_before import migrations_of_before, paper_of_before

pytestmark = [pytest.mark.serve, pytest.mark.once("works on papers of its own")]

COUNTED = (
    "comments_comment",
    "comments_thread",
    "law_decision",
    "law_ledgerentry",
    "stories_storypage",
    "people_user",
)


def counts(paper: RealPaper) -> dict[str, int]:
    with closing(sqlite3.connect(paper.root / "paper.sqlite3")) as tables:
        return {name: tables.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in COUNTED}


def test_7_12_a_paper_of_the_last_release_is_brought_up_and_its_pages_printed(tmp_path: Path) -> None:
    paper = paper_of_before(tmp_path / "paper")
    before = counts(paper)

    done = paper.kawaraban("upgrade", "--print-seconds", "20", "--backup-to", str(tmp_path / "copies"))

    assert done.returncode == 0, done.stdout + done.stderr
    assert counts(paper) == before
    assert before["comments_comment"] > 200
    assert "The paper is well." in done.stdout
    assert "start the previous version" in done.stdout
    assert "whole" in paper.kawaraban("records", "verify").stdout
    again = paper.kawaraban("upgrade", "--backup-to", str(tmp_path / "copies"))
    assert (again.returncode, "already" in again.stdout) == (0, True)
    assert len(list((tmp_path / "copies").glob("paper-*"))) == 1
    with paper.served() as served:
        story = served.query("SELECT url FROM comments_thread ORDER BY id LIMIT 1")[0][0]
        assert served.ask(str(story)).status == 200


def test_7_12_the_way_back_that_it_names_leads_back(tmp_path: Path) -> None:
    paper = paper_of_before(tmp_path / "paper")
    before = counts(paper)
    done = paper.kawaraban("upgrade", "--print-seconds", "0", "--backup-to", str(tmp_path / "copies"))
    words = done.stdout.rpartition("kawaraban restore ")[2].split()

    back = paper.kawaraban("restore", *words)

    assert back.returncode == 0, back.stderr
    # The restore is an entry of its own.
    assert counts(paper) | {"law_ledgerentry": 0} == before | {"law_ledgerentry": 0}
    assert paper.kawaraban("records", "verify").returncode == 0


def test_7_12_without_a_place_for_the_copy_nothing_is_touched(tmp_path: Path) -> None:
    paper = paper_of_before(tmp_path / "paper")

    done = paper.kawaraban("upgrade")

    assert done.returncode == 1
    assert "--backup-to" in done.stderr
    with closing(sqlite3.connect(paper.root / "paper.sqlite3")) as tables:
        applied = set(tables.execute("SELECT app, name FROM django_migrations"))
    assert applied == migrations_of_before()


def test_7_12_a_copy_that_cannot_be_made_stops_it(tmp_path: Path) -> None:
    paper = paper_of_before(tmp_path / "paper")
    (tmp_path / "file").write_text("in the way")

    done = paper.kawaraban("upgrade", "--backup-to", str(tmp_path / "file"))

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    with closing(sqlite3.connect(paper.root / "paper.sqlite3")) as tables:
        assert set(tables.execute("SELECT app, name FROM django_migrations")) == migrations_of_before()


def test_7_12_a_paper_that_is_served_meanwhile_is_told_to_be_started_again(tmp_path: Path) -> None:
    paper = RealPaper.founded(tmp_path / "paper")
    with paper.served() as served:
        (paper.root / "release").write_text("of before")

        done = paper.kawaraban("upgrade", "--no-backup")
        looked = paper.kawaraban("upgrade", "--look-at", f"http://127.0.0.1:{served.port}/healthz")

    assert done.returncode == 0, done.stderr
    assert "still serves the paper. Start this one" in done.stdout
    assert (looked.returncode, looked.stdout.strip()) == (0, "The paper is well.")


def test_7_12_styles_of_the_version_before_stay_for_one_version_more(tmp_path: Path) -> None:
    paper = RealPaper.founded(tmp_path / "paper")
    static = paper.root / "static"
    listed = json.loads((static / "staticfiles.json").read_text())
    listed["paths"]["old.css"] = "old.0123456789ab.css"
    (static / "old.0123456789ab.css").write_text("body {}")
    (static / "staticfiles.json").write_text(json.dumps(listed))
    there = []

    for release in ("of before", "", "of another", ""):
        if release:
            (paper.root / "release").write_text(release)
        else:  # the same version, laid out anew
            (static / "staticfiles.json").unlink()
        assert paper.kawaraban("init", str(paper.root)).returncode == 0
        there.append((static / "old.0123456789ab.css").exists())

    assert there == [True, True, False, False]
    assert "old.css" not in json.loads((static / "staticfiles.json").read_text())["paths"]


@needs_postgresql
def test_7_12_a_paper_in_postgresql_is_brought_up(tmp_path: Path) -> None:
    paper = PostgresPaper.founded(tmp_path / "paper")
    assert paper.kawaraban("demo").returncode == 0
    for words in (("triage", "zero"), ("comments", "0011")):  # a paper of before is made by going back
        subprocess.run(
            [sys.executable, "-m", "django", "migrate", "--verbosity=0", *words],
            check=True,
            env=environment(
                paper.root, paper.address, DJANGO_SETTINGS_MODULE="kawaraban.config.settings.newspaper"
            ),
        )
    refused = paper.kawaraban("serve", "--port", "0")

    done = paper.kawaraban("upgrade", "--no-backup", "--print-seconds", "0")

    assert refused.returncode == 1
    assert done.returncode == 0, done.stdout + done.stderr
    assert "The paper is well." in done.stdout
    assert paper.kawaraban("records", "verify").returncode == 0
