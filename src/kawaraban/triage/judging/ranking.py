"""How well scores put the texts that break a policy before the others: AUC and its kin, with intervals.

    auc(labels, scores)                  # .5 is chance, 1 is every violation before every clean text
    bootstrap(labels, scores)            # Interval(low=.981, high=.992, draws=400, seed=0)

`labels` is an array of booleans, True for a violation; `scores` an array of floats of the same length.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Labels = NDArray[np.bool_]
Floats = NDArray[np.float64]
DRAWS: Final = 400
SEED: Final = 0
TOP: Final = 0.05
COVERED: Final = 95.0


class OneClassOnlyError(ValueError):
    """Every text has the same label: nothing can be said of an order."""


@dataclass(frozen=True)
class Interval:
    """Where a figure lies in 95 of 100 samples of the same size, drawn from these rows with replacement."""

    low: float
    high: float
    draws: int = DRAWS
    seed: int = SEED


@dataclass(frozen=True)
class Ranked:
    """The rows from the lowest score to the highest. Rows with one score are one step, and none is before another."""

    order: NDArray[np.intp]
    is_violation: Floats
    steps: NDArray[np.intp]

    @classmethod
    def of(cls, labels: Labels, scores: Floats) -> "Ranked":
        """Raises ValueError where the lengths differ or a score is no number."""
        if len(labels) != len(scores):
            raise ValueError("as many scores as labels are needed")
        if not np.isfinite(scores).all():
            raise ValueError("a score is no number")
        order = np.argsort(scores, kind="stable")
        ordered = scores[order]
        steps = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1]))) if len(order) else order
        return cls(order=order, is_violation=labels[order].astype(np.float64), steps=steps)

    def area(self, times: Floats) -> float:
        """The AUC where each row, in the order in which it came, stands `times` times. Not a number for one class."""
        placed = times[self.order]
        violations = np.add.reduceat(placed * self.is_violation, self.steps)
        clean = np.add.reduceat(placed, self.steps) - violations
        pairs = violations.sum() * clean.sum()
        if not pairs:
            return float("nan")
        before = np.cumsum(clean) - clean
        return float(((before + clean / 2) @ violations) / pairs)


def must_hold_both(labels: Labels) -> None:
    """Raises OneClassOnlyError where all labels are the same."""
    if labels.all() or not labels.any():
        raise OneClassOnlyError("all texts have the same label, so no order can be judged")


def auc(labels: Labels, scores: Floats) -> float:
    """How often a violation has a higher score than a clean text; equal scores count half (Mann and Whitney, 1947).

    Raises OneClassOnlyError where all labels are the same, ValueError where the lengths differ.
    """
    must_hold_both(labels)
    return Ranked.of(labels, scores).area(np.ones(len(labels)))


def bootstrap(labels: Labels, scores: Floats, *, draws: int = DRAWS, seed: int = SEED) -> Interval:
    """The 95 % interval of the AUC, by drawing as many rows with replacement `draws` times (Efron, 1979).

    A draw without both classes says nothing and is left out. Raises OneClassOnlyError where all labels are the same.
    """
    must_hold_both(labels)
    ranked = Ranked.of(labels, scores)
    areas = np.array([ranked.area(times) for times in drawn(len(labels), draws=draws, seed=seed)])
    return between(areas, draws=draws, seed=seed)


def paired(
    labels: Labels, before: Floats, after: Floats, *, draws: int = DRAWS, seed: int = SEED
) -> tuple[float, Interval]:
    """How much AUC is lost from one scoring of the same rows to another, and its interval over the same draws."""
    must_hold_both(labels)
    first, second = Ranked.of(labels, before), Ranked.of(labels, after)
    once = np.ones(len(labels))
    lost = [first.area(times) - second.area(times) for times in drawn(len(labels), draws=draws, seed=seed)]
    return first.area(once) - second.area(once), between(np.array(lost), draws=draws, seed=seed)


def drawn(rows: int, *, draws: int, seed: int) -> Iterator[Floats]:
    """How often each row stands in each draw. One after the other: two million rows are not kept 400 times."""
    chance = np.random.default_rng(seed)
    for _draw in range(draws):
        yield np.bincount(chance.integers(0, rows, rows), minlength=rows).astype(np.float64)


def between(figures: Floats, *, draws: int, seed: int) -> Interval:
    """The middle 95 % of the figures that are numbers."""
    said = figures[np.isfinite(figures)]
    if not len(said):
        return Interval(low=float("nan"), high=float("nan"), draws=draws, seed=seed)
    low, high = np.percentile(said, [(100 - COVERED) / 2, (100 + COVERED) / 2])
    return Interval(low=float(low), high=float(high), draws=draws, seed=seed)


def precision_at_top(labels: Labels, scores: Floats, share: float = TOP) -> float:
    """Which part of the texts with the highest scores breaks the policy: `share` of all, at least one text.

    Where texts with one score reach over the edge, each of them counts for the part that has room.
    """
    room = max(1, round(len(labels) * share))
    edge = np.sort(scores)[-room]
    above, level = scores > edge, scores == edge
    left = room - int(above.sum())
    return float((labels[above].sum() + left * labels[level].mean()) / room)


def rank_correlation(first: Floats, second: Floats) -> float:
    """Spearman's rho of two gradings of the same texts; equal values share their mean rank."""
    ranks = np.corrcoef(mean_ranks(first), mean_ranks(second))
    return float(ranks[0, 1])


def mean_ranks(values: Floats) -> Floats:
    """The rank of each value from 0; equal values have the mean of their places."""
    _values, which, counts = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(counts) - (counts + 1) / 2)[which], dtype=np.float64)
