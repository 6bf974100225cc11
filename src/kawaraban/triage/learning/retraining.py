"""Learning anew from all lessons: what was learnt before is forgotten, and what was erased is not learnt again.

    found = retrain(lessons, before=layer)
    found.layer, found.kept_back     # to be published where `gates.refusals` has nothing against it

The steps of a layer, over all lessons in several orders, and the mean of where they lead. How far that may pull from
the base is not assumed: half of the way, unless the whole serves better on lessons that were kept back (decision 0066).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from kawaraban.triage.learning.layer import SiteLayer, pull_of, stepped
from kawaraban.triage.learning.mixing import places
from kawaraban.triage.learning.rows import (
    CONSTANT,
    KNOWN,
    SIZE,
    UNKNOWN,
    Floats,
    PlaceWeights,
    TextRow,
    block_of,
)
from kawaraban.triage.model.scores import Features

Logits: TypeAlias = NDArray[np.float64]
Labels: TypeAlias = NDArray[np.bool_]

HALF: Final = 0.5
WHOLE: Final = 1.0
_RATE: Final = 0.6
_ORDERS: Final = 4
_ORDERS_OF_A_FOLD: Final = 2
_FOLDS: Final = 3
# The whole way must be better by so many errors of the difference.
_BETTER_BY: Final = 1.0
_FURTHEST: Final = 30.0
_SHIFTS: Final = 40


@dataclass(frozen=True, slots=True)
class Lesson:
    """One text on which somebody decided. `is_own`: it came to this desk, as often as such texts do."""

    features: Features
    breaks: bool
    language: str = ""
    weight: float = 1.0
    is_own: bool = True


@dataclass(frozen=True, slots=True)
class Retrained:
    """As logits: `kept_back` says of each lesson what others taught, `base` what the base says."""

    layer: SiteLayer
    share: float
    labels: Labels
    kept_back: Logits
    base: Logits


def retrain(lessons: Sequence[Lesson], *, before: SiteLayer) -> Retrained:
    """Learn from these lessons, each text once. The same layer for the same lessons. ValueError where all are alike."""
    labels = np.array([lesson.breaks for lesson in lessons], np.bool_)
    if labels.all() or not labels.any():
        raise ValueError("lessons of one kind teach nothing")
    weighing, rows = _rows(lessons, before)
    weights = np.array([lesson.weight for lesson in lessons], np.float32)
    base = np.array([row.offset for row in rows], np.float64)
    known = np.array([row.is_known for row in rows], np.bool_)
    pulled = _pulled_of_kept_back(rows, labels, weights)
    own = np.array([lesson.is_own for lesson in lessons], np.bool_)
    tried = {share: _centred(base + share * pulled, labels, known, own) for share in (HALF, WHOLE)}
    share = _share_that_serves(tried, labels)
    mean, moved = _mean(rows, labels, weights, orders=_ORDERS)
    mean *= np.float32(share)
    shift = tried[share] - base - share * pulled
    for place, is_known in ((KNOWN, True), (UNKNOWN, False)):
        if (known == is_known).any():
            mean[place] += np.float32(shift[known == is_known][0] / CONSTANT)
    layer = SiteLayer(before.base, before.keys, weighing, mean, moved)
    return Retrained(layer, share, labels, tried[share], base)


def _rows(lessons: Sequence[Lesson], before: SiteLayer) -> tuple[PlaceWeights, list[TextRow]]:
    at = [places(lesson.features.indices, before.keys) for lesson in lessons]
    weighing = PlaceWeights.of(at)
    rows = [
        weighing.weighed(here, block_of(lesson.features.indices), lesson.features)
        for here, lesson in zip(at, lessons, strict=True)
    ]
    return weighing, rows


def _mean(rows: Sequence[TextRow], labels: Labels, weights: Floats, *, orders: int) -> tuple[Floats, Floats]:
    """Where the steps lead, in the mean of some orders; and how much was moved, in the mean."""
    weight_sum, moved_sum = np.zeros(SIZE, np.float32), np.zeros(SIZE, np.float32)
    for order in range(orders):
        reached, moved = np.zeros(SIZE, np.float32), np.zeros(SIZE, np.float32)
        for place in np.random.default_rng(order).permutation(len(rows)).tolist():
            row = rows[place]
            pull = pull_of(row, reached, breaks=bool(labels[place])) * weights[place]
            stepped(row, pull, reached, moved, rate=_RATE)
        weight_sum += reached
        moved_sum += moved
    return weight_sum / np.float32(orders), moved_sum / np.float32(orders)


def _pulled_of_kept_back(rows: Sequence[TextRow], labels: Labels, weights: Floats) -> Logits:
    """How far each lesson is pulled from the base by what was learnt from others."""
    pulled = np.zeros(len(rows))
    for fold in range(_FOLDS):
        others = [place for place in range(len(rows)) if place % _FOLDS != fold]
        some = [rows[place] for place in others]
        mean, _moved = _mean(some, labels[others], weights[others], orders=_ORDERS_OF_A_FOLD)
        for place in range(fold, len(rows), _FOLDS):
            pulled[place] = float(mean[rows[place].places] @ rows[place].values)
    return pulled


def _centred(logits: Logits, labels: Labels, known: Labels, own: Labels) -> Logits:
    """Moved alike until violations are expected as often as they happen; apart where the base knows nothing.

    How often they happen is known by what came to this desk: others may tell of nothing but what they refused.
    """
    moved = logits.copy()
    for kind in (known, ~known):
        if kind.any():
            counted = kind & own if (kind & own).any() else kind
            moved[kind] += shift_of(logits[counted], labels[counted])
    return moved


def shift_of(logits: Logits, labels: Labels) -> float:
    """What is to be added so that as many violations are expected as there are. One more of each kind is assumed."""
    rate = (labels.sum() + 1.0) / (len(labels) + 2.0)
    shift = 0.0
    for _ in range(_SHIFTS):
        said = 1.0 / (1.0 + np.exp(-np.clip(logits + shift, -_FURTHEST, _FURTHEST)))
        slope = max(1e-3, float((said * (1.0 - said)).mean()))
        shift += float(np.clip((rate - said.mean()) / slope, -1.0, 1.0))
    return shift


def loss(logits: Logits, labels: Labels) -> Logits:
    """The logistic loss of each."""
    return np.logaddexp(0.0, np.where(labels, -logits, logits))


def _share_that_serves(tried: dict[float, Logits], labels: Labels) -> float:
    worse = loss(tried[HALF], labels) - loss(tried[WHOLE], labels)
    return WHOLE if worse.mean() > _BETTER_BY * worse.std() / np.sqrt(len(worse)) else HALF
