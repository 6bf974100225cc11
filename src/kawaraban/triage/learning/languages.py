"""Which languages a desk has taught well enough for a number, where the base knows nothing of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

# So many lessons of both kinds, and an order that chance does not explain.
LEAST_LESSONS: Final = 200
LEAST_OF_EACH: Final = 20
LEAST_AUC: Final = 0.6


@dataclass(frozen=True, slots=True)
class Language:
    """`auc` is of lessons that were not learnt from when they were judged."""

    lessons: int
    broke: int
    auc: float

    @property
    def is_known(self) -> bool:
        """Whether a probability says something."""
        fewer = min(self.broke, self.lessons - self.broke)
        return self.lessons >= LEAST_LESSONS and fewer >= LEAST_OF_EACH and self.auc >= LEAST_AUC


@dataclass(frozen=True, slots=True)
class Languages:
    """By the code of the language, as the lessons name it."""

    by_code: Mapping[str, Language] = field(default_factory=dict)

    def knows(self, code: str) -> bool:
        """Whether the desk alone can say something of it."""
        language = self.by_code.get(code)
        return language is not None and language.is_known
