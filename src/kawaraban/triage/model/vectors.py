"""What a text weighs in: for each block of rows the pieces it holds, each with a value, all of one length together.

A word that comes again counts 1 + log of how often, and so do its pieces. Each block of a text is divided by its
length, reckoned as if no two of its words shared a piece: so the pieces of a word are added up once and for all.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kawaraban.triage.model.blocks import BLOCKS, IDENTITY, PIECES, RAW, SIZES, STARTS, WORDS
from kawaraban.triage.model.hashing import Counts, Hashes, pair_hashes, runs
from kawaraban.triage.model.reading import Reading
from kawaraban.triage.model.word_table import WordTable

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Terms:
    """Single entries: the text, the row of the weights, the value before the division by the block's length."""

    owners: Counts
    rows: Hashes
    values: Numbers


@dataclass(frozen=True, slots=True)
class Distinct:
    """The words of each text, each once: its text, its number in the table, how much it counts."""

    owners: Counts
    words: Counts
    values: Numbers


@dataclass(frozen=True, slots=True)
class Measured:
    """Some texts, ready to be weighed: distinct words, rows of single words and pairs, the length of each block.

    `terms` are all rows that are no pieces of words. `lengths` is (texts, blocks), at
    least 1: of an empty block all sums are 0.
    """

    count: int
    distinct: Distinct
    terms: Terms
    lengths: Numbers


@dataclass(frozen=True, slots=True)
class Sparse:
    """A matrix of texts by `blocks.ROWS`, by rows (CSR): indices ascend in each text, each stands once."""

    starts: Counts
    indices: Hashes
    values: NDArray[np.float32]


def measured(reading: Reading, table: WordTable) -> Measured:
    """What of each text is weighed, without the single pieces of words (the table has those)."""
    distinct = _distinct(reading)
    blocks = table.blocks[distinct.words]
    terms = _joined_terms([*_single(distinct, blocks, table), *_pairs(reading, table)])
    places = np.concatenate([distinct.owners * BLOCKS + blocks, terms.owners * BLOCKS + block_of(terms.rows)])
    own = np.concatenate([distinct.values**2 * table.counts[distinct.words], terms.values**2])
    squares = np.bincount(places, own, minlength=reading.count * BLOCKS).reshape(-1, BLOCKS)
    return Measured(reading.count, distinct, terms, np.sqrt(np.maximum(squares, 1.0)))


def sparse(texts: Measured, table: WordTable, *, with_identity: bool = True) -> Sparse:
    """The whole matrix: what the weights of the base are fitted to, and what the site's layer is stepped on."""
    words, counts = texts.distinct.words, table.counts[texts.distinct.words]
    owners = np.concatenate([texts.terms.owners, np.repeat(texts.distinct.owners, counts)])
    rows = np.concatenate([texts.terms.rows, table.rows[runs(table.starts[words], counts)]])
    values = np.concatenate([texts.terms.values, np.repeat(texts.distinct.values, counts)])
    blocks = block_of(rows)
    values = values / texts.lengths[owners, blocks]
    if not with_identity:
        kept = blocks != IDENTITY
        owners, rows, values = owners[kept], rows[kept], values[kept]
    keys, inverse = np.unique(owners << 32 | rows, return_inverse=True)
    sums = np.bincount(inverse, values, minlength=len(keys))
    starts = np.searchsorted(keys, np.arange(texts.count + 1) << 32)
    return Sparse(starts, (keys & 0xFFFFFFFF).astype(np.uint32), sums.astype(np.float32))


def block_of(rows: Hashes) -> Counts:
    """The block that each row belongs to."""
    return np.searchsorted(_BOUNDS, rows, side="right")


_BOUNDS = np.array(STARTS[1:], np.uint32)


def _distinct(reading: Reading) -> Distinct:
    keys, counts = np.unique(reading.owners << 32 | reading.words, return_counts=True)
    return Distinct(keys >> 32, keys & 0xFFFFFFFF, 1.0 + np.log(counts))


def _single(distinct: Distinct, blocks: NDArray[np.int8], table: WordTable) -> list[Terms]:
    hashes = table.hashes[distinct.words]
    found = []
    for source, block in ((PIECES, WORDS), (IDENTITY, IDENTITY), (RAW, RAW)):
        here = blocks == source
        rows = _row(hashes[here], block)
        found.append(Terms(distinct.owners[here], rows, distinct.values[here]))
    return found


def _pairs(reading: Reading, table: WordTable) -> list[Terms]:
    """Words that follow each other; those that hold a word for a group go to its block, and are passed over else."""
    spoken = table.blocks[reading.words] != RAW
    every, owners = reading.words[spoken], reading.owners[spoken]
    plain = table.blocks[every] == PIECES
    named = ~plain[:-1] | ~plain[1:]
    return [
        _paired(every[plain], owners[plain], table, WORDS, None),
        _paired(every, owners, table, IDENTITY, named),
    ]


def _paired(
    words: Counts, owners: Counts, table: WordTable, block: int, kept: NDArray[np.bool_] | None
) -> Terms:
    beside = owners[:-1] == owners[1:]
    place = np.flatnonzero(beside if kept is None else beside & kept)
    rows = _row(pair_hashes(table.hashes[words[place]], table.hashes[words[place + 1]]), block)
    keys, counts = np.unique(owners[place] << 32 | rows, return_counts=True)
    return Terms(keys >> 32, (keys & 0xFFFFFFFF).astype(np.uint32), 1.0 + np.log(counts))


def _row(hashes: Hashes, block: int) -> Hashes:
    return (hashes & np.uint32(SIZES[block] - 1)) + np.uint32(STARTS[block])


def _joined_terms(parts: list[Terms]) -> Terms:
    return Terms(
        np.concatenate([part.owners for part in parts]),
        np.concatenate([part.rows for part in parts]),
        np.concatenate([part.values for part in parts]),
    )
