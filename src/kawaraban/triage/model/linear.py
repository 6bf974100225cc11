"""The linear part: for each text and each column of the weights one number, its logit.

What the pieces of a word add up to is reckoned once and kept beside the word. These sums are of whole numbers, so
their order does not matter.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kawaraban.triage.model.blocks import BLOCKS, IDENTITY, PIECES, WORDS
from kawaraban.triage.model.hashing import Counts, Hashes, runs
from kawaraban.triage.model.vectors import Measured, Numbers, pair_rows
from kawaraban.triage.model.weights import Columns
from kawaraban.triage.model.word_table import WordTable

_FIVE, _LOW = np.uint32(5), np.uint32(31)
_LAST, _UPPER = np.uint64(0x80000000), np.uint64(32)


@dataclass(frozen=True, slots=True)
class KeptRows:
    """For each 32 rows how many are kept before, in the upper half of a number, and a bit for each in the lower."""

    bits: NDArray[np.uint64]

    @staticmethod
    def of(packed: NDArray[np.uint8]) -> "KeptRows":
        """From one bit a row, the lowest first."""
        bits = packed.view("<u4").astype(np.uint64)
        counts = np.bitwise_count(bits).astype(np.uint64)
        return KeptRows(bits | (counts.cumsum(dtype=np.uint64) - counts) << _UPPER)

    def places(self, rows: Hashes) -> Counts:
        """The place of each row among those kept, counted from 1. 0 is a row that is not kept."""
        found = self.bits[rows >> _FIVE]
        # The bits up to and with the row's own: their number is its place in its word, from 1.
        bits = found << (_LOW - (rows & _LOW))
        bits &= _ALL_BITS
        found >>= _UPPER
        found += np.bitwise_count(bits)
        found *= bits >= _LAST
        places: Counts = found.view(np.int64)
        return places


_ALL_BITS = np.uint64(0xFFFFFFFF)


@dataclass(frozen=True, slots=True)
class ColumnGroup:
    """The columns of one file, ready to be looked up."""

    rows: KeptRows
    weights: NDArray[np.int8]

    @staticmethod
    def of(columns: Columns) -> "ColumnGroup":
        """Ready the columns."""
        return ColumnGroup(KeptRows.of(columns.kept), columns.weights)

    def of_rows(self, rows: Hashes) -> NDArray[np.int8]:
        """The weights of rows, noughts for those that are not kept."""
        places = self.rows.places(rows)
        found = self.weights.take(places - 1, axis=0, mode="clip")
        found *= (places > 0)[:, None]
        return found


@dataclass(slots=True)
class Linear:
    """All columns of one language, beside the table of its reader."""

    names: tuple[str, ...]
    groups: tuple[ColumnGroup, ...]
    scales: Numbers  # (BLOCKS, columns)
    intercepts: Numbers
    # Of each word of the table the sum of its pieces' weights, and the weights of its own row.
    sums: NDArray[np.int32] = field(init=False)
    own: NDArray[np.int8] = field(init=False)
    _reckoned: int = 0

    def __post_init__(self) -> None:
        self.sums = np.zeros((0, len(self.names)), np.int32)
        self.own = np.zeros((0, len(self.names)), np.int8)

    @staticmethod
    def of(columns: Sequence[Columns]) -> "Linear":
        """The columns of all files, side by side."""
        return Linear(
            tuple(name for some in columns for name in some.names),
            tuple(map(ColumnGroup.of, columns)),
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
            more = max(last, 2 * len(self.sums)) - len(self.sums)
            self.sums = np.concatenate([self.sums, np.zeros((more, len(self.names)), np.int32)])
            self.own = np.concatenate([self.own, np.zeros((more, len(self.names)), np.int8)])
        counts = table.counts[first:last]
        rows = table.rows[runs(table.starts[first:last], counts)]
        weights = self.of_rows(np.concatenate([table.own_rows[first:last], rows]))
        self.own[first:last] = weights[: last - first]
        self.sums[first:last] = added(weights[last - first :], counts)
        self._reckoned = last

    def of_rows(self, rows: Hashes) -> NDArray[np.int8]:
        """The weights of rows, (rows, columns)."""
        found = [group.of_rows(rows) for group in self.groups]
        return found[0] if len(found) == 1 else np.concatenate(found, axis=1)

    def of_pairs(self, table: WordTable, words: Counts) -> NDArray[np.int8]:
        """The weights of pairs of words, (pairs, columns), from (pairs, 2) numbers."""
        return self.of_rows(pair_rows(table, words[:, 0], words[:, 1], WORDS))

    def logits(self, texts: Measured) -> Numbers:
        """Of each text and column, (texts, columns). `learn` first."""
        blocks = (WORDS, PIECES) if texts.distinct.is_plain else range(BLOCKS)
        sums = np.zeros((texts.count, len(self.names)))
        for block in blocks:
            share = self._block_sums(texts, block)
            share *= self.scales[block]
            share /= texts.lengths[:, block, None]
            sums += share
        sums += self.intercepts
        return sums

    def _block_sums(self, texts: Measured, block: int) -> Numbers:
        """What the rows of a block add up to before scale and length, (texts, columns)."""
        distinct = texts.distinct
        words, values, owners = distinct.words, distinct.values, distinct.owners
        if not distinct.is_plain:
            here = distinct.blocks == (PIECES if block == WORDS else block)
            words, values, owners = words[here], values[here], owners[here]
        sums = _by_text((self.own if block == WORDS else self.sums)[words], values, owners, texts.count)
        pairs = texts.plain if block == WORDS else texts.identity if block == IDENTITY else None
        if pairs is not None and len(pairs.owners):
            sums += _by_text(self.of_rows(pairs.rows), pairs.values, pairs.owners, texts.count)
        return sums


def added(numbers: NDArray[Any], counts: Counts) -> NDArray[Any]:
    """The sums of the first counts[0] rows, of the next counts[1], and so on; 0 of none."""
    kind: type[np.generic] = np.int32 if numbers.dtype.kind in "iu" else np.float64
    if len(counts) == 1:
        total: NDArray[Any] = numbers.sum(axis=0, dtype=kind, keepdims=True)
        return total
    sums = np.zeros((len(counts), numbers.shape[1]), kind)
    some = counts.nonzero()[0]
    if len(some):
        starts = (counts.cumsum() - counts)[some]
        sums[some] = np.add.reduceat(numbers, starts, axis=0, dtype=kind)
    return sums


def _by_text(weights: NDArray[Any], values: Numbers, owners: Counts, count: int) -> Numbers:
    weighed = weights * values[:, None]
    if count == 1:
        total: Numbers = weighed.sum(axis=0, keepdims=True)
        return total
    return added(weighed, np.bincount(owners, minlength=count))
