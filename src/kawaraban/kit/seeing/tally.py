"""What one process counts: plain numbers in its memory, handed to the board once a second.

    TALLY.count(READS, "robot")
    TALLY.time(REQUEST_SECONDS, "app", seconds=0.02)
    TALLY.hand_over(board, "front")          once a second, where the process says that it lives

Nobody waits for anybody: no lock, no file, no library. A thread that is put off in the middle of an addition could lose
one, and Python puts none off there.
"""

from array import array
from bisect import bisect_left
from typing import Final, Protocol

from kawaraban.kit.seeing.families import NUMBERS_COUNT, SECONDS, MetricFamily

_SUM: Final = len(SECONDS) + 1


class NumberBoard(Protocol):
    """Where processes put up their numbers (`kit/board.py`)."""

    def put_numbers(self, name: str, numbers: "array[float]") -> None: ...

    def numbers(self, name: str) -> "array[float]": ...


class MetricTally:
    """The numbers of one process, in the order of the table. Made at zero."""

    def __init__(self) -> None:
        self._numbers = array("d", bytes(8 * NUMBERS_COUNT))

    def count(self, family: MetricFamily, *labels: str, by: float = 1) -> None:
        """So many more of them."""
        self._numbers[family.place(*labels)] += by

    def put(self, family: MetricFamily, *labels: str, figure: float) -> None:
        """What a gauge shows from now on."""
        self._numbers[family.place(*labels)] = figure

    def time(self, family: MetricFamily, *labels: str, seconds: float) -> None:
        """It took this long once more."""
        first = family.place(*labels)
        self._numbers[first + bisect_left(SECONDS, seconds)] += 1
        self._numbers[first + _SUM] += seconds

    def of(self, family: MetricFamily, *labels: str) -> float:
        """What was counted so far; of a histogram how many times."""
        first = family.place(*labels)
        return sum(self._numbers[first : first + (_SUM if family.kind == "histogram" else 1)])

    def begin(self, board: NumberBoard, name: str) -> None:
        """Go on from what stands there: whoever had the place before this process has ended."""
        self._numbers = board.numbers(name)

    def hand_over(self, board: NumberBoard, name: str) -> None:
        """Put the numbers up. Once a second."""
        board.put_numbers(name, self._numbers)


# Of this process.
TALLY: Final = MetricTally()
