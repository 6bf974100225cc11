"""Which of some languages a text is in, by the pieces of its words: a table distilled from py3langid's model."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kawaraban.triage.model.hashing import Hashes, pieces
from kawaraban.triage.model.linear import added
from kawaraban.triage.model.vectors import Numbers
from kawaraban.triage.model.weights import Content, mapped, read_arrays

# The columns of the table. Languages of one alphabet that newsrooms write in, or that are taken for one another.
LANGUAGES: Final = (
    *(
        "en",
        "tr",
        "de",
        "fr",
        "es",
        "it",
        "pt",
        "nl",
        "sv",
        "da",
        "no",
        "fi",
        "pl",
        "cs",
        "sk",
        "hu",
        "ro",
        "hr",
    ),
    *("sl", "sq", "lt", "lv", "et", "id", "vi", "az", "ca", "ku", "so", "sw", "tl", "eu"),
    *("ru", "uk", "bg", "sr", "mk", "be", "kk"),
    *("ar", "fa", "ur", "ps"),
)
_FILE: Final = Path(__file__).with_name("weights") / "languages.npz"
_REMEMBERED: Final = 6_144
_LONGEST: Final = 30
_AT_ONCE: Final = 256


@dataclass(slots=True)
class LanguageTable:
    """The hashed pieces of words, ascending, and what each says for each language."""

    hashes: Hashes
    weights: NDArray[np.int8]
    scale: float
    _numbers: dict[str, int] = field(default_factory=dict)
    _sums: NDArray[np.int16] = field(default_factory=lambda: np.zeros((256, len(LANGUAGES)), np.int16))

    @staticmethod
    def of(content: Content) -> "LanguageTable":
        """From the bytes of its file. Raises DamagedWeights."""
        arrays = read_arrays(content)
        return LanguageTable(arrays["hashes"], arrays["weights"], float(arrays["scale"][0]))

    def evidence(self, texts: Sequence[Sequence[str]]) -> Numbers:
        """For the words of each text (small, each once), how much they speak for each language."""
        if len(self._numbers) > _REMEMBERED:
            self._numbers.clear()
        new = sorted({word[:_LONGEST] for words in texts for word in words}.difference(self._numbers))
        for first in range(0, len(new), _AT_ONCE):
            self._learn(new[first : first + _AT_ONCE])
        numbers = [self._numbers[word[:_LONGEST]] for words in texts for word in words]
        counts = np.array([len(words) for words in texts], np.int64)
        return added(self._sums[np.array(numbers, np.int64)], counts) * self.scale

    def _learn(self, words: Sequence[str]) -> None:
        found = pieces(words, [(1, 5)] * len(words))
        places = self.hashes.searchsorted(found.hashes)
        is_there = self.hashes.take(places, mode="clip") == found.hashes
        said = self.weights.take(places, axis=0, mode="clip")
        said *= is_there[:, None]
        first, last = len(self._numbers), len(self._numbers) + len(words)
        if last > len(self._sums):
            more = max(last, 2 * len(self._sums)) - len(self._sums)
            self._sums = np.concatenate([self._sums, np.zeros((more, len(LANGUAGES)), np.int16)])
        self._sums[first:last] = added(said, found.starts[1:] - found.starts[:-1])
        self._numbers.update(zip(words, range(first, last), strict=True))


@lru_cache(maxsize=1)
def language_table() -> LanguageTable:
    """The table that comes with the product."""
    return LanguageTable.of(mapped(_FILE))
