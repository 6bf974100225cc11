"""Working off much in short steps: how long one is, what stands after a failure, how long it rests."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from kawaraban.kit.work.short_steps import LEAST_PAUSE_SECONDS, StepDone, short_steps


class _Room:
    """A lock with a clock: each thing takes `cost` seconds, and what is not committed is undone."""

    def __init__(self, cost: float, *, closing: float = 0.0) -> None:
        self.now, self.cost, self.closing = 0.0, cost, closing
        self.kept: list[list[int]] = []
        self.rests: list[float] = []
        self._open: list[int] = []

    @contextmanager
    def within(self) -> Iterator[None]:
        self._open = []
        yield
        self.now += self.closing
        self.kept.append(self._open)

    def do(self, thing: int) -> bool:
        self.now += self.cost
        if thing < 0:
            raise ValueError(thing)
        self._open.append(thing)
        return thing % 2 == 0

    def run(self, things: list[int]) -> list[StepDone]:
        steps = short_steps(
            things,
            self.do,
            within=self.within,
            step_seconds=0.03,
            clock=lambda: self.now,
            rest=self.rests.append,
        )
        return list(steps)


def test_a_step_ends_when_its_time_is_over() -> None:
    room = _Room(cost=0.01)
    done = room.run(list(range(7)))
    assert room.kept == [[0, 1, 2], [3, 4, 5], [6]]
    assert done == [StepDone(2, 3), StepDone(3, 6), StepDone(4, 7)]


def test_what_costs_more_than_a_step_is_a_step() -> None:
    room = _Room(cost=0.2)
    room.run([1, 2])
    assert room.kept == [[1], [2]]


def test_it_rests_between_two_steps_as_long_as_it_worked() -> None:
    room = _Room(cost=0.2)
    room.run([1, 2, 3])
    assert room.rests == pytest.approx([0.2, 0.2])
    quick = _Room(cost=0.03)
    quick.run([1, 2])
    assert min(quick.rests) >= LEAST_PAUSE_SECONDS


def test_nothing_to_do_opens_nothing() -> None:
    room = _Room(cost=0.01)
    assert room.run([]) == []
    assert room.kept == []


def test_what_was_committed_before_a_failure_stands() -> None:
    room = _Room(cost=0.02)
    with pytest.raises(ValueError, match="-1"):
        room.run([1, 2, 3, -1, 4])
    assert room.kept == [[1, 2]]


def test_what_the_end_of_a_step_took_counts_for_its_rest() -> None:
    room = _Room(cost=0.05, closing=0.15)
    room.run([1, 2])
    assert room.rests == [pytest.approx(0.2)]
