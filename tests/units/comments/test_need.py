"""How much a comment needs a moderator: a moment that sorts, and never has to be renewed."""

from datetime import timedelta

import pytest
from tests.conftest import NOON

from kawaraban.comments.need import HEAD_START, need_at


@pytest.mark.parametrize(
    ("weights", "hours"), [([], 0), ([0.5], 3), ([0.2, 0.5, 0.1], 3), ([1.0], 6), ([7.0], 6), ([-1.0], 0)]
)
def test_the_heaviest_finding_counts_as_time_already_waited(weights: list[float], hours: int) -> None:
    assert need_at(sent_at=NOON, weights=weights) == NOON - timedelta(hours=hours)


def test_a_calm_comment_passes_a_heavy_one_that_came_a_head_start_later() -> None:
    calm = need_at(sent_at=NOON, weights=[])
    heavy = need_at(sent_at=NOON + HEAD_START + timedelta(seconds=1), weights=[1.0])

    assert calm < heavy
