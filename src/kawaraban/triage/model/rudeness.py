"""What a lexicon says of texts: how strong their strongest word is, and how strong all of them are together."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kawaraban.triage.model.blocks import RAW
from kawaraban.triage.model.vectors import Distinct, Numbers
from kawaraban.triage.model.weights import Lexicon
from kawaraban.triage.model.word_table import WordTable


@dataclass(slots=True)
class Rudeness:
    """The strengths of the words of a reader's table, 0 to 255, by its lexicon."""

    lexicon: Lexicon
    strengths: NDArray[np.uint8] = field(init=False)
    _reckoned: int = 0

    def __post_init__(self) -> None:
        self.strengths = np.zeros((0, len(self.lexicon.names)), np.uint8)

    def forget(self) -> None:
        """The table was emptied."""
        self._reckoned = 0

    def learn(self, table: WordTable) -> None:
        """Look up the words that are new in the table. A raw form has no strength of its own."""
        first, last = self._reckoned, len(table)
        if first == last:
            return
        if last > len(self.strengths):
            more = max(last, 2 * len(self.strengths)) - len(self.strengths)
            empty = np.zeros((more, len(self.lexicon.names)), np.uint8)
            self.strengths = np.concatenate([self.strengths, empty])
        if not len(self.lexicon.words):
            self._reckoned = last
            return
        hashes, words = table.hashes[first:last], self.lexicon.words
        places = words.searchsorted(hashes)
        found = words.take(places, mode="clip") == hashes
        found &= table.blocks[first:last] != RAW
        self.strengths[first:last] = 0
        self.strengths[first:last][found] = self.lexicon.strengths[places[found]]
        self._reckoned = last

    def inputs(self, distinct: Distinct, count: int) -> Numbers:
        """Of each text the strongest word, 0 to 1, and log(1 + sum), for each name. `learn` first."""
        strengths = self.strengths[distinct.words]
        names = strengths.shape[1]
        found = np.zeros((count, 2 * names))
        counts = np.bincount(distinct.owners, minlength=count)
        some = counts.nonzero()[0]
        if len(some):
            starts = (counts.cumsum() - counts)[some]
            found[some, :names] = np.maximum.reduceat(strengths, starts, axis=0)
            found[some, names:] = np.add.reduceat(strengths, starts, axis=0, dtype=np.int32)
        found /= 255.0
        np.log1p(found[:, names:], out=found[:, names:])
        return found
