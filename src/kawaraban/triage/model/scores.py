"""What is asked of the model and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kawaraban.triage.model.heads import Head


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of a text besides its words.

    `language` was declared for the text and is taken, unless the text is in another script; "" is to be detected.
    `expected` is the language of the page it stands on: a short text is taken to be in it.
    """

    language: str = ""
    expected: str = ""


NOTHING_KNOWN: Final = Context()


class Span(NamedTuple):
    """A sentence of the text, text[begin:end], and what its words alone score."""

    begin: int
    end: int
    heads: Mapping[Head, float]


class Weighed(NamedTuple):
    """Words of the text, text[begin:end], and how much they add to the logit of a head. For moderators only."""

    words: str
    weight: float
    head: Head
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Scores:
    """The probability of each head; no heads where the language has none: that is no low score.

    `confidence` is how sure the language is, 1 where it was declared. At least one span, except of an empty text's.
    """

    heads: Mapping[Head, float]
    language: str
    confidence: float
    spans: tuple[Span, ...]
    weighed: tuple[Weighed, ...]
    version: str


@dataclass(frozen=True, slots=True)
class Features:
    """A text as the site's layer learns it: no word can be read from it without guessing.

    `indices` ascend, below `blocks.ROWS`, each once; words for groups of people are left out. `dense` is the base's
    logit of each head, in the order of `Head`, 0 where there is none. (n,) uint32, (n,) float32, (7,) float32.
    """

    indices: NDArray[np.uint32]
    values: NDArray[np.float32]
    dense: NDArray[np.float32]
