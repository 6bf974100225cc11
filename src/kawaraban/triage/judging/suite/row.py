"""One row of the table: what was measured, on how much, and what was asked of it."""

from dataclasses import dataclass

from kawaraban.triage.judging.evaluation import ScoredTexts
from kawaraban.triage.judging.ranking import Interval, auc, bootstrap


@dataclass(frozen=True)
class FigureRow:
    """`figure` is None where it could not be measured; `note` then says why.

    `floor` is what must be reached and `goal` what we are after; None where nothing is. `is_cost`: less is better.
    """

    part: str
    what: str
    figure: float | None
    n: int = 0
    interval: Interval | None = None
    floor: float | None = None
    goal: float | None = None
    is_cost: bool = False
    note: str = ""

    @property
    def holds(self) -> bool | None:
        """Whether the floor is reached. None where there is none, or nothing was measured."""
        if self.figure is None or self.floor is None:
            return None
        return self.figure <= self.floor if self.is_cost else self.figure >= self.floor


def order_row(
    part: str,
    what: str,
    judged: ScoredTexts,
    *,
    asked: tuple[float | None, float | None] = (None, None),
    note: str = "",
) -> FigureRow:
    """The AUC of what was judged, with its interval. `asked`: floor and goal."""
    return FigureRow(
        part=part,
        what=what,
        figure=auc(judged.labels, judged.scores),
        n=len(judged.labels),
        interval=bootstrap(judged.labels, judged.scores),
        floor=asked[0],
        goal=asked[1],
        note=note,
    )


def missing(part: str, what: str, why: str) -> FigureRow:
    """A row that could not be measured."""
    return FigureRow(part=part, what=what, figure=None, note=why)
