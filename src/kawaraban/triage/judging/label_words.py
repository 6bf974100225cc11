"""What a label means: 1, yes and true are a violation, .7 is one by seven of ten, and other words must be explained.

LabelReader(("hate", "offensive")).read("offensive")    # (1.0, True)
LabelReader((">=.8",)).read(".83")                      # (.83, True)
LabelReader(()).read("0.4")                             # (.4, False)
"""

from dataclasses import dataclass
from typing import Final

YES: Final = frozenset({"true", "t", "yes", "y"})
NO: Final = frozenset({"false", "f", "no", "n"})
HALF: Final = 0.5
AT_LEAST: Final = ">="


class UnknownLabelError(ValueError):
    """A label that says nothing by itself."""


@dataclass(frozen=True)
class LabelReader:
    """`positive`: the labels that mean a violation, or one `>=NUMBER`. Empty: numbers from 0 to 1, and yes and no."""

    positive: tuple[str, ...]

    def read(self, label: str) -> tuple[float, bool]:
        """How far it is a violation from 0 to 1, and whether it counts as one. Raises UnknownLabelError."""
        number = number_in(label)
        for wanted in self.positive:
            if wanted.startswith(AT_LEAST):
                return self.by_threshold(number, label, wanted)
        if self.positive:
            is_violation = any(is_same(label, number, wanted) for wanted in self.positive)
            return float(is_violation), is_violation
        if number is not None and 0 <= number <= 1:
            return number, number >= HALF
        if label.casefold() in YES | NO:
            is_violation = label.casefold() in YES
            return float(is_violation), is_violation
        raise UnknownLabelError(
            f"what does the label {label[:40]!r} mean? Name the labels that break the policy with --positive."
        )

    def by_threshold(self, number: float | None, label: str, wanted: str) -> tuple[float, bool]:
        """A grade in its own size where that is from 0 to 1, otherwise 0 or 1."""
        least = number_in(wanted.removeprefix(AT_LEAST))
        if least is None:
            raise UnknownLabelError(f"behind {AT_LEAST} in --positive a number must stand.")
        if number is None:
            raise UnknownLabelError(f"the label {label[:40]!r} is no number, so {wanted} says nothing of it.")
        is_violation = number >= least
        return (number if 0 <= number <= 1 else float(is_violation)), is_violation


def number_in(text: str) -> float | None:
    """None for what is no number, and for infinities and NaN."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if abs(number) < float("inf") else None


def is_same(label: str, number: float | None, wanted: str) -> bool:
    """1 is 1.0, and OFF is off."""
    meant = number_in(wanted)
    if number is not None and meant is not None:
        return number == meant
    return label.casefold() == wanted.strip().casefold()
