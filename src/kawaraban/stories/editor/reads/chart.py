"""A small chart of bars, as numbers that a template writes into an SVG: no script, no library."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

# The drawing's own units: it is stretched to the place it gets.
WIDTH: Final = 1000.0
HEIGHT: Final = 160.0
_GAP: Final = 0.18  # of a bar's place


@dataclass(frozen=True, slots=True)
class ReadsBar:
    """One hour or day. `x`, `y`, `width` and `height` are ready to be written: they know no language."""

    label: str
    value: int
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True, slots=True)
class ReadsChart:
    """The bars, the value of the highest, and the labels under the first, the middle and the last."""

    title: str
    summary: str
    unit: str  # what a bar is: "Hour", "Day"
    measure: str  # what its height is: "Reads"
    bars: tuple[ReadsBar, ...]
    highest: int
    marks: tuple[str, ...]


def bars_of(values: Sequence[tuple[str, int]]) -> tuple[ReadsBar, ...]:
    """Bars side by side, the highest as high as the drawing. One that is not zero can be seen."""
    place = WIDTH / max(1, len(values))
    highest = max((value for _label, value in values), default=0) or 1
    bars = []
    for number, (label, value) in enumerate(values):
        height = max(1.5, HEIGHT * value / highest) if value else 0.0
        bars.append(
            ReadsBar(
                label=label,
                value=value,
                x=f"{place * (number + _GAP / 2):.2f}",
                y=f"{HEIGHT - height:.2f}",
                width=f"{place * (1 - _GAP):.2f}",
                height=f"{height:.2f}",
            )
        )
    return tuple(bars)


def marks_of(labels: Sequence[str]) -> tuple[str, ...]:
    """The labels that fit under a chart on a telephone."""
    if len(labels) < 3:
        return tuple(labels)
    return labels[0], labels[len(labels) // 2], labels[-1]
