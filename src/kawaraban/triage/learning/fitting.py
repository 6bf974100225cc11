"""Logistic regression over what the base says, from many lessons at once: by coordinates of the dual.

Hsiang-Fu Yu, Fang-Lan Huang, Chih-Jen Lin, "Dual coordinate descent methods for logistic regression and maximum
entropy models", Machine Learning 85 (2011), algorithm 5. Starts at the base, and leaves it no further than the lessons
pull: min ||w||^2 / 2 + sum over lessons of strength * log(1 + exp(-sign * (w.x + offset))).
"""

from collections.abc import Sequence
from math import log
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kawaraban.triage.learning.rows import SIZE, Floats, Row

_ROUNDS: Final = 12
_INNER_ROUNDS: Final = 30
_INNER_EXACT: Final = 1e-3
_STOPS_AT: Final = 0.02


def fitted(rows: Sequence[Row], labels: NDArray[np.bool_], strengths: Floats, *, seed: int = 0) -> Floats:
    """The weights of all places. `strengths` say how much each lesson counts. The same for the same lessons."""
    weights = np.zeros(SIZE, np.float32)
    signs = np.where(labels, 1.0, -1.0).tolist()
    most = strengths.tolist()
    squares = [float(row.values @ row.values) for row in rows]
    alphas = [min(1e-3 * strength, 1e-8) for strength in most]
    order = np.arange(len(rows))
    random = np.random.default_rng(seed)
    for _ in range(_ROUNDS):
        random.shuffle(order)
        furthest = 0.0
        for place in order.tolist():
            row, sign = rows[place], signs[place]
            margin = sign * (float(weights[row.places] @ row.values) + row.offset)
            before = alphas[place]
            after = _least(before, most[place], squares[place], margin)
            if after != before:
                alphas[place] = after
                weights[row.places] += np.float32(sign * (after - before)) * row.values
                furthest = max(furthest, abs(after - before) / most[place])
        if furthest < _STOPS_AT:
            break
    return weights


def _least(alpha: float, strength: float, square: float, margin: float) -> float:
    """The best value of one coordinate while the others stand, by Newton's method; it stays between 0 and `strength`."""
    is_turned = 0.5 * square * (strength - 2 * alpha) + margin < 0
    old = strength - alpha if is_turned else alpha
    pull = -margin if is_turned else margin
    value = 0.1 * old if strength - old < 0.5 * strength else old
    slope = square * (value - old) + pull + log(value / (strength - value))
    for _ in range(_INNER_ROUNDS):
        if abs(slope) < _INNER_EXACT:
            break
        step = value - slope / (square + strength / (strength - value) / value)
        value = 0.1 * value if step <= 0 else step
        slope = square * (value - old) + pull + log(value / (strength - value))
    return strength - value if is_turned else value
