"""6.3, 6.12: on what is kept back of other people's corpora the model in the package reaches its floors."""

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from kawaraban.triage.judging.corpora import CORPORA, held_out, present
from kawaraban.triage.judging.suite.approval_rows import approval_rows
from kawaraban.triage.judging.suite.calibration_rows import calibration_rows
from kawaraban.triage.judging.suite.fairness_rows import fairness_rows
from kawaraban.triage.judging.suite.kept_back import KeptBack
from kawaraban.triage.judging.suite.language_rows import language_rows
from kawaraban.triage.judging.suite.obfuscation_rows import obfuscation_rows
from kawaraban.triage.judging.suite.order_rows import order_rows
from kawaraban.triage.judging.suite.row import FigureRow
from kawaraban.triage.judging.suite.site_rows import site_rows
from kawaraban.triage.model.heads import Head
from kawaraban.triage.model.scorer import Model

DATA = (
    Path(os.environ.get("KAWARABAN_REAL_DATA") or Path(__file__).resolve().parents[3] / "shared" / "data")
    / "triage"
)
pytestmark = pytest.mark.skipif(
    not set(CORPORA).issubset(present(DATA)), reason=f"the corpora of triage are not all here: {DATA}"
)
# What the model in the package does not reach, with the reason. Where it does, its line goes.
BELOW = {
    "Civil Comments (news), identity attack": "few comments of the corpus attack an identity",
    "Civil Comments (news), threat": "few comments threaten: the interval is from .64 to .73",
    "Turkish tweets, offensive": "by .004; the interval is from .863 to .886",
    "Turkish tweets, macro-F1 at .5": "the score is a probability, and at a half it finds too few",
}
# Without what text under CC BY-SA has fed: weaker, and by no more than this.
WEAKER_BY = 0.05


@cache
def kept() -> KeptBack:
    return KeptBack(DATA, Model.load())


@pytest.mark.parametrize(
    "part",
    [order_rows, calibration_rows, fairness_rows, obfuscation_rows, site_rows, language_rows],
    ids=lambda part: part.__name__,
)
def test_6_12_every_floor_is_reached(part: Callable[[KeptBack], list[FigureRow]]) -> None:
    rows = part(kept())

    below = {row.what: row.figure for row in rows if row.holds is False}

    assert rows
    assert set(below) - set(BELOW) == set(), below
    reached = {row.what for row in rows if row.holds} & set(BELOW)
    assert reached == set(), "these are reached now: take them from the list"


def test_6_12_what_approval_would_let_through_is_measured_beside_its_share() -> None:
    rows = {row.what: row for row in approval_rows(kept())}

    shares = [
        what for what, row in rows.items() if what.endswith("share approved") and row.figure is not None
    ]

    assert shares
    for what in shares:
        other = rows[what.replace("share approved", "part of all violations let through")]
        assert other.figure is not None


def test_6_12_without_the_share_alike_part_it_works_and_is_weaker() -> None:
    strict = KeptBack(DATA, Model.load(with_share_alike=False))

    with_it = {row.what: row.figure for row in order_rows(kept())}
    without = {row.what: row.figure for row in order_rows(strict)}

    what = "Wikipedia talk, toxic"
    first, second = with_it[what], without[what]
    assert first is not None
    assert second is not None
    assert second >= first - WEAKER_BY
    assert strict.model.version != kept().model.version


@pytest.mark.parametrize("name", CORPORA)
def test_6_12_a_fifth_of_each_corpus_is_kept_back_with_both_labels(name: str) -> None:
    rows = held_out(DATA, name)
    broken = sum(row.is_violation for row in rows)

    assert 0 < broken < len(rows)
    assert 0.1 < len(rows) / len({row.text for row in CORPORA[name].read(DATA)}) < 0.3


def test_6_12_no_score_leaves_its_bounds_on_real_texts() -> None:
    for name in ("wikipedia", "turkish", "dyn"):
        scores = kept().judged(name, Head.TOXIC).scores

        assert scores.min() >= 0
        assert scores.max() <= 1
