"""Rounds: limit, ours, peer, limit, ours, peer ... and what the rounds say together.

A figure is worked out within each round, so that all its sides had the same minute of the same machine; the median
over the rounds stands for the row, and the smallest and the largest beside it.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from bench.load import Load
from bench.noise import DISTURBED_SHARE

Round = Mapping[str, Load]
# One side of a round: runs, and tells its loads by name. A load beside another one makes two.
Step = Callable[[], Round]
# The largest figure of a row over its smallest: beyond it the rounds do not agree.
UNSTEADY_SPREAD = 1.5


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of a row, one for each round, and the loads that they come from.

    `cpu_figures`: the same ratio in CPU time for each request. `beside`: further figures worth telling.
    """

    figures: tuple[float, ...]
    rounds: tuple[Round, ...] = ()
    cpu_figures: tuple[float, ...] = ()
    beside: Mapping[str, float] = field(default_factory=dict)
    shares: tuple[float, ...] = ()

    @property
    def median(self) -> float:
        return median(self.figures)

    @property
    def spread(self) -> tuple[float, float]:
        """The smallest and the largest figure."""
        return min(self.figures), max(self.figures)

    @property
    def disturbed_count(self) -> int:
        """In how many rounds somebody else used the machine."""
        told = self.shares or tuple(max(load.others_share for load in each.values()) for each in self.rounds)
        return sum(share > DISTURBED_SHARE for share in told)

    @property
    def is_noisy(self) -> bool:
        """More than a quarter of the rounds were disturbed, or the rounds do not agree."""
        lowest, highest = self.spread
        disagree = lowest > 0 and highest / lowest > UNSTEADY_SPREAD
        return disagree or self.disturbed_count * 4 > len(self.figures)


@dataclass(frozen=True, slots=True)
class Course:
    """How often a round is run, and when no further one is begun (`until`, by the monotonic clock)."""

    rounds_count: int
    until: float = float("inf")
    clock: Callable[[], float] = time.monotonic

    @property
    def is_over(self) -> bool:
        """No further row is begun."""
        return self.clock() >= self.until

    def run(self, *steps: Step) -> tuple[Round, ...]:
        """Every step once in each round, in the order given. At least one round is run."""
        done: list[Round] = []
        while len(done) < self.rounds_count and not (done and self.is_over):
            done.append({name: load for step in steps for name, load in step().items()})
        return tuple(done)


def compared(
    rounds: Sequence[Round],
    figure: Callable[[Round], float],
    *,
    cpu: Callable[[Round], float] | None = None,
    beside: Mapping[str, Callable[[Round], float]] | None = None,
) -> Measured:
    """The figure of each round; `beside` are medians over the rounds."""
    return Measured(
        figures=tuple(figure(each) for each in rounds),
        rounds=tuple(rounds),
        cpu_figures=tuple(cpu(each) for each in rounds) if cpu else (),
        beside={name: median(tell(each) for each in rounds) for name, tell in (beside or {}).items()},
    )


def step(name: str, run: Callable[[], Load]) -> Step:
    """A side of a round that is one load."""
    return lambda: {name: run()}


def of_rates(one: str, other: str) -> Callable[[Round], float]:
    """Requests a second of the one, to the other's."""
    return lambda each: each[one].rate / each[other].rate


def of_p99(one: str, other: str) -> Callable[[Round], float]:
    """p99 of the one, to the other's."""
    return lambda each: each[one].p99_ms / max(each[other].p99_ms, 0.001)


def of_cpu(one: str, other: str) -> Callable[[Round], float]:
    """How much cheaper in CPU time a request is for the one than for the other: above 1, the one is cheaper."""
    return lambda each: each[other].cpu_us / max(each[one].cpu_us, 0.001)
