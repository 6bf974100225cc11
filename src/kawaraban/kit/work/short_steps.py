"""Working off much in short steps: each ends before anybody who waits for the same lock would mind.

    for done in short_steps(numbers, forget, within=transaction.atomic):
        tell(done.count)                    # after each step, outside of it

A step takes one thing after the other until its time is over, whatever one of them costs; then it commits, and rests
for at least as long as it worked. So others get the lock every other moment, on a fast machine as on a slow one.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Final, TypeVar

Thing = TypeVar("Thing")

# What a sender waits at most behind a step is twice this on a bad day, and a tenth of a second at the worst.
STEP_SECONDS: Final = 0.03
LEAST_PAUSE_SECONDS: Final = 0.005


@dataclass(frozen=True, slots=True)
class StepDone:
    """What has been done so far: of how many things `do` said that there was something to do; and the things seen."""

    count: int
    seen: int


def short_steps(
    things: Iterable[Thing],
    do: Callable[[Thing], object],
    *,
    within: Callable[[], AbstractContextManager[object]],
    step_seconds: float = STEP_SECONDS,
    clock: Callable[[], float] = time.monotonic,
    rest: Callable[[float], object] = time.sleep,
) -> Iterator[StepDone]:
    """Do it to each of the things, many in one step; yields after each step. Rests between two, not after the last.

    `within()` opens what a step must not hold for long, and closes it: a transaction. What `do` raises ends the work,
    with the step that it happened in undone; earlier steps stand.
    """
    waiting = iter(things)
    count = seen = 0
    has_next, thing = _next(waiting)
    while has_next:
        with within():
            began = clock()
            while has_next:
                count += bool(do(thing))  # type: ignore[arg-type]
                seen += 1
                if clock() - began >= step_seconds:
                    break
                has_next, thing = _next(waiting)
        # With what the end of it took: there it is written to the disk.
        held = clock() - began
        has_next, thing = _next(waiting) if has_next else (False, None)
        yield StepDone(count, seen)
        if has_next:
            rest(max(held, LEAST_PAUSE_SECONDS))


def _next(things: Iterator[Thing]) -> tuple[bool, Thing | None]:
    for thing in things:
        return True, thing
    return False, None
