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
_SEEDS = tuple((n * 0x9E3779B1) & 0xFFFFFFFF for n in range(1, 8))
_PAIR = np.uint32(0x85EBCA77)
_SPACE = 32


def mixed(hashes: Hashes) -> Hashes:
    """Every bit depends on every bit (the last step of MurmurHash3, by Austin Appleby, public domain)."""
    mixed = hashes ^ (hashes >> np.uint32(16))
    mixed *= np.uint32(0x85EBCA6B)
    mixed ^= mixed >> np.uint32(13)
    mixed *= np.uint32(0xC2B2AE35)
    mixed ^= mixed >> np.uint32(16)
    return mixed


def word_hashes(words: Sequence[str]) -> Hashes:
    """One for each word, none of them empty: the sum of its code points times powers of the base, mixed."""
    return mixed(polynomials(words))


def word_hash(word: str) -> int:
    """Of one word, without numpy's overhead: the same as `word_hashes`."""
    found = 0
    for letter in word:
        found = (found * _BASE + ord(letter) + 1) & 0xFFFFFFFF
    found ^= found >> 16
    found = found * 0x85EBCA6B & 0xFFFFFFFF
    found ^= found >> 13
    found = found * 0xC2B2AE35 & 0xFFFFFFFF
    return found ^ found >> 16


def polynomials(words: Sequence[str]) -> Hashes:
    """As `word_hashes` before the mixing. Of two words joined: first times `power_of(length of second)` plus second."""
    if not words:
        return np.zeros(0, np.uint32)
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    ends = np.cumsum(lengths)
    starts = ends - lengths
    codes = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), np.uint32)
    left = np.repeat(ends, lengths) - 1 - np.arange(len(codes))
    terms = (codes + np.uint32(1)) * powers(int(lengths.max()))[left]
    return np.add.reduceat(terms, starts, dtype=np.uint32)


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
class Pieces:
    """The hashes of all pieces of some words, word after word: those of word i are hashes[starts[i]:starts[i + 1]]."""

    hashes: Hashes
    starts: Counts


def pieces(words: Sequence[str], shortest: Counts, longest: Counts) -> Pieces:
    """All runs of `shortest` to `longest` signs (1 to 5, for each word) of each word with a space on both sides."""
    codes = np.frombuffer(f" {'  '.join(words)} ".encode("utf-32-le", "surrogatepass"), np.uint32)
    lengths = np.fromiter(map(len, words), np.int64, len(words)) + 2
    ends = np.repeat(np.cumsum(lengths), lengths)
    left = ends - np.arange(len(codes))
    low, high = np.repeat(shortest, lengths), np.repeat(longest, lengths)
    owner = np.repeat(np.arange(len(words)), lengths)
    running = np.zeros(len(codes), np.uint32)
    hashes: list[Hashes] = []
    owners: list[Counts] = []
    for size in range(1, min(5, len(codes)) + 1):
        running = running[: len(codes) - size + 1] * np.uint32(_BASE) + codes[size - 1 :] + np.uint32(1)
        place = np.flatnonzero((left >= size) & (low <= size) & (high >= size))
        if size == 1:
            place = place[codes[place] != _SPACE]
        hashes.append(running[place] ^ np.uint32(_SEEDS[size]))
        owners.append(owner[place])
    order = np.argsort(np.concatenate(owners), kind="stable")
    counts = np.bincount(np.concatenate(owners), minlength=len(words))
    starts = np.concatenate([[0], np.cumsum(counts)])
    return Pieces(mixed(np.concatenate(hashes)[order]), starts)


def runs(starts: Counts, counts: Counts) -> Counts:
    """The places starts[i] to starts[i] + counts[i] - 1 for each i, one after the other."""
    before = np.cumsum(counts) - counts
    return np.arange(int(counts.sum())) + np.repeat(starts - before, counts)
