"""What a desk teaches by and by: after some of its decisions, how well the rest is put in order.

    curve(decided, rest, untaught)       # [Point(decisions=0, stepped=.71, trained=.71), Point(250, .74, .75), ...]

The rest is never decided. `stepped` is what each decision has moved at once, `trained` what a batch makes of the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from kawaraban.triage.judging.ranking import Labels, auc
from kawaraban.triage.learning.layer import SiteLayer
from kawaraban.triage.learning.retraining import Lesson, retrain

CHECKPOINTS: Final = (250, 500, 1000, 2000, 4000)


@dataclass(frozen=True)
class Point:
    """AUC on the rest after so many decisions."""

    decisions: int
    stepped: float
    trained: float


def curve(decided: Sequence[Lesson], rest: Sequence[Lesson], untaught: SiteLayer) -> list[Point]:
    """One point before the first decision and one at each checkpoint that is reached. `untaught` stays as it is."""
    before = order_of(untaught, rest)
    points = [Point(decisions=0, stepped=before, trained=before)]
    stepped = untaught.copy()
    for number, lesson in enumerate(decided, 1):
        stepped.step(lesson.features, breaks=lesson.breaks)
        if number in CHECKPOINTS:
            trained = retrain(decided[:number], before=untaught).layer
            points.append(
                Point(decisions=number, stepped=order_of(stepped, rest), trained=order_of(trained, rest))
            )
    return points


def order_of(layer: SiteLayer, rest: Sequence[Lesson]) -> float:
    """The AUC of what the layer says of the rest. Raises OneClassOnlyError."""
    labels: Labels = np.array([lesson.breaks for lesson in rest], dtype=np.bool_)
    return auc(labels, np.array([layer.probability(lesson.features) for lesson in rest]))
