"""The table: how far a score can be read as a probability, and what acting on it at .8 would do."""

from typing import Final

from kawaraban.triage.judging.calibration import at_threshold, brier, calibration_error, mean_error
from kawaraban.triage.judging.evaluation import DROP_IN
from kawaraban.triage.judging.ranking import rank_correlation
from kawaraban.triage.judging.suite.kept_back import KeptBack
from kawaraban.triage.judging.suite.row import FigureRow, missing
from kawaraban.triage.model.heads import Head

PART: Final = "Probabilities"
# The floors of a drop-in are set against the scores of the service that it stands in for. Nobody may pass those on.
OF_PEOPLE: Final = "against what most people said; people object more often than that service says .8"


def calibration_rows(kept: KeptBack) -> list[FigureRow]:
    """Against people's labels on Wikipedia, and against the part of annotators who objected on news."""
    return [*drop_in_rows(kept), *graded_rows(kept), *turkish_rows(kept)]


def drop_in_rows(kept: KeptBack) -> list[FigureRow]:
    if not kept.can("wikipedia", Head.TOXIC):
        return [missing(PART, f"Wikipedia talk at {DROP_IN}", kept.why_not("wikipedia", Head.TOXIC))]
    judged = kept.judged("wikipedia", Head.TOXIC)
    found = at_threshold(judged.labels, judged.scores, DROP_IN)
    n = len(judged.labels)
    return [
        FigureRow(PART, f"Wikipedia talk, precision at {DROP_IN}", found.precision, n, note=OF_PEOPLE),
        FigureRow(PART, f"Wikipedia talk, recall at {DROP_IN}", found.recall, n, note=OF_PEOPLE),
        FigureRow(PART, "Wikipedia talk, Brier score", brier(judged.labels, judged.scores), n, is_cost=True),
        FigureRow(
            PART,
            "Wikipedia talk, calibration error",
            calibration_error(judged.labels, judged.scores),
            n,
            is_cost=True,
        ),
    ]


def graded_rows(kept: KeptBack) -> list[FigureRow]:
    if not kept.can("civil", Head.TOXIC):
        return [missing(PART, "Civil Comments, mean error", kept.why_not("civil", Head.TOXIC))]
    judged = kept.judged("civil", Head.TOXIC)
    note = "to the part of the annotators who objected"
    return [
        FigureRow(
            PART,
            "Civil Comments, mean error",
            mean_error(judged.grades, judged.scores),
            len(judged.labels),
            is_cost=True,
            note=note,
        ),
        FigureRow(
            PART,
            "Civil Comments, rank correlation",
            rank_correlation(judged.grades, judged.scores),
            len(judged.labels),
            note=note,
        ),
    ]


def turkish_rows(kept: KeptBack) -> list[FigureRow]:
    if not kept.can("turkish", Head.TOXIC):
        return []
    judged = kept.judged("turkish", Head.TOXIC)
    error = calibration_error(judged.labels, judged.scores)
    return [FigureRow(PART, "Turkish tweets, calibration error", error, len(judged.labels), is_cost=True)]
