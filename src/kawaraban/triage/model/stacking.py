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
        return Stacking(
            heads,
            places,
            np.ascontiguousarray(factors),
            intercepts,
            stack.knots.astype(np.float64),
            stack.values.astype(np.float64),
        )

    def logits(self, inputs: Numbers) -> Numbers:
        """The calibrated logit of each text and head, from (texts, all names)."""
        raw = inputs[:, self.places] @ self.factors + self.intercepts
        return np.stack(
            [_on_line(raw[:, head], self.knots[head], self.values[head]) for head in range(len(self.heads))],
            axis=1,
        )


def probabilities(logits: Numbers) -> Numbers:
    """From 0 to 1."""
    return 1.0 / (1.0 + np.exp(-np.clip(logits, -40.0, 40.0)))


def _on_line(places: Numbers, knots: Numbers, values: Numbers) -> Numbers:
    """The line through the knots; beyond its ends its slope there goes on, so that no order is lost."""
    segment = np.clip(np.searchsorted(knots, places, side="right") - 1, 0, len(knots) - 2)
    slopes = np.diff(values) / np.maximum(np.diff(knots), 1e-9)
    return values[segment] + (places - knots[segment]) * slopes[segment]
