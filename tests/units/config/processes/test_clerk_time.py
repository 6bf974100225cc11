"""The clerk's desk waits for the database as long as its letters may wait, and not longer."""

import contextlib
import time
from collections.abc import Sequence

import pytest

from kawaraban.config.processes.clerk_time import in_time
from kawaraban.config.sqlite.deadline import time_is_over, waiting_until
from kawaraban.press.intake.clerk_end import NotInTime
from kawaraban.press.intake.frames import BUSY, Letter, Reply


def letter(deadline: float) -> Letter:
    return Letter("", "", "", "", "", None, None, b"", deadline)


def test_time_is_over_at_the_deadline_and_only_inside() -> None:
    assert not time_is_over()
    with waiting_until(time.monotonic() - 1) as late:
        with waiting_until(time.monotonic() + 600) as early:
            assert not time_is_over()
        assert time_is_over()
    assert not time_is_over()
    assert (late.has_run_out, early.has_run_out) == (True, False)


@pytest.mark.parametrize("deadlines", [(-1.0, 600.0), (600.0, -1.0), (600.0, 600.0)])
def test_the_first_deadline_of_a_batch_is_that_of_the_batch(deadlines: tuple[float, float]) -> None:
    seen: list[bool] = []

    def take(letters: Sequence[Letter]) -> list[Reply]:
        seen.append(time_is_over())
        return [Reply(201)] * len(letters)

    now = time.monotonic()
    with contextlib.suppress(NotInTime):
        in_time(take)([letter(now + deadline) for deadline in deadlines])

    assert seen == [min(deadlines) < 0]


def test_what_gave_up_in_time_is_to_be_tried_again() -> None:
    def take(letters: Sequence[Letter]) -> list[Reply]:
        time_is_over()
        return [BUSY] * len(letters)

    with pytest.raises(NotInTime):
        in_time(take)([letter(time.monotonic() - 1)])
