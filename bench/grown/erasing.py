"""E1: how long a sender waits at most while the largest erasure runs, on the small paper of growth.

Somebody who sent 500 comments is erased by `kawaraban records erase` while ten others send each second.
"""

from itertools import count

from bench.grown.papers import growth_paper
from bench.grown.writing import longest_wait_while_erasing
from bench.growth.sizes import SIZES
from bench.rounds import Measured
from bench.stage import Stage


def measure_erasure(stage: Stage) -> Measured:
    """Seconds; there is one such person in the paper, so there is one round. Beside it: comments erased a second."""
    paper = growth_paper(SIZES["S"], stage.folder)
    with paper.served() as server:
        longest, rate = longest_wait_while_erasing(paper, server, count(1))
    return Measured((longest,), beside={"comments erased a second": rate})
