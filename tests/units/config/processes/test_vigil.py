import sys
import time
from dataclasses import dataclass

from tests.rigs.serve_factory import wait_until

from kawaraban.config.processes.children import Child, end_all, spawned
from kawaraban.config.processes.vigil import Vigil
from kawaraban.kit.board import Board

FOREVER = [sys.executable, "-c", "import time; time.sleep(600)"]


@dataclass
class Hand:
    """A clock that is ahead of the true one, by as much as a test wants."""

    ahead: float = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.ahead


def watched(hand: Hand) -> tuple[Board, Vigil, Child]:
    board = Board.made(["clerk"])
    child = Child("clerk", lambda: spawned(FOREVER))
    child.look_after()
    vigil = Vigil(board, limit_seconds=60, clock=hand)
    vigil.look([child])
    board.beat("clerk")
    return board, vigil, child


def go_on(hand: Hand, vigil: Vigil, child: Child, *, seconds: int) -> None:
    """The supervisor looks every second."""
    for _ in range(seconds):
        hand.ahead += 1
        vigil.look([child])


def test_one_that_was_silent_for_the_limit_is_ended() -> None:
    hand = Hand()
    _board, vigil, child = watched(hand)

    go_on(hand, vigil, child, seconds=62)

    wait_until(lambda: not child.is_running(), "its end")


def test_a_supervisor_that_stood_still_itself_ends_nobody() -> None:
    hand = Hand()
    _board, vigil, child = watched(hand)
    hand.ahead += 10_000

    go_on(hand, vigil, child, seconds=50)

    assert child.is_running()
    end_all([child], within_seconds=5)


def test_one_that_is_starting_has_three_times_as_long() -> None:
    hand = Hand()
    board, vigil, child = watched(hand)
    board.clear("clerk")

    go_on(hand, vigil, child, seconds=170)
    is_left = child.is_running()
    go_on(hand, vigil, child, seconds=20)

    assert is_left
    wait_until(lambda: not child.is_running(), "its end")
