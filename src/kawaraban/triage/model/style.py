"""How a text is written, whatever it says: a few numbers that the last step weighs beside the words."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kawaraban.triage.model.blocks import RAW
from kawaraban.triage.model.hashing import Counts
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
    ends = np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)))
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
    capital, small = (codes >= 65) & (codes <= 90), (codes >= 97) & (codes <= 122)
    capitals, letters = _by_text(capital, ends), _by_text(capital | small, ends)
    raw = _of(table.blocks[reading.words] == RAW, reading)
    words = _of(np.ones(len(reading.words), np.bool_), reading) - raw
    counted = [_of(reading.words == table.find(marker), reading) for marker in (LINK, MENTION, NUMBER)]
    signs = [_by_text(codes == ord(sign), ends) for sign in "!?"]
    return np.stack(
        [
            capitals / np.maximum(letters, 1),
            *(np.log1p(count) for count in (*signs, *counted, words)),
            raw / np.maximum(words, 1),
        ],
        axis=1,
    )


def _by_text(is_one: NDArray[np.bool_], ends: Counts) -> Numbers:
    so_far = np.concatenate([[0], np.cumsum(is_one)])
    return np.diff(so_far[np.concatenate([[0], ends])]).astype(np.float64)


def _of(is_one: NDArray[np.bool_], reading: Reading) -> Numbers:
    return np.bincount(reading.owners[is_one], minlength=reading.count).astype(np.float64)
