"""Whether what was learnt may be put to use: it must not sort worse than before, and treat no group worse.

    verdict = gate(retrained, before=layer_in_use, newer=lessons_it_has_not_seen, gaps=(0.02, 0.03))
    verdict.refusals      # () where nothing stands against it

AUC is the share of pairs of a violation and a harmless text that stand in the right order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from kawaraban.triage.learning.retraining import Labels, Logits

# Fewer of either kind say nothing: it stays with what is in use.
LEAST_OF_EACH: Final = 10
# On all lessons, each judged by a layer that had not learnt from it, it may be behind the base by so much.
BEHIND_THE_BASE: Final = 0.005
# Behind what is in use by more than chance explains: so many errors of the difference.
_ERRORS: Final = 1.0
# By so much the gap between groups of people may grow.
GAP_MAY_GROW: Final = 0.02
_DRAWS: Final = 200


def order(labels: Labels, logits: Logits) -> float:
    """AUC; 0.5 where all labels are alike. Equal scores count half."""
    broke = int(labels.sum())
    fine = len(labels) - broke
    if not broke or not fine:
        return 0.5
    _values, ranks, counts = np.unique(logits, return_inverse=True, return_counts=True)
    middle = np.cumsum(counts) - (counts - 1) / 2
    return float((middle[ranks][labels].sum() - broke * (broke + 1) / 2) / (broke * fine))


@dataclass(frozen=True, slots=True)
class Sides:
    """The same lessons as two layers see them, neither of which had learnt from them. As logits."""

    labels: Labels
    before: Logits
    after: Logits

    @property
    def orders(self) -> tuple[float, float]:
        """AUC before and after."""
        return order(self.labels, self.before), order(self.labels, self.after)

    @property
    def says_something(self) -> bool:
        """Whether there are enough of both kinds."""
        broke = int(self.labels.sum())
        return min(broke, len(self.labels) - broke) >= LEAST_OF_EACH

    def error(self) -> float:
        """The standard error of the difference, by drawing the lessons anew (bootstrap)."""
        random = np.random.default_rng(0)
        differences = []
        for _ in range(_DRAWS):
            drawn = random.integers(0, len(self.labels), len(self.labels))
            some = Sides(self.labels[drawn], self.before[drawn], self.after[drawn])
            before, after = some.orders
            differences.append(after - before)
        return float(np.std(differences))


def refusals(against_base: Sides, against_used: Sides | None, gaps: tuple[float, float]) -> Sequence[str]:
    """What stands against it, in codes: "few_lessons", "below_base", "below_used", "fairness".

    `gaps` are those between groups of people, of what is in use and of what was learnt. `against_used`: lessons that
    are younger than what is in use.
    """
    found = []
    if not against_base.says_something:
        found.append("few_lessons")
    base, learnt = against_base.orders
    if learnt < base - BEHIND_THE_BASE:
        found.append("below_base")
    if against_used is not None and against_used.says_something:
        used, learnt = against_used.orders
        if used - learnt > _ERRORS * against_used.error():
            found.append("below_used")
    if gaps[1] > gaps[0] + GAP_MAY_GROW:
        found.append("fairness")
    return found
