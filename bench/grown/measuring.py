"""The rows of growth: each figure at each size, and how it grows with the paper.

The exponent of a figure from one size to one of ten times as many comments: 0 where it stays, 1 where it grows as the
paper does. Of several steps the largest counts. Other rows go by what they are at the largest size.
"""

import math
import shutil
from collections.abc import Callable, Mapping, Sequence
from itertools import count, pairwise
from pathlib import Path

from bench.grown.papers import growth_paper
from bench.grown.reading import desk_pages, rendered
from bench.grown.running import command, export_rate, memory_at_rest, start, start_first
from bench.grown.writing import acceptances, approvals, bulk_rate, longest_wait_while_erasing
from bench.growth.sizes import SIZES, Size
from bench.paper import Paper
from bench.refusals import NotMeasured, Refused
from bench.rounds import Measured
from bench.server import Server
from bench.stage import Stage

EXPONENTS = tuple(f"G{number}" for number in range(1, 14))
AT_THE_LARGEST = ("G14", "G15", "G16", "G17", "G18")
AT_ONE_SIZE = {"G19": "M", "G20": "L"}
ROWS = (*EXPONENTS, *AT_THE_LARGEST, *AT_ONE_SIZE)

Outcome = Measured | Refused | NotMeasured
# None was taken of those that were refused, or could not be.
Figures = dict[str, float | Refused | NotMeasured]
# By row; of one measure, or of several that are taken together.
Told = Mapping[str, float]


def measure_growth(stage: Stage, names: Sequence[str]) -> dict[str, Outcome]:
    """All rows on the papers of these sizes, the smallest first."""
    at: dict[str, Figures] = {}
    for name in names:
        print(f"==> growth: {name}", flush=True)
        at[name] = measure_size(SIZES[name], stage.folder)
    return {row: outcome(row, at) for row in ROWS}


def outcome(row: str, at: Mapping[str, Figures]) -> Outcome:
    """What the figures of all sizes come to for one row."""
    told = {name: figures[row] for name, figures in at.items() if row in figures}
    for kind in (Refused, NotMeasured):
        without = next((figure for figure in told.values() if isinstance(figure, kind)), None)
        if without is not None:
            return without
    figures = {name: figure for name, figure in told.items() if isinstance(figure, float)}
    beside = {f"at {name}": figure for name, figure in figures.items()}
    if row in AT_ONE_SIZE and AT_ONE_SIZE[row] in figures:
        return Measured((figures[AT_ONE_SIZE[row]],), beside=beside)
    if row in AT_THE_LARGEST and figures:
        return Measured((list(figures.values())[-1],), beside=beside)
    if row in EXPONENTS and len(figures) > 1:
        return Measured((max(exponents(figures)),), beside=beside)
    return NotMeasured("GROWTH=yes measures S and M, GROWTH=L the large one as well")


def exponents(figures: Mapping[str, float]) -> list[float]:
    """Of each step from one size to the next."""
    return [
        math.log(max(figures[after], 1e-9) / max(figures[before], 1e-9))
        / math.log(SIZES[after].comments / SIZES[before].comments)
        for before, after in pairwise(figures)
    ]


def measure_size(size: Size, folder: Path) -> Figures:
    """Every figure of one paper. What fails is refused, and the others are measured all the same."""
    paper = growth_paper(size, folder)
    told: Figures = {}
    try:
        _take(told, ("G1", "G2", "G3", "G4", "G5", "G6", "G7"), lambda: rendered(paper))
        _take(told, ("G13",), lambda: {"G13": command("records", "verify", "--data", str(paper.data))[1]})
        _take(told, ("G18",), lambda: {"G18": command("check", "--data", str(paper.data))[0]})
        start_first(paper)
        _take(told, ("G17",), lambda: {"G17": start(paper)})
        with paper.served() as server:
            _measure_served(told, size, paper, server)
        # Apart: the printer still has to do with what was decided about so many.
        with paper.served() as server:
            _take(told, ("G16",), lambda: {"G16": export_rate(paper, server, folder / f"{size.name}-export")})
    finally:
        shutil.rmtree(paper.data, ignore_errors=True)
    return told


def _measure_served(told: Figures, size: Size, paper: Paper, server: Server) -> None:
    """In this order: what erases comes after what reads, and what decides about all that waits after both."""
    numbers = count(1)
    rest = tuple(row for row, name in AT_ONE_SIZE.items() if name == size.name)
    _take(told, rest, lambda: dict.fromkeys(rest, memory_at_rest(server)) if rest else {})
    _take(told, ("G8", "G9", "G10"), lambda: desk_pages(paper, server))
    _take(told, ("G11",), lambda: {"G11": approvals(paper, server)})
    _take(told, ("G12",), lambda: {"G12": acceptances(paper, server, numbers)})
    _take(told, ("G14",), lambda: {"G14": longest_wait_while_erasing(paper, server, numbers)[0]})
    _take(told, ("G15",), lambda: {"G15": bulk_rate(paper, server)})


def _take(told: Figures, rows: Sequence[str], measure: Callable[[], Told]) -> None:
    found: Figures
    try:
        found = dict(measure())
    except (Refused, NotMeasured) as reason:
        found = dict.fromkeys(rows, reason)
    told |= found
    for row, figure in found.items():
        words = f"{figure:.3f}" if isinstance(figure, float) else f"none: {figure}"
        print(f"    {row:4} {words}", flush=True)
