"""6.12: how far a score is a probability."""

import numpy as np
import pytest
from sklearn.metrics import balanced_accuracy_score, brier_score_loss, f1_score

from kawaraban.triage.judging.calibration import (
    at_threshold,
    balanced_accuracy,
    brier,
    calibration_error,
    macro_f1,
    mean_error,
)

LABELS = np.array([True, True, False, False, True])
SCORES = np.array([0.9, 0.8, 0.8, 0.2, 0.1])


def test_6_12_what_a_program_gets_that_acts_at_a_threshold() -> None:
    found = at_threshold(LABELS, SCORES, 0.8)

    assert (found.flagged, found.precision, found.recall) == (0.6, 2 / 3, 2 / 3)


def test_6_12_where_nothing_reaches_the_threshold_there_is_no_precision() -> None:
    found = at_threshold(LABELS, SCORES, 0.95)

    assert (found.flagged, found.precision, found.recall) == (0, None, 0)


def test_6_12_the_figures_are_those_of_another_program() -> None:
    assert brier(LABELS, SCORES) == pytest.approx(brier_score_loss(LABELS, SCORES))
    assert macro_f1(LABELS, SCORES, 0.5) == pytest.approx(f1_score(LABELS, SCORES >= 0.5, average="macro"))
    assert balanced_accuracy(LABELS, SCORES, 0.5) == pytest.approx(
        balanced_accuracy_score(LABELS, SCORES >= 0.5)
    )


def test_6_12_a_score_that_is_a_probability_has_almost_no_calibration_error() -> None:
    chance = np.random.default_rng(0)
    truth = chance.random(50_000)
    labels = chance.random(50_000) < truth

    assert calibration_error(labels, truth) < 0.01
    assert calibration_error(labels, truth**3) > 0.1
    assert calibration_error(np.array([True]), np.array([1.0])) == 0


def test_6_12_the_mean_error_is_in_the_size_of_the_grades() -> None:
    assert mean_error(np.array([0.0, 0.5]), np.array([0.2, 0.4])) == pytest.approx(0.15)
