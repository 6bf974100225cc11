"""The linear part: for each text and each column of the weights one number, its logit.

What the pieces of a word add up to is reckoned once and kept beside the word. These sums are of whole numbers, so
their order does not matter.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kawaraban.triage.model.blocks import BLOCKS
from kawaraban.triage.model.hashing import Counts, Hashes, runs
from kawaraban.triage.model.kept_rows import KeptRows
from kawaraban.triage.model.vectors import Measured, Numbers, block_of
from kawaraban.triage.model.weights import Columns
from kawaraban.triage.model.word_table import WordTable


@dataclass(frozen=True, slots=True)
class Group:
    """The columns of one file, ready to be looked up. `weights` begins with a row of noughts: rows that are not kept."""

    rows: KeptRows
    weights: NDArray[np.int8]

    @staticmethod
    def of(columns: Columns) -> "Group":
        """Ready the columns."""
        nought = np.zeros((1, len(columns.names)), np.int8)
        return Group(KeptRows.of(columns.kept), np.concatenate([nought, columns.weights]))


@dataclass(slots=True)
class Linear:
    """All columns of one language, beside the table of its reader."""

    names: tuple[str, ...]
    groups: tuple[Group, ...]
    scales: Numbers  # (BLOCKS, columns)
    intercepts: Numbers
    sums: NDArray[np.int32] = field(init=False)
    _reckoned: int = 0

    def __post_init__(self) -> None:
        self.sums = np.zeros((0, len(self.names)), np.int32)

    @staticmethod
    def of(columns: Sequence[Columns]) -> "Linear":
        """The columns of all files, side by side."""
        return Linear(
            tuple(name for some in columns for name in some.names),
            tuple(map(Group.of, columns)),
            np.concatenate([some.scales for some in columns], axis=1).astype(np.float64),
            np.concatenate([some.intercepts for some in columns]).astype(np.float64),
        )

    def forget(self) -> None:
        """The table was emptied."""
        self._reckoned = 0

    def learn(self, table: WordTable) -> None:
        """Reckon the sums of the words that are new in the table."""
        first, last = self._reckoned, len(table)
        if first == last:
            return
        if last > len(self.sums):
            more = np.zeros((max(last, 2 * len(self.sums)) - len(self.sums), len(self.names)), np.int32)
            self.sums = np.concatenate([self.sums, more])
        counts = table.counts[first:last]
        weights = self.of_rows(table.rows[runs(table.starts[first:last], counts)])
        self.sums[first:last] = added(weights, counts)
        self._reckoned = last

    def of_rows(self, rows: Hashes) -> NDArray[np.int8]:
        """The weights of rows, (rows, columns)."""
        found = [group.weights[group.rows.places(rows)] for group in self.groups]
        return found[0] if len(found) == 1 else np.concatenate(found, axis=1)

    def logits(self, texts: Measured, table: WordTable) -> Numbers:
        """Of each text and column, (texts, columns). `learn` first."""
        return self.intercepts + self.by_block(texts, table).sum(axis=1)

    def by_block(self, texts: Measured, table: WordTable) -> Numbers:
        """The share of each block in the logits, (texts, BLOCKS, columns)."""
        distinct, terms = texts.distinct, texts.terms
        places = np.concatenate(
            [distinct.owners * BLOCKS + table.blocks[distinct.words], terms.owners * BLOCKS + block_of(terms.rows)]
        )
        said = np.concatenate([self.sums[distinct.words], self.of_rows(terms.rows).astype(np.int32)])
        values = np.concatenate([distinct.values, terms.values])
        order = np.argsort(places, kind="stable")
        weighed = said[order] * values[order, None]
        counts = np.bincount(places, minlength=texts.count * BLOCKS)
        shares = added(weighed, counts).reshape(texts.count, BLOCKS, -1)
        return shares * (self.scales / texts.lengths[:, :, None])


def added(numbers: NDArray[np.generic], counts: Counts) -> NDArray[np.generic]:
    """The sums of the first counts[0] rows, of the next counts[1], and so on; 0 of none."""
    kind = np.int32 if numbers.dtype.kind == "i" else np.float64
    sums = np.zeros((len(counts), numbers.shape[1]), kind)
    some = np.flatnonzero(counts)
    if len(some):
        starts = (np.cumsum(counts) - counts)[some]
        sums[some] = np.add.reduceat(numbers, starts, axis=0, dtype=kind)
    return sums
