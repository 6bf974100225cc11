"""How far scores can be read as probabilities: 70 of 100 comments with a score of .7 should break the policy.

at_threshold(labels, scores, .8)     # AtThreshold(flagged=.06, precision=.84, recall=.71)
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from kawaraban.triage.judging.ranking import Floats, Labels

BINS: Final = 10


@dataclass(frozen=True)
class AtThreshold:
    """What a program would get that acts where the score reaches a threshold. Precision is None where none does."""

    threshold: float
    flagged: float
    precision: float | None
    recall: float


def at_threshold(labels: Labels, scores: Floats, threshold: float) -> AtThreshold:
    """Raises nothing: without violations recall is 0."""
    flagged = scores >= threshold
    caught = int((flagged & labels).sum())
    return AtThreshold(
        threshold=threshold,
        flagged=float(flagged.mean()),
        precision=caught / int(flagged.sum()) if flagged.any() else None,
        recall=caught / max(1, int(labels.sum())),
    )


def brier(labels: Labels, scores: Floats) -> float:
    """The mean squared distance between the score and what was so, 0 or 1 (Brier, 1950)."""
    return float(np.mean((scores - labels) ** 2))


def mean_error(grades: Floats, scores: Floats) -> float:
    """The mean distance to a graded label: the part of the annotators who objected, or another program's score."""
    return float(np.mean(np.abs(scores - grades)))


def calibration_error(labels: Labels, scores: Floats, *, bins: int = BINS) -> float:
    """The expected calibration error: over `bins` of equal width, how far the mean score is from what was so."""
    which = np.minimum((scores * bins).astype(np.intp), bins - 1)
    size = np.bincount(which, minlength=bins)
    said = np.bincount(which, weights=scores, minlength=bins)
    was = np.bincount(which, weights=labels.astype(np.float64), minlength=bins)
    return float(np.abs(said - was).sum() / max(1, size.sum()))


def macro_f1(labels: Labels, scores: Floats, threshold: float) -> float:
    """The mean of the F1 of violations and the F1 of clean texts, where a score at the threshold is a violation."""
    flagged = scores >= threshold
    return (f1(labels, flagged) + f1(~labels, ~flagged)) / 2


def f1(labels: Labels, said: Labels) -> float:
    right = int((labels & said).sum())
    return 2 * right / max(1, int(labels.sum()) + int(said.sum()))


def balanced_accuracy(labels: Labels, scores: Floats, threshold: float) -> float:
    """The mean of the parts of violations flagged and of clean texts not flagged: .5 where one is always said."""
    flagged = scores >= threshold
    return float((flagged[labels].mean() + (~flagged[~labels]).mean()) / 2)
