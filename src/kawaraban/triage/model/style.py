"""How a text is written, whatever it says: a few numbers that the last step weighs beside the words."""

import string
from collections.abc import Sequence
from typing import Final

import numpy as np

from kawaraban.triage.model.blocks import RAW
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
    counted = np.array([_signs(text) for text in texts], np.float64).reshape(-1, 4)
    blocks = table.blocks[reading.words]
    raw = np.bincount(reading.owners, blocks == RAW, reading.count)
    words = np.maximum(np.bincount(reading.owners, minlength=reading.count) - raw, 0)
    numbers = np.empty((reading.count, len(STYLE)))
    numbers[:, 0] = counted[:, 0] / np.maximum(counted[:, 1], 1)
    numbers[:, 1:3] = counted[:, 2:]
    for column, marker in enumerate((LINK, MENTION, NUMBER), 3):
        number = table.find(marker)
        found = reading.words == number if number >= 0 else None
        numbers[:, column] = 0 if found is None else np.bincount(reading.owners, found, reading.count)
    numbers[:, 6] = words
    numbers[:, 1:7] = np.log1p(numbers[:, 1:7])
    numbers[:, 7] = raw / np.maximum(words, 1)
    return numbers


def _signs(text: str) -> tuple[int, int, int, int]:
    """Capitals, letters, exclamation marks and question marks of ASCII."""
    plain = text.encode("ascii", "ignore")
    without = len(plain.translate(None, _CAPITALS))
    bare = len(plain.translate(None, _LETTERS))
    return len(plain) - without, len(plain) - bare, plain.count(b"!"), plain.count(b"?")


_CAPITALS: Final = string.ascii_uppercase.encode()
_LETTERS: Final = string.ascii_letters.encode()
