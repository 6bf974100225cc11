"""5b.7: a paper of growth is made from a seed, its record is whole, and each figure is told with how it grows."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bench.grown.measuring import ROWS, Figures, exponents, outcome
from bench.growth.sizes import BUSY_EMAIL, SIZES
from bench.refusals import NotMeasured, Refused
from bench.rounds import Measured
from bench.targets import TARGETS, is_of_growth

pytestmark = pytest.mark.once("processes of its own")

ROOT = Path(__file__).resolve().parents[2]
SMALL = SIZES["XS"]


def program(*words: str) -> "subprocess.CompletedProcess[str]":
    """A module, as `make bench` calls it: without any setting of the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "KAWARABAN"))}
    return subprocess.run(
        [sys.executable, "-m", *words],
        env=kept | {"PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The smallest paper of growth."""
    data = tmp_path_factory.mktemp("grown") / "paper"
    done = program("bench.growth.fill", "--size", SMALL.name, "--data", str(data))
    assert done.returncode == 0, done.stderr
    return data


def told(data: Path, sql: str) -> list[tuple[Any, ...]]:
    """Rows of its database."""
    with closing(sqlite3.connect(data / "paper.sqlite3")) as database:
        return database.execute(sql).fetchall()


@pytest.mark.serve
def test_5b_07_the_record_of_a_grown_paper_is_whole(grown: Path) -> None:
    verified = program("kawaraban", "records", "verify", "--data", str(grown))

    assert verified.returncode == 0, verified.stderr
    assert "The record is whole." in verified.stdout
    assert "Note:" not in verified.stdout


@pytest.mark.serve
def test_5b_07_it_holds_what_its_size_says(grown: Path) -> None:
    statuses: dict[str, int] = dict(
        told(grown, "SELECT status, count(*) FROM comments_comment GROUP BY status")
    )
    [[longest]] = told(
        grown, "SELECT count(*) FROM comments_comment GROUP BY thread_id ORDER BY 1 DESC LIMIT 1"
    )
    [[busy]] = told(grown, f"SELECT count(*) FROM comments_comment WHERE email = '{BUSY_EMAIL}'")

    assert sum(statuses.values()) == SMALL.comments
    assert {"approved", "pending", "rejected"} <= statuses.keys()
    assert told(grown, "SELECT count(*) FROM stories_storypage") == [(SMALL.stories,)]
    assert SMALL.long_thread <= longest <= SMALL.long_thread + 20
    assert busy == SMALL.busy
    assert told(grown, "SELECT count(*) > 50, count(*) - count(sent_at) FROM law_outboxmessage") == [(1, 0)]
    assert told(grown, "SELECT count(*) > 0 FROM comments_threadpage") == [(1,)]
    assert told(
        grown, "SELECT revision_id - (SELECT max(id) FROM comments_revision) FROM desk_searchcursor"
    ) == [(0,)]


@pytest.mark.serve
def test_5b_07_every_decided_comment_has_its_decision_and_its_entries(grown: Path) -> None:
    without = (
        "SELECT count(*) FROM comments_comment c WHERE status <> 'pending' AND NOT EXISTS"
        " (SELECT 1 FROM law_decision d WHERE d.subject = 'comment:' || c.public_id)"
    )
    unstated = (
        "SELECT count(*) FROM law_decision d WHERE visibility <> '' AND NOT EXISTS"
        " (SELECT 1 FROM law_statement s WHERE s.decision_id = d.id)"
    )

    assert told(grown, without) == [(0,)]
    assert told(grown, unstated) == [(0,)]
    assert told(grown, "SELECT count(*) > 700 FROM law_ledgerentry") == [(1,)]
    heads = len((grown / "ledger.heads").read_text().splitlines())
    assert told(grown, "SELECT count(*) FROM law_ledgerentry") == [(heads,)]


@pytest.mark.serve
def test_5b_07_statements_say_what_the_product_says_of_a_mark_in_the_words(grown: Path) -> None:
    said = told(
        grown,
        "SELECT DISTINCT s.automation FROM law_statement s JOIN law_decision d ON d.id = s.decision_id"
        " WHERE d.was_machine_detected AND s.language = 'en'",
    )

    assert said == [
        ("A program had marked something in it for the moderator. No machine decided: a person did.",)
    ]


def test_5b_07_the_exponent_says_how_a_figure_grows() -> None:
    assert exponents({"S": 10.0, "M": 10.0}) == [0.0]
    assert exponents({"S": 10.0, "M": 100.0, "L": 100.0}) == pytest.approx([1.0, 0.0])


def test_5b_07_a_row_of_growth_goes_by_its_worst_step_and_tells_each_size() -> None:
    at: dict[str, Figures] = {"S": {"G1": 100.0}, "M": {"G1": 110.0}, "L": {"G1": 220.0}}

    found = outcome("G1", at)

    assert isinstance(found, Measured)
    assert found.median == pytest.approx(0.301, abs=0.001)
    assert found.beside == {"at S": 100.0, "at M": 110.0, "at L": 220.0}


def test_5b_07_other_rows_go_by_the_largest_size_and_a_refusal_is_not_hidden() -> None:
    at: dict[str, Figures] = {
        "S": {"G17": 1.0, "G15": 900.0},
        "M": {"G17": 2.0, "G15": Refused("a comment was refused"), "G19": 250.0},
    }

    found = outcome("G17", at)

    assert isinstance(found, Measured)
    assert found.median == 2.0
    assert isinstance(outcome("G15", at), Refused)
    assert isinstance(outcome("G20", at), NotMeasured)
    memory = outcome("G19", at)
    assert isinstance(memory, Measured)
    assert memory.median == 250.0


def test_5b_07_every_row_of_growth_is_measured() -> None:
    assert {target.row for target in TARGETS if is_of_growth(target)} == set(ROWS)


def test_5b_07_the_rows_of_growth_are_asked_for_by_name() -> None:
    done = program("bench", "--rows", "G1")

    assert done.returncode == 2
    assert "GROWTH=yes" in done.stderr
