"""The measures of the page of triage against slow and plain ways to reckon the same."""

import random
from collections import Counter
from itertools import product
from statistics import mean, variance

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kawaraban.doors.desk.figures.assessed import Seconds
from kawaraban.doors.desk.triage.measures import (
    FEWEST,
    Estimate,
    mean_difference,
    order_of,
    share,
    share_difference,
)


@given(
    refused=st.lists(st.integers(0, 19), min_size=FEWEST, max_size=40),
    published=st.lists(st.integers(0, 19), min_size=FEWEST, max_size=40),
)
def test_6_07_the_order_is_how_often_of_two_the_refused_one_has_the_higher_score(
    refused: list[int], published: list[int]
) -> None:
    pairs = [0.5 if one == other else float(one > other) for one, other in product(refused, published)]
    scores = Counter((step, 1) for step in refused) + Counter((step, 0) for step in published)

    assert order_of(scores) == pytest.approx(mean(pairs))


def test_6_07_too_few_say_nothing() -> None:
    assert share(FEWEST - 1, FEWEST - 1) is None
    assert order_of({(19, 1): FEWEST - 1, (0, 0): 500}) is None
    assert share_difference((5, 500), (5, FEWEST - 1)) is None
    assert mean_difference(Seconds(500, 500, 500), Seconds(1, 1, 1)) is None


def test_6_07_a_mean_has_the_interval_of_welch() -> None:
    drawn = random.Random(6)
    first, second = (
        [drawn.randint(0, 90) for _each in range(60)],
        [drawn.randint(0, 60) for _each in range(40)],
    )
    spread = (variance(first) / 60 + variance(second) / 40) ** 0.5

    found = mean_difference(_seconds(first), _seconds(second))

    assert found is not None
    assert found.value == pytest.approx(mean(first) - mean(second))
    assert found.high - found.low == pytest.approx(2 * 1.96 * spread)


def test_6_07_a_difference_of_shares_is_held_in_its_interval_nearly_always() -> None:
    drawn, held = random.Random(7), 0
    for _time in range(400):
        first = sum(drawn.random() < 0.30 for _each in range(60))
        second = sum(drawn.random() < 0.22 for _each in range(35))
        found = share_difference((first, 60), (second, 35))
        assert found is not None
        held += found.low <= 0.08 <= found.high

    assert held / 400 >= 0.93


def test_6_07_a_difference_is_clear_on_one_side_of_nothing_alone() -> None:
    assert Estimate(3, 1, 5).is_clear
    assert Estimate(-3, -5, -1).is_clear
    assert not Estimate(3, -1, 7).is_clear


def _seconds(values: list[int]) -> Seconds:
    return Seconds(len(values), sum(values), sum(value * value for value in values))
