"""Ratios are made within a round, and the median of them stands for the row."""

from dataclasses import replace

from bench.load import Load
from bench.rounds import Course, Measured, compared, of_cpu, of_p99, of_rates, step

A_LOAD = Load(requests=100, seconds=1.0, p50_ms=1.0, p99_ms=2.0, cpu_us=10.0)


def a_round(*, ours: int, limit: int, disturbed: float = 0.0) -> dict[str, Load]:
    return {
        "limit": replace(A_LOAD, requests=limit),
        "ours": replace(A_LOAD, requests=ours, others_share=disturbed),
    }


def test_the_median_is_that_of_the_ratios_and_not_the_ratio_of_the_medians() -> None:
    rounds = [a_round(ours=50, limit=100), a_round(ours=180, limit=200), a_round(ours=100, limit=1000)]

    measured = compared(rounds, of_rates("ours", "limit"))

    assert measured.figures == (0.5, 0.9, 0.1)
    assert measured.median == 0.5
    assert measured.spread == (0.1, 0.9)


def test_waiting_and_cpu_are_compared_within_the_round_too() -> None:
    each = {
        "ours": replace(A_LOAD, p99_ms=3.0, cpu_us=5.0),
        "peer": replace(A_LOAD, p99_ms=12.0, cpu_us=400.0),
    }

    assert of_p99("ours", "peer")(each) == 0.25
    assert of_cpu("ours", "peer")(each) == 80.0


def test_every_side_is_run_once_in_each_round_in_their_order() -> None:
    said: list[str] = []

    def run(name: str) -> Load:
        said.append(name)
        return A_LOAD

    rounds = Course(2).run(step("limit", lambda: run("limit")), step("ours", lambda: run("ours")))

    assert said == ["limit", "ours", "limit", "ours"]
    assert [list(each) for each in rounds] == [["limit", "ours"]] * 2


def test_no_further_round_is_begun_when_the_time_is_over_but_one_is_always_run() -> None:
    now = iter([5.0, 11.0, 99.0])

    assert len(Course(9, until=10.0, clock=lambda: next(now)).run(step("ours", lambda: A_LOAD))) == 2
    assert len(Course(9, until=0.0, clock=lambda: 1.0).run(step("ours", lambda: A_LOAD))) == 1


def test_quiet_rounds_that_agree_are_not_noisy() -> None:
    rounds = [a_round(ours=50, limit=100), a_round(ours=60, limit=100)]

    assert not compared(rounds, of_rates("ours", "limit")).is_noisy


def test_rounds_that_do_not_agree_are_noisy() -> None:
    rounds = [a_round(ours=50, limit=100), a_round(ours=80, limit=100)]

    assert compared(rounds, of_rates("ours", "limit")).is_noisy


def test_one_disturbed_round_in_four_is_borne_and_two_are_noise() -> None:
    quiet, disturbed = a_round(ours=50, limit=100), a_round(ours=50, limit=100, disturbed=0.2)

    assert not compared([quiet] * 3 + [disturbed], of_rates("ours", "limit")).is_noisy
    assert compared([quiet] * 2 + [disturbed] * 2, of_rates("ours", "limit")).is_noisy


def test_a_row_without_loads_tells_its_disturbance_itself() -> None:
    assert Measured((1.0, 1.0), shares=(0.0, 0.3)).disturbed_count == 1
