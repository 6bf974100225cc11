"""A step of a job takes as many comments as fit into a short moment, on a quick machine as on a slow one."""

from collections.abc import Callable

from kawaraban.doors.desk.bulk.steps import FIRST_SIZE, LEAST_AT_ONCE, MOST_AT_ONCE, JobPace, JobSteps, Step

MANY = 100_000


class Machine:
    """Each comment takes it so many seconds, and each step some more."""

    def __init__(self, *, a_comment: float, a_step: float = 0.01) -> None:
        self.now, self.sizes = 0.0, list[int]()
        self.a_comment, self.a_step = a_comment, a_step

    def clock(self) -> float:
        return self.now

    def do(self, size: int) -> Step:
        self.sizes.append(size)
        self.now += self.a_step + size * self.a_comment
        return Step(size)


def sizes_on(machine: Machine, *, most: int = MANY, do: Callable[[int], Step] | None = None) -> list[int]:
    JobSteps(do or machine.do, most=most, pace=JobPace(), clock=machine.clock).run()
    return machine.sizes


def test_on_a_quick_machine_a_step_takes_more_and_more_up_to_a_bound() -> None:
    sizes = sizes_on(Machine(a_comment=0.0001))

    assert sizes[0] == FIRST_SIZE
    assert sizes == sorted(sizes)
    assert max(sizes) == MOST_AT_ONCE


def test_a_step_that_grew_too_long_is_followed_by_a_shorter_one() -> None:
    machine = Machine(a_comment=0.001)

    sizes = sizes_on(machine)

    assert max(sizes) * machine.a_comment + machine.a_step < 0.1
    assert sizes[-1] >= FIRST_SIZE


def test_on_a_slow_machine_a_step_takes_few() -> None:
    assert sizes_on(Machine(a_comment=0.02))[-1] == LEAST_AT_ONCE


def test_no_more_are_looked_at_than_were_asked_for() -> None:
    assert sum(sizes_on(Machine(a_comment=0.0001), most=37)) == 37


def test_a_step_that_found_fewer_says_nothing_about_the_next() -> None:
    machine = Machine(a_comment=0.0001)

    def one_of_them(size: int) -> Step:
        machine.do(size)
        return Step(1)

    assert set(sizes_on(machine, do=one_of_them)) == {FIRST_SIZE}


def test_it_ends_when_nothing_is_left() -> None:
    machine = Machine(a_comment=0.0001)

    def last(size: int) -> Step:
        machine.do(size)
        return Step(0, is_over=True)

    assert len(sizes_on(machine, do=last)) == 1
