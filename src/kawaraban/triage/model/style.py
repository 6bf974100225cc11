"""How a text is written, whatever it says: a few numbers that the last step weighs beside the words."""

import string
from collections.abc import Sequence, Set
from math import log1p
from typing import Final

import numpy as np

from kawaraban.triage.model.reading import Reading
from kawaraban.triage.model.vectors import Numbers
from kawaraban.triage.model.word_table import WordTable
from kawaraban.triage.model.wording import LINK, MENTION, NUMBER

# The order is that of the columns of `style`. Shares are 0 to 1, counts are log(1 + n).
STYLE: Final = (
    "capitals_share",
    "exclamation_marks",
    "question_marks",
    "links",
    "mentions",
    "figures",
    "words",
    "changed_share",
)


def style(texts: Sequence[str], reading: Reading, table: WordTable) -> Numbers:
    """The numbers of each text, (texts, STYLE). Capitals are those of ASCII, out of its letters."""
    markers = tuple(map(table.find, (LINK, MENTION, NUMBER)))
    rows = [
        _of_text(text, numbers, markers, table.raw)
        for text, numbers in zip(texts, reading.texts, strict=True)
    ]
    return np.array(rows, np.float64).reshape(len(texts), len(STYLE))


def _of_text(text: str, numbers: Sequence[int], markers: Sequence[int], raw: Set[int]) -> tuple[float, ...]:
    plain = text.encode("ascii", "ignore")
    capitals = len(plain) - len(plain.translate(None, _CAPITALS))
    letters = len(plain) - len(plain.translate(None, _LETTERS))
    changed = sum(map(raw.__contains__, numbers))
    words = len(numbers) - changed
    return (
        capitals / (letters or 1),
        log1p(plain.count(b"!")),
        log1p(plain.count(b"?")),
        *[log1p(numbers.count(marker)) for marker in markers],
        log1p(words),
        changed / (words or 1),
    )


_CAPITALS: Final = string.ascii_uppercase.encode()
_LETTERS: Final = string.ascii_letters.encode()
