"""The last step: what columns, lexicon and style say becomes a probability of each head."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kawaraban.triage.model.hashing import Counts
from kawaraban.triage.model.heads import Head
from kawaraban.triage.model.vectors import Numbers
from kawaraban.triage.model.weights import DamagedWeights, Stack


@dataclass(frozen=True, slots=True)
class Stacking:
    """A stack whose inputs were found among the numbers that a language model has of a text."""

    heads: tuple[Head, ...]
    places: Counts
    # Of input i on the logit of head h, before calibration: factors[i, h].
    factors: Numbers
    intercepts: Numbers
    knots: Numbers
    values: Numbers
    slopes: Numbers

    @staticmethod
    def of(stack: Stack, names: Sequence[str]) -> "Stacking":
        """Find the inputs by name. Raises DamagedWeights where one is missing or a head is unknown."""
        try:
            heads = tuple(map(Head, stack.heads))
            places = np.array([names.index(name) for name in stack.inputs], np.int64)
        except ValueError as fault:
            raise DamagedWeights(f"a stack asks for what is not there: {fault}") from fault
        factors = (stack.factors / stack.spreads).astype(np.float64).T
        intercepts = stack.intercepts - stack.means.astype(np.float64) @ factors
        knots, values = stack.knots.astype(np.float64), stack.values.astype(np.float64)
        slopes = np.diff(values) / np.maximum(np.diff(knots), 1e-9)
        return Stacking(heads, places, np.ascontiguousarray(factors), intercepts, knots, values, slopes)

    def by_input(self, count: int) -> Numbers:
        """The factor of each of all inputs on each head, (count, heads); 0 of those that are not asked for."""
        factors = np.zeros((count, len(self.heads)))
        factors[self.places] = self.factors
        return factors

    def logits(self, inputs: Numbers) -> Numbers:
        """The calibrated logit of each text and head, from (texts, all names)."""
        raw = inputs[:, self.places] @ self.factors + self.intercepts
        last = self.knots.shape[1] - 2
        segment = np.minimum((raw[:, :, None] >= self.knots[:, 1:-1]).sum(axis=2), last)
        head = np.arange(len(self.heads))
        # Beyond the ends the line goes on, so that no order is lost.
        beyond = raw - self.knots[head, segment]
        logits: Numbers = self.values[head, segment] + beyond * self.slopes[head, segment]
        return logits


def probabilities(logits: Numbers) -> Numbers:
    """From 0 to 1."""
    return 1.0 / (1.0 + np.exp(-np.clip(logits, -40.0, 40.0)))
