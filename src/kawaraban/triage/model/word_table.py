"""Words that were read, by number: what is reckoned once of each, so that a word that comes again costs nothing."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kawaraban.triage.model.blocks import IDENTITY, PIECES, RAW, SIZES, STARTS
from kawaraban.triage.model.hashing import Counts, Hashes, mixed, pieces, polynomials
from kawaraban.triage.model.identity_terms import identity_terms
from kawaraban.triage.model.wording import MARKERS, NUMBER, is_single_letter, is_unspaced

_FIRST: Final = 1 << 12


@dataclass(slots=True)
class WordTable:
    """Numbered words and, of each: the block its pieces go to, its hash, and the rows of its pieces.

    A number stands for a word until `clear`. What was written otherwise than its words say is a word of block RAW.
    """

    numbers: dict[tuple[int, str], int] = field(default_factory=dict)
    blocks: NDArray[np.int8] = field(default_factory=lambda: np.zeros(_FIRST, np.int8))
    polynomials: Hashes = field(default_factory=lambda: np.zeros(_FIRST, np.uint32))
    hashes: Hashes = field(default_factory=lambda: np.zeros(_FIRST, np.uint32))
    lengths: Counts = field(default_factory=lambda: np.zeros(_FIRST, np.int64))
    singles: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(_FIRST, np.bool_))
    starts: Counts = field(default_factory=lambda: np.zeros(_FIRST, np.int64))
    counts: Counts = field(default_factory=lambda: np.zeros(_FIRST, np.int64))
    rows: Hashes = field(default_factory=lambda: np.zeros(_FIRST * 16, np.uint32))
    used_rows: int = 0
    # Words that have a number and nothing else yet.
    waiting: list[tuple[int, str]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.numbers)

    def clear(self) -> None:
        """Forget all words."""
        self.numbers.clear()
        self.waiting.clear()
        self.used_rows = 0

    def number(self, word: str, *, raw: bool = False) -> int:
        """The word's number; a new word gets the next one and waits for `settle`."""
        key = (RAW if raw else IDENTITY if word in identity_terms() else PIECES, word)
        found = self.numbers.get(key)
        if found is None:
            found = self.numbers[key] = len(self.numbers)
            self.waiting.append(key)
        return found

    def find(self, word: str) -> int:
        """The number of a word that is no raw form, or -1."""
        return self.numbers.get((IDENTITY if word in identity_terms() else PIECES, word), -1)

    @staticmethod
    def is_identity(word: str) -> bool:
        """Whether it names a group of people."""
        return word in identity_terms()

    def settle(self) -> None:
        """Reckon what is to be known of the words that wait, all at once."""
        if not self.waiting:
            return
        first, last = len(self.numbers) - len(self.waiting), len(self.numbers)
        self._grow(last)
        blocks = np.array([block for block, _ in self.waiting], np.int8)
        words = [word for _, word in self.waiting]
        self.waiting.clear()
        unspaced = np.fromiter(map(is_unspaced, words), np.bool_, len(words))
        found = pieces(words, np.where(unspaced, 1, 2), np.where(unspaced, 3, 5) - (blocks == RAW))
        counts = np.diff(found.starts)
        # Of these the whole word says all there is.
        counts[[word in MARKERS or word == NUMBER for word in words]] = 0
        self._store_rows(found.hashes, blocks, np.diff(found.starts))
        span = slice(first, last)
        self.blocks[span] = blocks
        self.polynomials[span] = polynomials(words)
        self.hashes[span] = mixed(self.polynomials[span])
        self.singles[span] = np.fromiter(map(is_single_letter, words), np.bool_, len(words)) & (blocks == PIECES)
        self.lengths[span] = np.fromiter(map(len, words), np.int64, len(words))
        self.starts[span] = self.used_rows - len(found.hashes) + found.starts[:-1]
        self.counts[span] = counts

    def _store_rows(self, hashes: Hashes, blocks: NDArray[np.int8], counts: Counts) -> None:
        needed = self.used_rows + len(hashes)
        if needed > len(self.rows):
            self.rows = np.concatenate([self.rows[: self.used_rows], np.zeros(needed, np.uint32)])
        masks = np.array(SIZES, np.uint32)[blocks] - np.uint32(1)
        starts = np.array(STARTS, np.uint32)[blocks]
        self.rows[self.used_rows : needed] = (hashes & np.repeat(masks, counts)) + np.repeat(starts, counts)
        self.used_rows = needed

    def _grow(self, needed: int) -> None:
        if needed <= len(self.blocks):
            return
        more = max(needed, 2 * len(self.blocks)) - len(self.blocks)
        for name in ("blocks", "polynomials", "hashes", "lengths", "singles", "starts", "counts"):
            old = getattr(self, name)
            setattr(self, name, np.concatenate([old, np.zeros(more, old.dtype)]))
