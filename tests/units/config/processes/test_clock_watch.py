import pytest

from kawaraban.config.processes.clock_watch import ClockWatch


class Hand:
    def __init__(self, at: float) -> None:
        self.at = at

    def __call__(self) -> float:
        return self.at


@pytest.mark.parametrize(
    ("jump", "said"), [(3600.0, "forward by 60 minutes"), (-400 * 86_400.0, "back by 400 days")]
)
def test_a_clock_that_is_set_is_told_once(jump: float, said: str, caplog: pytest.LogCaptureFixture) -> None:
    wall, elapsed = Hand(1_800_000_000.0), Hand(50.0)
    watch = ClockWatch(wall=wall, elapsed=elapsed)
    wall.at, elapsed.at = wall.at + 10 + jump, 60.0

    watch.look()
    watch.look()

    assert len(caplog.records) == 1
    assert said in caplog.records[0].getMessage()


def test_time_that_passes_and_small_corrections_are_nothing(caplog: pytest.LogCaptureFixture) -> None:
    wall, elapsed = Hand(1_800_000_000.0), Hand(50.0)
    watch = ClockWatch(wall=wall, elapsed=elapsed)
    for drift in (0.0, 20.0, 40.0, -20.0):
        wall.at, elapsed.at = wall.at + 36_000 + drift, elapsed.at + 36_000
        watch.look()

    assert not caplog.records
