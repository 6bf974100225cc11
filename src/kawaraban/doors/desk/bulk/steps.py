"""The steps of a job: as many comments each as fit into a short moment, and a rest between two.

    steps = JobSteps(lambda size: do_some(job, size), most=1_000)
    steps.run()                     # steps.looked_at

A step takes the lock once and lets it go. How many comments one takes is learnt from the one before, on a fast machine
as on a slow one: nobody who sends a comment meanwhile waits longer than for somebody else's.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Final

from kawaraban.kit.work.short_steps import STEP_SECONDS, short_steps

FIRST_SIZE: Final = 16
# What a step costs by itself, with one comment or with these, is more than they add to it.
LEAST_AT_ONCE: Final = 8
MOST_AT_ONCE: Final = 120
# After so many, others are looked at: what is to be stopped, or waits for less.
_STEPS_A_TURN: Final = 50


@dataclass(frozen=True, slots=True)
class Step:
    """How many comments were looked at, and whether there is nothing more to be done."""

    looked_at: int
    is_over: bool = False


class JobPace:
    """How many comments the next step takes."""

    def __init__(self) -> None:
        self.size = FIRST_SIZE

    def note(self, looked_at: int, seconds: float) -> None:
        """More of them while a step is short, fewer where it was long; what each step costs by itself is no reason."""
        if looked_at < self.size:
            return
        if seconds < STEP_SECONDS:
            self.size = min(2 * self.size, MOST_AT_ONCE)
        elif seconds > 2 * STEP_SECONDS:
            self.size = max(self.size // 2, LEAST_AT_ONCE)


class JobSteps:
    """`do` is given how many comments to look at, and holds the lock no longer than for these."""

    def __init__(
        self,
        do: Callable[[int], Step],
        *,
        most: int,
        pace: JobPace,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.looked_at = 0
        self._do, self._most, self._pace, self._clock = do, most, pace, clock
        self._is_over = False

    def run(self) -> None:
        """Until it is over, or others are to be looked at."""
        for _done in short_steps(self._sizes(), self._one, within=nullcontext, step_seconds=0):
            pass

    def _sizes(self) -> Iterator[int]:
        for _step in range(_STEPS_A_TURN):
            if self._is_over or self.looked_at >= self._most:
                return
            yield min(self._pace.size, self._most - self.looked_at)

    def _one(self, size: int) -> None:
        began = self._clock()
        step = self._do(size)
        self._pace.note(step.looked_at, self._clock() - began)
        self.looked_at += step.looked_at
        self._is_over = step.is_over
