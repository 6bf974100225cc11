"""An answer stands for a row, or the load is refused."""

import pytest

from bench.refusals import Refused
from bench.writing import check_rows


@pytest.mark.parametrize("stored", [1_000, 1_001, 1_032])
def test_as_many_rows_as_answers_and_those_that_were_under_way(stored: int) -> None:
    check_rows("the paper", stored, answers=1_000, under_way=32)


@pytest.mark.parametrize("stored", [0, 999, 1_033])
def test_fewer_rows_than_answers_or_too_many_refuse_the_load(stored: int) -> None:
    with pytest.raises(Refused, match="answered 1000 times and stored"):
        check_rows("the paper", stored, answers=1_000, under_way=32)
