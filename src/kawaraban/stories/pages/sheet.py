"""One page ready to be rendered: what goes onto it, and under which keys it is printed again."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class PageSheet:
    """`context` is all that the template gets besides `paper`; `link` is the page's own address.

    `has_numbers`: there may be a `?page=2` of it.
    """

    template: str
    context: dict[str, Any]
    keys: frozenset[str]
    language: str
    link: str
    has_numbers: bool = False
