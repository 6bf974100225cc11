"""Texts as numbers of words, in the order in which they stand: what all that follows goes by."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np

from kawaraban.triage.model.blocks import RAW
from kawaraban.triage.model.folding import folded
from kawaraban.triage.model.hashing import Counts
from kawaraban.triage.model.repairs import Repairs
from kawaraban.triage.model.text_path import with_spelt_words
from kawaraban.triage.model.word_table import WordTable
from kawaraban.triage.model.wording import raw_form, words_of

# About this many words are remembered. Text is never kept: words are, without what they stood beside.
REMEMBERED = 16_384


@dataclass(frozen=True, slots=True)
class Reading:
    """Some texts: the number of each word in the reader's table, and the text it stands in (both ascending by text)."""

    count: int
    words: Counts
    owners: Counts


@dataclass(slots=True)
class Reader:
    """Reads texts of one language. Remembers words, so the second text costs less than the first.

    With `repairs` disguised words are read as what was meant. Not for two threads at once.
    """

    language: str = ""
    repairs: Repairs | None = None
    remembered: int = REMEMBERED
    table: WordTable = field(default_factory=WordTable)
    _tokens: dict[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def is_full(self) -> bool:
        """Whether the next reading should begin with an empty table."""
        return len(self.table) > self.remembered or len(self._tokens) > self.remembered

    def forget(self) -> None:
        """Forget all words: numbers given before mean nothing any more."""
        self.table.clear()
        self._tokens.clear()

    def read(self, texts: Sequence[str]) -> Reading:
        """The words of some texts. Ask `is_full` before; the numbers are good until `forget`."""
        known = self._tokens.get
        found: list[tuple[int, ...]] = []
        lengths = np.zeros(len(texts), np.int64)
        for place, text in enumerate(texts):
            tokens = folded(text, self.language)
            numbers = list(map(known, tokens))
            read = [
                self._learnt(token) if number is None else number
                for token, number in zip(tokens, numbers, strict=True)
            ] if None in numbers else numbers  # fmt: skip
            found.extend(read)  # type: ignore[arg-type]
            lengths[place] = sum(map(len, read))  # type: ignore[arg-type]
        self.table.settle()
        words = np.fromiter(chain.from_iterable(found), np.int64, int(lengths.sum()))
        reading = Reading(len(texts), words, np.repeat(np.arange(len(texts)), lengths))
        return self._put_together(reading) if self._has_parted_words(reading) else reading

    def _has_parted_words(self, reading: Reading) -> bool:
        """Whether three letters stand in a row that `folded` left apart ("f)u)c)k"), or a strong word in two parts."""
        single = self.table.singles[reading.words]
        # Across two texts it costs only a look.
        is_spelt = bool((single[:-2] & single[1:-1] & single[2:]).any())
        return is_spelt or (
            self.repairs is not None and self.repairs.may_be_parted(reading.words, self.table)
        )

    def _put_together(self, reading: Reading) -> Reading:
        keys = list(self.table.numbers)
        texts: list[list[int]] = [[] for _ in range(reading.count)]
        for owner, number in zip(reading.owners.tolist(), reading.words.tolist(), strict=True):
            texts[owner].append(number)
        read = []
        for numbers in texts:
            raw = [number for number in numbers if keys[number][0] == RAW]
            spelt = with_spelt_words([keys[number][1] for number in numbers if keys[number][0] != RAW])
            meant = [self._meant(word) for word in spelt]
            if self.repairs is not None:
                meant = self.repairs.joined(meant)
            read.append([*map(self.table.number, meant), *raw])
        self.table.settle()
        lengths = np.fromiter(map(len, read), np.int64, len(read))
        words = np.fromiter(chain.from_iterable(read), np.int64, int(lengths.sum()))
        return Reading(reading.count, words, np.repeat(np.arange(reading.count), lengths))

    def _meant(self, word: str) -> str:
        return word if self.repairs is None else self.repairs.repaired(word)

    def _learnt(self, token: str) -> tuple[int, ...]:
        known = self._tokens.get(token)
        if known is not None:
            return known
        words = words_of(token)
        meant = [self._meant(word) for word in words]
        numbers = [self.table.number(word) for word in meant]
        raw = raw_form(token, words)
        if raw and not any(self.table.is_identity(word) for word in meant):
            numbers.append(self.table.number(raw, raw=True))
        self._tokens[token] = tuple(numbers)
        return self._tokens[token]

    def words_in(self, reading: Reading) -> list[tuple[str, ...]]:
        """The words of each text, as they were read, without raw forms."""
        keys = list(self.table.numbers)
        texts: list[list[str]] = [[] for _ in range(reading.count)]
        for owner, number in zip(reading.owners.tolist(), reading.words.tolist(), strict=True):
            block, word = keys[number]
            if block != RAW:
                texts[owner].append(word)
        return [tuple(words) for words in texts]
