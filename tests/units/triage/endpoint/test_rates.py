import os

import pytest

from kawaraban.triage.endpoint.callers import Caller
from kawaraban.triage.endpoint.rates import Rates

pytestmark = pytest.mark.once("the endpoint has no Django")


def test_6_10_a_caller_is_answered_so_often_in_a_second_and_again_in_the_next() -> None:
    rates, caller = Rates(), Caller("a", per_second=3, place=1)

    assert [rates.allows(caller, 100) for _ in range(5)] == [True, True, True, False, False]
    assert rates.allows(caller, 101)


def test_6_10_what_one_caller_asks_is_not_counted_against_another() -> None:
    rates = Rates()
    one, other, free = Caller("a", 1, 1), Caller("b", 1, 2), Caller("c", 0, 3)

    assert rates.allows(one, 100)
    assert not rates.allows(one, 100)
    assert rates.allows(other, 100)
    assert all(rates.allows(free, 100) for _ in range(1_000))


def test_6_10_what_one_process_counts_another_knows() -> None:
    rates, caller = Rates(), Caller("a", per_second=2, place=1)
    child = os.fork()
    if not child:
        rates.allows(caller, 100)
        os._exit(0)
    os.waitpid(child, 0)

    assert rates.allows(caller, 100)
    assert not rates.allows(caller, 100)
