"""Texts as numbers of words, in the order in which they stand: what all that follows goes by."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np

from kawaraban.triage.model.blocks import RAW
from kawaraban.triage.model.folding import folded
from kawaraban.triage.model.hashing import Counts
from kawaraban.triage.model.identity_terms import identity_terms
from kawaraban.triage.model.repairs import Repairs
from kawaraban.triage.model.text_path import with_spelt_words
from kawaraban.triage.model.word_table import WordTable
from kawaraban.triage.model.wording import raw_form, words_of

# About this many words are remembered. Text is never kept: words are, without what they stood beside.
REMEMBERED = 12_288


@dataclass(frozen=True, slots=True)
class Reading:
    """Some texts: the numbers of their words in the reader's table; all of them, and the text each stands in."""

    texts: list[list[int]]
    words: Counts
    owners: Counts

    @property
    def count(self) -> int:
        """How many texts."""
        return len(self.texts)


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
        every = [folded(text, self.language) for text in texts]
        new = set(chain.from_iterable(every)).difference(self._tokens)
        if new:
            self._learn(sorted(new))
        known = self._tokens.__getitem__
        reading = _reading([list(chain.from_iterable(map(known, tokens))) for tokens in every])
        parted = self._parted(reading)
        return self._put_together(reading, parted) if parted else reading

    def words_in(self, reading: Reading) -> list[tuple[str, ...]]:
        """The words of each text, as they were read, without raw forms."""
        keys = list(self.table.numbers)
        return [
            tuple(keys[number][1] for number in numbers if keys[number][0] != RAW)
            for numbers in reading.texts
        ]

    def _learn(self, tokens: Sequence[str]) -> None:
        """Remember what tokens mean. In an order that is the same wherever they come from."""
        words = [self._words_of(token) for token in tokens]
        meant = self._meant({word for some in words for word in some})
        for token, some in zip(tokens, words, strict=True):
            numbers = [self.table.number(meant.get(word, word)) for word in some]
            raw = raw_form(token, some)
            if raw and identity_terms().isdisjoint(some):
                numbers.append(self.table.number(raw, raw=True))
            self._tokens[token] = tuple(numbers)
        self.table.settle()

    def _words_of(self, token: str) -> tuple[str, ...]:
        words = words_of(token)
        if self.repairs is None or token.isalnum():
            return words
        hidden = self.repairs.hidden_in(token, words)
        return (hidden,) if hidden else words

    def _meant(self, words: Iterable[str]) -> dict[str, str]:
        return {} if self.repairs is None else self.repairs.repaired_among(list(words))

    def _parted(self, reading: Reading) -> frozenset[int]:
        """The texts in which three letters stand in a row that `folded` left apart ("f)u)c)k"), or in which two words
        are a strong one together."""
        single = self.table.singles[reading.words]
        found = reading.owners[2:][single[:-2] & single[1:-1] & single[2:]]
        if self.repairs is not None and len(reading.words) > 1:
            beside = self.repairs.strong_together(reading.words, self.table)
            found = np.concatenate([found, reading.owners[1:][beside]])
        return frozenset(found.tolist())

    def _put_together(self, reading: Reading, parted: frozenset[int]) -> Reading:
        keys = list(self.table.numbers)
        texts = list(reading.texts)
        for place in sorted(parted):
            numbers = texts[place]
            raw = [number for number in numbers if keys[number][0] == RAW]
            words = with_spelt_words([keys[number][1] for number in numbers if keys[number][0] != RAW])
            meant = self._meant(words)
            words = [meant.get(word, word) for word in words]
            words = self.repairs.joined(words) if self.repairs is not None else words
            texts[place] = [*map(self.table.number, words), *raw]
        self.table.settle()
        return _reading(texts)


def _reading(texts: list[list[int]]) -> Reading:
    words = np.array(list(chain.from_iterable(texts)), np.int64)
    if len(texts) == 1:
        return Reading(texts, words, np.zeros(len(words), np.int64))
    lengths = np.array([len(numbers) for numbers in texts], np.int64)
    return Reading(texts, words, np.arange(len(texts)).repeat(lengths))
