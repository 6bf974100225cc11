"""6.8: the share that could be approved keeps its promise, and what it lets through is said with it."""

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from kawaraban.triage.judging.approval import (
    approvable,
    clopper_pearson,
    in_halves,
    needed,
    thinned,
)
from kawaraban.triage.judging.ranking import Floats, Labels


def stream(
    seed: int, *, rows: int = 5000, prevalence: float = 0.05, apart: float = 2.5
) -> tuple[Labels, Floats]:
    chance = np.random.default_rng(seed)
    labels = chance.random(rows) < prevalence
    return labels, 1 / (1 + np.exp(-(chance.normal(size=rows) + apart * labels)))


@pytest.mark.parametrize(
    ("missed", "of", "bound"),
    # From tables of the beta distribution: the upper end of the exact one-sided 95 % interval.
    [
        (0, 10, 0.2589),
        (0, 598, 0.00500),
        (1, 20, 0.2161),
        (5, 100, 0.1023),
        (50, 1000, 0.0629),
        (10, 10, 1.0),
    ],
)
def test_6_08_the_bound_is_the_exact_one(missed: int, of: int, bound: float) -> None:
    assert clopper_pearson(missed, of) == pytest.approx(bound, abs=0.0001)


def test_6_08_so_many_clean_comments_are_needed_before_anything_can_be_said() -> None:
    assert needed() == 598
    assert clopper_pearson(0, 597) > 0.005 >= clopper_pearson(0, 598)
    assert needed(found=1) > needed()


def test_6_08_too_few_comments_promise_nothing() -> None:
    labels, scores = stream(1, rows=597)

    assert approvable(labels & False, scores).share == 0


def test_6_08_a_score_that_knows_all_approves_all_that_is_clean() -> None:
    labels, _scores = stream(2)

    found = approvable(labels, labels.astype(np.float64))

    assert found.share == pytest.approx(1 - labels.mean())
    assert (found.missed, found.let_through) == (0, 0)


def test_6_08_a_score_that_knows_nothing_approves_nothing() -> None:
    labels, scores = stream(3, apart=0)

    assert approvable(labels, scores).cut is None


def test_6_08_what_is_promised_is_broken_less_often_than_once_in_twenty() -> None:
    """Cuts taken on one sample of a stream, tried on a long one: at most 5 in 100 may let through too much."""
    truth, measured = stream(0, rows=400_000)
    breaches = 0
    for seed in range(1, 101):
        cut = approvable(*stream(seed)).cut
        if cut is not None:
            approved = measured <= cut
            breaches += truth[approved].mean() > 0.005

    assert breaches <= 9  # one in 1,000 that a true 5 in 100 shows more


def test_6_08_halves_say_the_share_the_misses_and_the_breaches() -> None:
    labels, scores = stream(7, rows=12_000, apart=3.0)

    found = in_halves(labels, scores)

    assert roc_auc_score(labels, scores) > 0.97
    assert 0.2 < found.share < 1
    assert 0 < found.let_through < 0.2
    assert found.breaches <= 8
    assert found == in_halves(labels, scores)


def test_6_08_where_violations_are_rare_the_rate_hides_what_is_let_through() -> None:
    labels, scores = stream(8, rows=20_000, prevalence=0.004, apart=0.5)

    found = approvable(labels, scores)

    assert found.share > 0.9
    assert found.missed < 0.005
    assert found.let_through > 0.8


def test_6_08_comments_of_one_score_are_approved_together() -> None:
    labels = np.zeros(3000, dtype=np.bool_)
    labels[2900:] = True
    scores = np.full(3000, 0.2)

    assert approvable(labels, scores).cut is None


def test_6_08_thinning_keeps_every_clean_row() -> None:
    labels, _scores = stream(9, prevalence=0.3)

    rows = thinned(labels, prevalence=0.02)

    assert labels[rows].mean() == pytest.approx(0.02, abs=0.001)
    assert (~labels[rows]).sum() == (~labels).sum()
    assert len(thinned(labels, prevalence=0.9)) == len(labels)
