"""Words that were read, by number: what is reckoned once of each, so that a word that comes again costs nothing."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kawaraban.triage.model.blocks import IDENTITY, PIECES, RAW, SIZES, STARTS, WORDS
from kawaraban.triage.model.hashing import Counts, Hashes, mixed, pieces, polynomials
from kawaraban.triage.model.identity_terms import identity_terms
from kawaraban.triage.model.wording import MARKERS, NUMBER, is_single_letter, is_unspaced

_FIRST: Final = 1 << 12
_SPANS: Final = {(False, False): (2, 5), (True, False): (1, 3), (False, True): (2, 4), (True, True): (1, 2)}
_MASKS: Final = np.array(SIZES, np.uint32) - np.uint32(1)
_STARTS: Final = np.array(STARTS, np.uint32)


@dataclass(slots=True)
class WordTable:
    """Numbered words and, of each: the block of its pieces, its hash, its own row, and the rows of its pieces.

    A number stands for a word until `clear`. What was written otherwise than its words say is a word of block RAW.
    A word that is not of block PIECES has its own row in its block, as one of its pieces.
    """

    numbers: dict[tuple[int, str], int] = field(default_factory=dict)
    blocks: NDArray[np.int8] = field(default_factory=lambda: np.zeros(_FIRST, np.int8))
    polynomials: Hashes = field(default_factory=lambda: np.zeros(_FIRST, np.uint32))
    hashes: Hashes = field(default_factory=lambda: np.zeros(_FIRST, np.uint32))
    own_rows: Hashes = field(default_factory=lambda: np.zeros(_FIRST, np.uint32))
    lengths: Counts = field(default_factory=lambda: np.zeros(_FIRST, np.int64))
    singles: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(_FIRST, np.bool_))
    starts: Counts = field(default_factory=lambda: np.zeros(_FIRST, np.int64))
    counts: Counts = field(default_factory=lambda: np.zeros(_FIRST, np.int64))
    rows: Hashes = field(default_factory=lambda: np.zeros(_FIRST * 16, np.uint32))
    used_rows: int = 0
    raw: set[int] = field(default_factory=set)
    # Words that have a number and nothing else yet.
    waiting: list[tuple[int, str]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.numbers)

    def clear(self) -> None:
        """Forget all words."""
        self.numbers.clear()
        self.raw.clear()
        self.waiting.clear()
        self.used_rows = 0

    def number(self, word: str, *, raw: bool = False) -> int:
        """The word's number; a new word gets the next one and waits for `settle`."""
        key = (RAW if raw else IDENTITY if word in identity_terms() else PIECES, word)
        found = self.numbers.get(key)
        if found is None:
            found = self.numbers[key] = len(self.numbers)
            self.waiting.append(key)
            if raw:
                self.raw.add(found)
        return found

    def find(self, word: str) -> int:
        """The number of a word that is no raw form, or -1."""
        return self.numbers.get((IDENTITY if word in identity_terms() else PIECES, word), -1)

    def settle(self) -> None:
        """Reckon what is to be known of the words that wait, all at once."""
        if not self.waiting:
            return
        words = [word for _, word in self.waiting]
        blocks = np.array([block for block, _ in self.waiting], np.int8)
        span = slice(len(self.numbers) - len(words), len(self.numbers))
        self._grow(len(self.numbers))
        self.blocks[span] = blocks
        self.polynomials[span] = polynomials(words)
        self.hashes[span] = mixed(self.polynomials[span])
        if blocks.max() == PIECES:
            self.own_rows[span] = self.hashes[span] & _MASKS[WORDS]
        else:
            owned = np.where(blocks == PIECES, WORDS, blocks)
            self.own_rows[span] = (self.hashes[span] & _MASKS[owned]) + _STARTS[owned]
        self.lengths[span] = [len(word) for word in words]
        self.singles[span] = [block == PIECES and is_single_letter(word) for block, word in self.waiting]
        self._settle_pieces(span, words)
        self.waiting.clear()

    def _settle_pieces(self, span: slice, words: list[str]) -> None:
        sizes = [_SPANS[is_unspaced(word), block == RAW] for block, word in self.waiting]
        found = pieces(words, sizes)
        counts = found.starts[1:] - found.starts[:-1]
        blocks = self.blocks[span]
        starts = found.starts[:-1]
        if blocks.max() == PIECES:
            rows = (found.hashes & _MASKS[PIECES]) + _STARTS[PIECES]
        else:
            rows = (found.hashes & _MASKS[blocks].repeat(counts)) + _STARTS[blocks].repeat(counts)
            # The word's own row goes before its pieces.
            others = np.flatnonzero(blocks != PIECES)
            rows = np.insert(rows, starts[others], self.own_rows[span][others])
            counts = counts + (blocks != PIECES)
            starts = counts.cumsum() - counts
        self.starts[span] = starts + self.used_rows
        # Of figures and links the word says all there is.
        self.counts[span] = [
            0 if word in _WHOLE else count for word, count in zip(words, counts.tolist(), strict=True)
        ]
        self._store(rows)

    def _store(self, rows: Hashes) -> None:
        needed = self.used_rows + len(rows)
        if needed > len(self.rows):
            self.rows = np.concatenate([self.rows[: self.used_rows], np.zeros(needed, np.uint32)])
        self.rows[self.used_rows : needed] = rows
        self.used_rows = needed

    def _grow(self, needed: int) -> None:
        if needed <= len(self.blocks):
            return
        more = max(needed, 2 * len(self.blocks)) - len(self.blocks)
        for name in _ARRAYS:
            old = getattr(self, name)
            setattr(self, name, np.concatenate([old, np.zeros(more, old.dtype)]))


_WHOLE: Final = MARKERS | {NUMBER}
_ARRAYS: Final = ("blocks", "polynomials", "hashes", "own_rows", "lengths", "singles", "starts", "counts")
