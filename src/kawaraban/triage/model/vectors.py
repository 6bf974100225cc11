"""What a text weighs in: for each block of rows the pieces it holds, each with a value, all of one length together.

A word that comes again counts 1 + log of how often, and so do its pieces. Each block of a text is divided by its
length, reckoned as if no two of its words shared a piece: so the pieces of a word are added up once and for all.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kawaraban.triage.model.blocks import BLOCKS, IDENTITY, PIECES, RAW, SIZES, STARTS, WORDS
from kawaraban.triage.model.hashing import Counts, Hashes, pair_hashes, runs
from kawaraban.triage.model.reading import Reading
from kawaraban.triage.model.word_table import WordTable

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Distinct:
    """The words of each text, each once: its text, its number in the table, how much it counts, by text."""

    owners: Counts
    words: Counts
    values: Numbers
    blocks: NDArray[np.int8]
    # Whether all are of block PIECES, as in most texts.
    is_plain: bool


@dataclass(frozen=True, slots=True)
class Pairs:
    """Words that follow each other, each pair once in a text: its text, its row, how much it counts, by text."""

    owners: Counts
    rows: Hashes
    values: Numbers


@dataclass(frozen=True, slots=True)
class Measured:
    """Some texts, ready to be weighed. `lengths` is (texts, BLOCKS), 1 where a block is empty.

    A word of block PIECES has its own row in block WORDS; the pieces of all words are in the table.
    """

    count: int
    distinct: Distinct
    # Without words for groups, which are passed over; and those that hold one.
    plain: Pairs
    identity: Pairs
    lengths: Numbers


@dataclass(frozen=True, slots=True)
class Sparse:
    """A matrix of texts by `blocks.ROWS`, by rows (CSR): indices ascend in each text, each stands once."""

    starts: Counts
    indices: Hashes
    values: NDArray[np.float32]


def measured(reading: Reading, table: WordTable) -> Measured:
    """What of each text is weighed."""
    distinct = _distinct(reading, table)
    plain, identity = _pairs(reading, table)
    squares = np.zeros((BLOCKS, reading.count))
    own = distinct.values * distinct.values
    pieces = own * table.counts[distinct.words]
    if distinct.is_plain:
        _add(squares[PIECES], distinct.owners, pieces)
        _add(squares[WORDS], distinct.owners, own)
    else:
        for block in (PIECES, RAW, IDENTITY):
            here = distinct.blocks == block
            _add(squares[block], distinct.owners[here], pieces[here])
            if block == PIECES:
                _add(squares[WORDS], distinct.owners[here], own[here])
    _add(squares[WORDS], plain.owners, plain.values * plain.values)
    _add(squares[IDENTITY], identity.owners, identity.values * identity.values)
    np.maximum(squares, 1.0, out=squares)
    return Measured(reading.count, distinct, plain, identity, np.sqrt(squares).T)


def _add(sums: Numbers, owners: Counts, squares: Numbers) -> None:
    if len(sums) == 1:
        sums += squares.sum()
    elif len(owners):
        sums += np.bincount(owners, squares, len(sums))


def sparse(texts: Measured, table: WordTable, *, with_identity: bool = True) -> Sparse:
    """The whole matrix: what the weights of the base are fitted to, and what the site's layer is stepped on."""
    distinct = texts.distinct
    counts = table.counts[distinct.words]
    single = distinct.blocks == PIECES
    owners = [
        distinct.owners.repeat(counts),
        distinct.owners[single],
        texts.plain.owners,
        texts.identity.owners,
    ]
    rows = [
        table.rows[runs(table.starts[distinct.words], counts)],
        table.own_rows[distinct.words[single]],
        texts.plain.rows,
        texts.identity.rows,
    ]
    values = [
        distinct.values.repeat(counts),
        distinct.values[single],
        texts.plain.values,
        texts.identity.values,
    ]
    every = Pairs(np.concatenate(owners), np.concatenate(rows), np.concatenate(values))
    blocks = np.searchsorted(_BOUNDS, every.rows, side="right")
    shares = every.values / texts.lengths[every.owners, blocks]
    keys = every.owners << 32 | every.rows
    if not with_identity:
        keys, shares = keys[blocks != IDENTITY], shares[blocks != IDENTITY]
    keys, inverse = np.unique(keys, return_inverse=True)
    sums = np.bincount(inverse, shares, minlength=len(keys))
    starts = np.searchsorted(keys, np.arange(texts.count + 1) << 32)
    return Sparse(starts, (keys & _ROW).astype(np.uint32), sums.astype(np.float32))


_BOUNDS = np.array(STARTS[1:], np.uint32)
_ROW = 0xFFFFFFFF


def _distinct(reading: Reading, table: WordTable) -> Distinct:
    owners, words, values = _counted(reading.owners, reading.words)
    blocks = table.blocks[words]
    return Distinct(owners, words, values, blocks, not len(blocks) or int(blocks.max()) == PIECES)


def _pairs(reading: Reading, table: WordTable) -> tuple[Pairs, Pairs]:
    """The pairs without a word for a group, which are passed over, and the pairs that hold one."""
    words, owners, blocks = reading.words, reading.owners, table.blocks[reading.words]
    if not len(blocks) or blocks.max() == PIECES:
        return _paired(words, owners, table, block=WORDS), _NO_PAIRS
    spoken = blocks != RAW
    words, owners, plain = words[spoken], owners[spoken], blocks[spoken] == PIECES
    named = ~plain[:-1] | ~plain[1:]
    return (
        _paired(words[plain], owners[plain], table, block=WORDS),
        _paired(words, owners, table, block=IDENTITY, kept=named) if named.any() else _NO_PAIRS,
    )


def pair_rows(table: WordTable, first: Counts, second: Counts, block: int) -> Hashes:
    """The rows of pairs of words, by their numbers."""
    hashes = pair_hashes(table.hashes[first], table.hashes[second])
    return (hashes & np.uint32(SIZES[block] - 1)) + np.uint32(STARTS[block])


def _paired(
    words: Counts, owners: Counts, table: WordTable, *, block: int, kept: NDArray[np.bool_] | None = None
) -> Pairs:
    beside = owners[:-1] == owners[1:]
    if kept is not None:
        beside &= kept
    rows = pair_rows(table, words[:-1][beside], words[1:][beside], block)
    owners, rows, values = _counted(owners[:-1][beside], rows)
    return Pairs(owners, rows.astype(np.uint32), values)


def _counted(owners: Counts, things: NDArray[Any]) -> tuple[Counts, NDArray[Any], Numbers]:
    """Each thing once in each text, ascending by text, with 1 + log of how often it stands there."""
    keys = owners << 32 | things
    keys.sort()
    if not len(keys):
        return owners, things, np.zeros(0)
    first = np.empty(len(keys), np.bool_)
    first[0] = True
    np.not_equal(keys[1:], keys[:-1], out=first[1:])
    if first.all():
        return keys >> 32, keys & _ROW, np.ones(len(keys))
    places = first.nonzero()[0]
    counts = np.empty(len(places))
    np.subtract(places[1:], places[:-1], out=counts[:-1])
    counts[-1] = len(keys) - places[-1]
    keys = keys[places]
    return keys >> 32, keys & _ROW, 1.0 + np.log(counts)


_NO_PAIRS = Pairs(np.zeros(0, np.int64), np.zeros(0, np.uint32), np.zeros(0))
