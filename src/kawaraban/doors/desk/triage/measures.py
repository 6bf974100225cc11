"""The few measures of the page of triage, with how sure they are. All intervals are of 95 percent.

order_of({(18, 1): 30, (2, 0): 400})                # 1.0: every refused comment above every published one
share_difference((40, 100), (30, 100))              # Estimate(value=.1, low=-.03, high=.23)
mean_difference(Seconds(...), Seconds(...))         # in seconds
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kawaraban.doors.desk.figures.assessed import Seconds

# A share of fewer says more of chance than of the model.
FEWEST: Final = 20
_SIGMAS: Final = 1.96


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value, and between which two it lies as far as can be known."""

    value: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Whether it is surely on one side of nothing."""
        return self.low > 0 or self.high < 0


def share(part: int, whole: int) -> float | None:
    """From 0 to 1; None where there are too few."""
    return part / whole if whole >= FEWEST else None


def order_of(scores: Mapping[tuple[int, int], int]) -> float | None:
    """Of (step of the score, refused) to how often: how often a refused comment has the higher score of two (AUC).

    A tie counts half. None with fewer than twenty of either kind.
    """
    refused = {step: times for (step, label), times in scores.items() if label}
    published = {step: times for (step, label), times in scores.items() if not label}
    pairs = sum(refused.values()) * sum(published.values())
    if min(sum(refused.values()), sum(published.values())) < FEWEST:
        return None
    above = below = 0
    won = 0.0
    for step in sorted({*refused, *published}):
        below = above
        above += published.get(step, 0)
        won += refused.get(step, 0) * (below + above) / 2
    return won / pairs


def share_difference(first: tuple[int, int], second: tuple[int, int]) -> Estimate | None:
    """By how much the first share (part, whole) is larger (Agresti and Caffo, 2000). None where either has too few."""
    if min(first[1], second[1]) < FEWEST:
        return None
    shares = [(part + 1) / (whole + 2) for part, whole in (first, second)]
    spread = sum(
        each * (1 - each) / (whole + 2) for each, (_part, whole) in zip(shares, (first, second), strict=True)
    )
    return _interval(shares[0] - shares[1], math.sqrt(spread))


def mean_difference(first: Seconds, second: Seconds) -> Estimate | None:
    """By how much the first mean is larger (Welch). None where either has too few."""
    if min(first.times, second.times) < FEWEST:
        return None
    spread = sum(_variance(each) / each.times for each in (first, second))
    return _interval(first.total / first.times - second.total / second.times, math.sqrt(spread))


def _variance(seconds: Seconds) -> float:
    spread = seconds.squares - seconds.total * seconds.total / seconds.times
    return max(0.0, spread / (seconds.times - 1))


def _interval(value: float, deviation: float) -> Estimate:
    return Estimate(value, value - _SIGMAS * deviation, value + _SIGMAS * deviation)
