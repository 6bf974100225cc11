"""One page ready to be rendered: what goes onto it, and under which keys it is printed again."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Sheet:
    """`context` is all that the template gets besides `paper`."""

    template: str
    context: dict[str, Any]
    keys: frozenset[str]
    language: str
