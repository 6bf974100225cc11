"""One file of labelled texts judged: how well they are put in order, how far scores are probabilities, how fast.

    evaluate(rows, scoring)              # Evaluation(n=1960, positives=136, auc=.988, ...)

A text of which the model says nothing is judged as 0, since the queue shows no hint for it. How many, is counted.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final, TypeVar

import numpy as np

from kawaraban.triage.judging.approval import Approvable, Halves, approvable, in_halves
from kawaraban.triage.judging.calibration import AtThreshold, at_threshold, brier, mean_error
from kawaraban.triage.judging.labelled_csv import LabelledText
from kawaraban.triage.judging.ranking import (
    DRAWS,
    Floats,
    Interval,
    Labels,
    auc,
    bootstrap,
    must_hold_both,
    precision_at_top,
    rank_correlation,
)
from kawaraban.triage.judging.scoring import Scoring

BATCH: Final = 1024
DROP_IN: Final = 0.8
# The interval of so many texts is a thousandth wide, and each draw of them takes a third of a second.
MANY: Final = 200_000
DRAWS_OF_MANY: Final = 100
Item = TypeVar("Item")
Tell = Callable[[int], None]


class NothingScoredError(Exception):
    """The model says nothing of any of the texts, as a sentence."""


@dataclass(frozen=True)
class ScoredTexts:
    """The rows of a file with their scores; no words."""

    labels: Labels
    grades: Floats
    scores: Floats
    unscored: int
    skipped: int
    seconds: float

    @property
    def is_graded(self) -> bool:
        """Whether the labels say more than yes and no."""
        return bool(((self.grades > 0) & (self.grades < 1)).any())

    @property
    def per_second(self) -> float:
        """Texts a second, in batches, by the scoring alone. 0 where there are none."""
        return len(self.labels) / self.seconds if self.seconds else 0.0


@dataclass(frozen=True)
class Evaluation:
    """What is told of a file."""

    n: int
    positives: int
    unscored: int
    skipped: int
    auc: float
    interval: Interval
    precision_at_top: float
    at_drop_in: AtThreshold
    brier: float
    # Only where the labels are graded.
    mean_error: float | None
    rank_correlation: float | None
    approvable: Approvable
    halves: Halves
    per_second: float


def judge(rows: Iterable[LabelledText | None], scoring: Scoring, *, tell: Tell | None = None) -> ScoredTexts:
    """Score the rows batch by batch, so that a file of any size fits. `tell` hears how many rows are done."""
    labels: list[bool] = []
    grades: list[float] = []
    scores: list[float | None] = []
    skipped, seconds = 0, 0.0
    for batch in batches(rows, BATCH):
        texts = [row for row in batch if row is not None]
        skipped += len(batch) - len(texts)
        began = time.perf_counter()
        scores += scoring([row.text for row in texts]) if texts else []
        seconds += time.perf_counter() - began
        labels += [row.is_violation for row in texts]
        grades += [row.grade for row in texts]
        if tell:
            tell(len(labels) + skipped)
    return ScoredTexts(
        labels=np.array(labels, dtype=np.bool_),
        grades=np.array(grades, dtype=np.float64),
        scores=np.array([score or 0.0 for score in scores], dtype=np.float64),
        unscored=sum(score is None for score in scores),
        skipped=skipped,
        seconds=seconds,
    )


def evaluate(
    rows: Iterable[LabelledText | None], scoring: Scoring, *, tell: Tell | None = None
) -> Evaluation:
    """Judge the rows. Raises OneClassOnlyError where there are no violations or nothing else.

    Raises NothingScoredError where no text has a score.
    """
    return evaluation_of(judge(rows, scoring, tell=tell))


def evaluation_of(judged: ScoredTexts) -> Evaluation:
    """Every figure of what was scored. Raises OneClassOnlyError and NothingScoredError."""
    labels, scores = judged.labels, judged.scores
    if len(labels) and judged.unscored == len(labels):
        raise NothingScoredError("The model says nothing of these texts: it does not know their languages.")
    must_hold_both(labels)
    return Evaluation(
        n=len(labels),
        positives=int(labels.sum()),
        unscored=judged.unscored,
        skipped=judged.skipped,
        auc=auc(labels, scores),
        interval=bootstrap(labels, scores, draws=DRAWS if len(labels) <= MANY else DRAWS_OF_MANY),
        precision_at_top=precision_at_top(labels, scores),
        at_drop_in=at_threshold(labels, scores, DROP_IN),
        brier=brier(labels, scores),
        mean_error=mean_error(judged.grades, scores) if judged.is_graded else None,
        rank_correlation=rank_correlation(judged.grades, scores) if judged.is_graded else None,
        approvable=approvable(labels, scores),
        halves=in_halves(labels, scores),
        per_second=judged.per_second,
    )


def batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """The items in lists of `size`; the last may be shorter."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
