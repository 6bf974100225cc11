"""6.12: the figures by which an order is judged, compared with scikit-learn's and with what can be counted by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from kawaraban.triage.judging.ranking import (
    Floats,
    Labels,
    OneClassOnlyError,
    auc,
    bootstrap,
    paired,
    precision_at_top,
    rank_correlation,
)

ROWS = st.lists(st.tuples(st.booleans(), st.integers(0, 9)), min_size=2, max_size=60)


def arrays(rows: list[tuple[bool, int]]) -> tuple[Labels, Floats]:
    return np.array([row[0] for row in rows], dtype=np.bool_), np.array([row[1] / 9 for row in rows])


@given(ROWS)
@settings(deadline=None)
def test_6_12_auc_is_that_of_another_program_with_ties_too(rows: list[tuple[bool, int]]) -> None:
    labels, scores = arrays(rows)
    if labels.all() or not labels.any():
        with pytest.raises(OneClassOnlyError):
            auc(labels, scores)
        return

    assert auc(labels, scores) == pytest.approx(roc_auc_score(labels, scores))


def test_6_12_the_interval_holds_the_auc_and_is_the_same_each_time() -> None:
    chance = np.random.default_rng(3)
    labels = chance.random(500) < 0.2
    scores = chance.random(500) + 0.5 * labels

    interval = bootstrap(labels, scores)

    assert interval.low < auc(labels, scores) < interval.high
    assert interval == bootstrap(labels, scores)
    assert interval != bootstrap(labels, scores, seed=1)


def test_6_12_the_interval_is_as_wide_as_chance_makes_it() -> None:
    """Of 200 samples of a known AUC some 95 of 100 intervals hold it."""
    chance = np.random.default_rng(4)
    labels = np.arange(200) < 60
    far = labels * 1.0
    truth = 0.7602  # of two normal distributions one deviation apart: Phi(1 / sqrt 2)

    held = 0
    for _sample in range(200):
        interval = bootstrap(labels, chance.normal(size=200) + far, draws=200)
        held += interval.low <= truth <= interval.high

    assert 176 <= held <= 198


def test_6_12_a_draw_with_one_class_only_says_nothing() -> None:
    interval = bootstrap(np.array([True, False, False]), np.array([0.9, 0.1, 0.2]))

    assert (interval.low, interval.high) == (1.0, 1.0)


def test_6_12_what_is_lost_between_two_scorings_is_measured_on_the_same_draws() -> None:
    chance = np.random.default_rng(5)
    labels = chance.random(800) < 0.3
    before = chance.random(800) + 0.5 * labels
    after = before - 0.02 * labels

    lost, interval = paired(labels, before, after)

    assert 0 <= interval.low <= lost <= interval.high
    assert interval.high - interval.low < bootstrap(labels, before).high - bootstrap(labels, before).low


def test_6_12_precision_at_the_top_shares_the_edge_among_equals() -> None:
    labels = np.array([True, False, True, False, False, False, False, False, False, False])
    scores = np.array([0.9, 0.5, 0.5, 0.5, 0.5, 0.1, 0.1, 0.1, 0.1, 0.1])

    assert precision_at_top(labels, scores, 0.1) == 1.0
    assert precision_at_top(labels, scores, 0.3) == pytest.approx((1 + 2 * 0.25) / 3)
    assert precision_at_top(labels, scores) == 1.0


def test_6_12_rank_correlation_knows_reversed_and_equal_grades() -> None:
    grades = np.array([0.1, 0.2, 0.2, 0.9])

    assert rank_correlation(grades, grades**3) == pytest.approx(1)
    assert rank_correlation(grades, -grades) == pytest.approx(-1)
    assert rank_correlation(grades, np.array([1.0, 2.0, 3.0, 4.0])) == pytest.approx(0.9486833)


def test_6_12_a_score_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="no number"):
        auc(np.array([True, False]), np.array([0.5, np.nan]))
