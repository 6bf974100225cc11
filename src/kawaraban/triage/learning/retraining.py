"""Learning anew from all lessons: what was learnt before is forgotten, and what was erased is not learnt again.

    found = retrain(lessons, before=layer)
    found.layer, found.figures       # to be published where `gates.refusals(...)` has nothing against it

How far the lessons may pull from the base is not assumed: it is what served best on lessons that were kept back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kawaraban.triage.learning.fitting import fitted
from kawaraban.triage.learning.layer import SiteLayer
from kawaraban.triage.learning.mixing import places
from kawaraban.triage.learning.rows import SIZE, Row, Weighing
from kawaraban.triage.model.features import Features
from kawaraban.triage.model.vectors import block_of

Logits = NDArray[np.float64]

# From barely to freely. The least that serves as well as the best is taken.
STRENGTHS: Final = (0.1, 1.0, 10.0)
_FOLDS: Final = 3
# A stronger pull must be better by so much of the error of the difference.
_BETTER_BY: Final = 1.0


@dataclass(frozen=True, slots=True)
class Lesson:
    """One text on which somebody decided."""

    features: Features
    breaks: bool
    language: str = ""
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Retrained:
    """`kept_back` are what a layer that had not learnt from a lesson says of it, as logits; `base` what the base says."""

    layer: SiteLayer
    strength: float
    kept_back: Logits
    base: Logits


def retrain(lessons: Sequence[Lesson], *, before: SiteLayer) -> Retrained:
    """Learn from these lessons, at least one of each kind, each text once. The same layer for the same lessons."""
    labels = np.array([lesson.breaks for lesson in lessons])
    weights = np.array([lesson.weight for lesson in lessons], np.float32)
    weighing, rows = _rows(lessons, before)
    base = np.array([row.offset for row in rows])
    tried = {0.0: _centred(base, labels)}
    for strength in STRENGTHS:
        tried[strength] = _kept_back(rows, labels, weights * np.float32(strength))
    strength = _least_that_serves(tried, labels)
    layer = SiteLayer.untaught(base=before.base, keys=before.keys)
    layer.weighing = weighing
    used = strength or STRENGTHS[0]
    layer.weights = fitted(rows, labels, weights * np.float32(used))
    for row, is_breach in zip(rows, labels, strict=True):
        layer.note(row, breaks=bool(is_breach))
    return Retrained(layer, strength, tried[used], base)


def _rows(lessons: Sequence[Lesson], before: SiteLayer) -> tuple[Weighing, list[Row]]:
    at = [places(lesson.features.indices, before.keys) for lesson in lessons]
    weighing = Weighing.of(at)
    rows = [
        weighing.weighed(here, block_of(lesson.features.indices), lesson.features)
        for here, lesson in zip(at, lessons, strict=True)
    ]
    return weighing, rows


def _kept_back(rows: Sequence[Row], labels: NDArray[np.bool_], strengths: NDArray[np.float32]) -> Logits:
    said = np.zeros(len(rows))
    for fold in range(_FOLDS):
        learnt = [place for place in range(len(rows)) if place % _FOLDS != fold]
        weights = fitted([rows[place] for place in learnt], labels[learnt], strengths[learnt])
        for place in range(fold, len(rows), _FOLDS):
            row = rows[place]
            said[place] = row.offset + float(weights[row.places] @ row.values)
    return said


def loss(logits: Logits, labels: NDArray[np.bool_]) -> Logits:
    """The logistic loss of each."""
    return np.logaddexp(0.0, np.where(labels, -logits, logits))


def _centred(base: Logits, labels: NDArray[np.bool_]) -> Logits:
    """What the base says, as often as it happens here: another paper has another share of violations."""
    moved, rate = base.copy(), labels.mean()
    for _ in range(30):
        said = 1 / (1 + np.exp(-moved))
        moved += (rate - said.mean()) / max(1e-6, float((said * (1 - said)).mean()))
    return moved


def _least_that_serves(tried: dict[float, Logits], labels: NDArray[np.bool_]) -> float:
    losses = {strength: loss(said, labels) for strength, said in tried.items()}
    best = min(losses, key=lambda strength: float(losses[strength].mean()))
    for strength in sorted(losses):
        worse = losses[strength] - losses[best]
        if worse.mean() <= _BETTER_BY * worse.std() / np.sqrt(len(worse)):
            return strength
    return best
