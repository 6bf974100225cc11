"""What is judged: a function from texts to scores, so that judging knows no model."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

# A score from 0 to 1 for each text, in their order. None where nothing is said of a text.
Scoring: TypeAlias = Callable[[Sequence[str]], list[float | None]]
