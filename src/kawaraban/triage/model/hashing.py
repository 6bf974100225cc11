"""Hashes of words and of their pieces, many at once: polynomials over code points in 32 bits, then mixed.

The arithmetic is that of whole numbers that wrap, so it is the same on every machine.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint32]
Counts = NDArray[np.int64]

_BASE = 0x01000193
_FEW = 8
# So that pieces of different sizes go different ways.
_SEEDS = np.array([[(size * 0x9E3779B1) & 0xFFFFFFFF] for size in range(2, 7)], np.uint32)
_PAIR = np.uint32(0x85EBCA77)


def mixed(hashes: Hashes) -> Hashes:
    """Every bit depends on every bit (the last step of MurmurHash3, by Austin Appleby, public domain)."""
    mixed = hashes >> _SHIFT_16
    mixed ^= hashes
    mixed *= _FIRST_FACTOR
    mixed ^= mixed >> _SHIFT_13
    mixed *= _SECOND_FACTOR
    mixed ^= mixed >> _SHIFT_16
    return mixed


_SHIFT_16, _SHIFT_13 = np.uint32(16), np.uint32(13)
_FIRST_FACTOR, _SECOND_FACTOR = np.uint32(0x85EBCA6B), np.uint32(0xC2B2AE35)


def word_hashes(words: Sequence[str]) -> Hashes:
    """One for each word, none of them empty: the sum of its code points times powers of the base, mixed."""
    return mixed(polynomials(words))


def polynomials(words: Sequence[str]) -> Hashes:
    """As `word_hashes` before the mixing. Of two words joined: the first times a power, plus the second."""
    if len(words) <= _FEW:
        # Without numpy's overhead.
        return np.array(list(map(_polynomial, words)), np.uint32)
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    ends = lengths.cumsum()
    starts = ends - lengths
    codes = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), np.uint32)
    left = ends.repeat(lengths) - 1 - np.arange(len(codes))
    terms = (codes + np.uint32(1)) * powers(int(lengths.max()))[left]
    return np.add.reduceat(terms, starts, dtype=np.uint32)


def _polynomial(text: str) -> int:
    found = 0
    for sign in text:
        found = (found * _BASE + ord(sign) + 1) & 0xFFFFFFFF
    return found


def powers(longest: int) -> Hashes:
    """The base to the powers 0 to `longest`, at least."""
    return _powers(1 << max(8, int(longest).bit_length()))


@lru_cache(maxsize=16)
def _powers(count: int) -> Hashes:
    values, value = [], 1
    for _ in range(count):
        values.append(value)
        value = value * _BASE & 0xFFFFFFFF
    return np.array(values, np.uint32)


def pair_hashes(first: Hashes, second: Hashes) -> Hashes:
    """Of two words that follow each other, from their `word_hashes`."""
    return mixed(first * _PAIR + second)


@dataclass(frozen=True, slots=True)
class WordPieces:
    """The hashes of all pieces of some words, word after word: those of word i are hashes[starts[i]:starts[i + 1]]."""

    hashes: Hashes
    starts: Counts


def pieces(words: Sequence[str], sizes: Sequence[tuple[int, int]]) -> WordPieces:
    """All runs of signs of each word with a space on both sides, of its `sizes`: smallest and largest, 1 to 5."""
    codes = np.frombuffer(f" {'  '.join(words)} ".encode("utf-32-le", "surrogatepass"), np.uint32)
    running = np.empty((5, len(codes)), np.uint32)
    np.add(codes, np.uint32(1), out=running[0])
    for size in range(1, 5):
        # What reaches beyond the end of all words is in no pattern.
        np.multiply(running[size - 1, : -size or None], np.uint32(_BASE), out=running[size, : -size or None])
        running[size, : -size or None] += running[0, size:]
    running ^= _SEEDS
    patterns = [_pattern(len(word) + 2, *span) for word, span in zip(words, sizes, strict=True)]
    counts = np.fromiter(map(len, patterns), np.int64, len(words))
    lengths = np.fromiter(map(len, words), np.int64, len(words)) + 2
    begins = (lengths.cumsum() - lengths).repeat(counts)
    # A pattern says the size in its upper bits and the distance from the word's begin in its lower ones.
    every = np.concatenate(patterns)
    hashes = running[every >> _DISTANCE_BITS, (every & _DISTANCE) + begins]
    starts = np.zeros(len(words) + 1, np.int64)
    counts.cumsum(out=starts[1:])
    return WordPieces(mixed(hashes), starts)


def piece_hash(piece: str) -> int:
    """Of one piece, its spaces included: as `pieces` gives it."""
    return int(mixed(np.array([_polynomial(piece)], np.uint32) ^ _SEEDS[len(piece) - 1])[0])


_DISTANCE_BITS = 16
_DISTANCE = (1 << _DISTANCE_BITS) - 1


@lru_cache(maxsize=1024)
def _pattern(length: int, low: int, high: int) -> NDArray[np.int32]:
    """Size and distance of each piece of a word of `length` signs with its spaces; a space alone is no piece."""
    return np.array(
        [
            (size - 1) << _DISTANCE_BITS | distance
            for size in range(low, high + 1)
            for distance in range(length - size + 1)
            if size > 1 or 0 < distance < length - 1
        ],
        np.int32,
    )


def runs(starts: Counts, counts: Counts) -> Counts:
    """The places starts[i] to starts[i] + counts[i] - 1 for each i, one after the other."""
    before = counts.cumsum() - counts
    return np.arange(int(counts.sum())) + (starts - before).repeat(counts)
