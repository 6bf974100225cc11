import logging
import os

import pytest

from kawaraban.kit.board import Board
from kawaraban.kit.work.lock_meter import LockFigures, LockHold, LockMeter


class Hand:
    """A clock that a test sets."""

    at = 1_000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def meter(hand: Hand, caplog: pytest.LogCaptureFixture) -> LockMeter:
    caplog.set_level(logging.INFO, logger="kawaraban.kit.work.lock_meter")
    return LockMeter(clock=hand)


def hold(meter: LockMeter, hand: Hand, seconds: float) -> None:
    began = meter.begun()
    hand.at += seconds
    meter.ended(began)


def test_figures_tell_how_often_how_long_and_the_longest(meter: LockMeter, hand: Hand) -> None:
    for seconds in (0.01, 0.25, 0.05):
        hold(meter, hand, seconds)

    figures = meter.figures()

    assert (figures.count, figures.long_count) == (3, 1)
    assert figures.sum_seconds == pytest.approx(0.31)
    assert figures.longest_seconds == figures.longest_hour_seconds == pytest.approx(0.25)


def test_after_an_hour_the_longest_of_the_hour_is_another(meter: LockMeter, hand: Hand) -> None:
    hold(meter, hand, 0.5)
    hand.at += 3_600
    hold(meter, hand, 0.02)

    figures = meter.figures()

    assert figures.longest_seconds == pytest.approx(0.5)
    assert figures.longest_hour_seconds == pytest.approx(0.02)
    hand.at += 3_900
    assert meter.figures().longest_hour_seconds == 0.0


def test_the_longest_wait_of_the_hour_is_told_beside_it(meter: LockMeter, hand: Hand) -> None:
    hold(meter, hand, 0.02)
    meter.waited(0.4)
    hand.at += 1_800
    meter.waited(0.1)

    assert meter.figures().longest_wait_seconds == pytest.approx(0.4)
    hand.at += 1_900
    assert meter.figures().longest_wait_seconds == pytest.approx(0.1)
    assert meter.figures().longest_hour_seconds == 0.0


def test_a_process_that_only_waited_is_on_the_board(meter: LockMeter) -> None:
    meter.waited(0.4)
    board = Board.made(["clerk", "worker"])

    board.beat("clerk", lock=meter.figures())

    assert board.locks() == {"clerk": LockFigures(longest_wait_seconds=0.4)}


def test_what_is_long_is_told_with_its_place_and_short_holds_are_not(
    meter: LockMeter, hand: Hand, caplog: pytest.LogCaptureFixture
) -> None:
    hold(meter, hand, 0.09)
    assert not caplog.records

    hold(meter, hand, 0.412)

    assert [record.getMessage() for record in caplog.records] == [
        # A test is no code of the product.
        "the writer's lock was held for 412 ms by another program's code"
    ]
    assert caplog.records[0].levelname == "INFO"


def test_one_place_has_one_line_a_minute_whatever_happens_there(
    meter: LockMeter, hand: Hand, caplog: pytest.LogCaptureFixture
) -> None:
    for _time in range(100):
        hold(meter, hand, 0.5)
    hand.at += 60
    hold(meter, hand, 2.0)

    assert len(caplog.records) == 2
    assert "held 100 times, at most for 2000 ms" in caplog.records[1].getMessage()
    assert caplog.records[1].levelname == "WARNING"


def test_a_listener_is_told_of_every_time(meter: LockMeter, hand: Hand) -> None:
    heard: list[LockHold] = []
    meter.heard = heard.append

    began = meter.begun()
    hand.at += 0.01
    meter.ended(began, rows_count=7)

    assert [(each.rows_count, round(each.seconds, 3)) for each in heard] == [(7, 0.01)]


def test_the_board_carries_the_figures_to_other_processes() -> None:
    board = Board.made(["front", "clerk", "worker"])
    said = LockFigures(12, 1, 0.5, 0.2, 0.1)
    pid = os.fork()
    if pid == 0:
        Board(board.descriptor, ["front", "clerk", "worker"]).beat("clerk", lock=said)
        os._exit(0)
    os.waitpid(pid, 0)
    board.beat("front")

    assert board.locks() == {"clerk": said}
    board.clear("clerk")
    assert board.locks() == {}
