"""How the inputs of a head are weighed, and how its number becomes the share of readers who would say so.

A logistic regression over labels of several sources at once. Each source has a level of its own, so that what is
learnt is the order within sources and not which source a text is from; only the level of an ordinary one is kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kawaraban.triage.training.inputs import Inputs, Materials
from kawaraban.triage.training.plans import HeadPlan, Target

Numbers = NDArray[np.float64]
_STEPS = 50
_DRAWN_TO_NOUGHT = 1e-2
_LEVELS_DRAWN = 1e-6
# Signs after the point: what differs behind them from machine to machine is left.
_SIGNS = 4


@dataclass(frozen=True, slots=True)
class Scale:
    """Mean and spread of each input over some sources, each source as heavy as the next."""

    means: Numbers
    spreads: Numbers

    @staticmethod
    def of(inputs: Inputs, sources: Sequence[str]) -> "Scale":
        """Over these sources."""
        means: Numbers = np.mean([inputs.values[source].mean(axis=0) for source in sources], axis=0)
        squares: Numbers = np.mean(
            [((inputs.values[source] - means) ** 2).mean(axis=0) for source in sources], axis=0
        )
        spreads: Numbers = np.sqrt(squares)
        spreads[spreads < 1e-3] = 1.0
        return Scale(np.round(means, _SIGNS), np.round(spreads, _SIGNS))

    def standing(self, values: Numbers) -> Numbers:
        """The inputs at mean 0 and spread 1."""
        return (values - self.means) / self.spreads


@dataclass(frozen=True, slots=True)
class HeadWeighing:
    """A head: its factor of each scaled input, and its level."""

    factors: Numbers
    level: float

    def logits(self, standing: Numbers) -> Numbers:
        """Of each text."""
        return standing @ self.factors + self.level


def weighed(
    plan: HeadPlan, inputs: Inputs, *, scale: Scale, materials: Materials, may: NDArray[np.bool_]
) -> HeadWeighing:
    """Fit a head to all of its targets that are there. `may` says which inputs it may lean on."""
    targets = taught_by(plan, inputs, materials)
    sources = list(dict.fromkeys(target.level or target.source for target in targets))
    rows, labels, weights = [], [], []
    for target in targets:
        label = _labels(target, materials)
        known = np.flatnonzero(~np.isnan(label))
        level = np.zeros((len(known), len(sources)))
        level[:, sources.index(target.level or target.source)] = 1.0
        rows.append(
            np.concatenate([level, scale.standing(inputs.values[target.source][known])[:, may]], axis=1)
        )
        labels.append(label[known])
        weights.append(np.full(len(known), target.weight / len(known)))
    drawn = np.r_[np.full(len(sources), _LEVELS_DRAWN), np.full(int(may.sum()), _DRAWN_TO_NOUGHT)]
    found = logistic(np.concatenate(rows), np.concatenate(labels), np.concatenate(weights), drawn)
    factors = np.zeros(len(may))
    factors[may] = found[len(sources) :]
    ordinary = next(source for source in (*plan.level_of, *sources) if source in sources)
    level_found = float(found[sources.index(ordinary)]) + plan.shift
    return HeadWeighing(np.round(factors, _SIGNS), round(level_found, _SIGNS))


def taught_by(plan: HeadPlan, inputs: Inputs, materials: Materials) -> list[Target]:
    """The targets of a head whose source is there and has such labels."""
    return [
        target
        for target in plan.targets
        if target.source in inputs.values and target.label in materials[target.source].corpus.labels
    ]


def _labels(target: Target, materials: Materials) -> Numbers:
    labels = materials[target.source].corpus.labels[target.label]
    return labels if target.over is None else np.where(np.isnan(labels), np.nan, labels > target.over)


def logistic(rows: Numbers, labels: Numbers, weights: Numbers, drawn: Numbers) -> Numbers:
    """Factors by Newton's method. Labels are 0 to 1; `drawn` draws each factor to nought."""
    factors = np.zeros(rows.shape[1])
    penalty = drawn * weights.sum()
    for _ in range(_STEPS):
        chances = 1.0 / (1.0 + np.exp(-np.clip(rows @ factors, -30.0, 30.0)))
        slope = rows.T @ (weights * (chances - labels)) + penalty * factors
        bend = (rows * (weights * chances * (1.0 - chances))[:, None]).T @ rows
        step = np.linalg.solve(bend + np.diag(penalty + 1e-12), slope)
        factors -= step
        if np.abs(step).max() < 1e-9:
            break
    return factors


def softness(
    logits: Mapping[str, Numbers], materials: Materials, sources: Sequence[tuple[str, str]]
) -> float:
    """How much flatter the share of readers is than the verdict of most of them: the ratio of two fitted slopes.

    Where ten people read a text, most of them are sure before all of them are.
    """
    ratios = []
    for source, label in sources:
        if source in logits and source in materials:
            shares, rows = materials[source].corpus.labels[label], logits[source]
            both = np.stack([np.ones_like(rows), rows], axis=1)
            even, drawn = np.full(len(rows), 1.0 / len(rows)), np.array([1e-9, 1e-9])
            share, verdict = (
                logistic(both, shares, even, drawn),
                logistic(both, (shares > 0.5).astype(np.float64), even, drawn),
            )
            ratios.append(share[1] / verdict[1])
    return round(float(np.mean(ratios)), _SIGNS) if ratios else 1.0
