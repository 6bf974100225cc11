"""Words that were disguised: a word that nobody knows and that is nearly a strong one is read as that one.

"fcuk", "fuk", "fuuuck", "f*ck" and "fu ck" are read as what was meant. A word that is known is never touched.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from kawaraban.triage.model.hashing import Counts, Hashes, mixed, powers, word_hash, word_hashes
from kawaraban.triage.model.identity_terms import identity_terms
from kawaraban.triage.model.weights import Lexicon
from kawaraban.triage.model.word_table import WordTable

# Shorter words have too many neighbours.
_SHORTEST = 4
_LONGEST = 24
# Letters that are words.
_ALONE = frozenset("aiou")


@dataclass(frozen=True, slots=True)
class Repairs:
    """Strong words by what they look like when a letter is lost, and by their first letter and length."""

    known: "array[int]"
    near: dict[str, str]
    masked: dict[tuple[str, int], tuple[str, ...]]
    strong: Hashes

    @staticmethod
    def of(lexicon: Lexicon) -> "Repairs":
        """From the strong words, the strongest first."""
        near: dict[str, str] = {}
        masked: dict[tuple[str, int], tuple[str, ...]] = {}
        for word in lexicon.strong:
            if len(word) >= _SHORTEST:
                key = (word[0], len(word))
                masked[key] = (*masked.get(key, ()), word)
                for form in forms_of(word):
                    near.setdefault(form, word)
        known = array("I", np.union1d(lexicon.known, lexicon.words).astype(np.uint32).tobytes())
        return Repairs(known, near, masked, np.sort(word_hashes(lexicon.strong)))

    def is_known(self, word: str) -> bool:
        """Whether a word is one that people use."""
        found = word_hash(word)
        place = bisect_left(self.known, found)
        return place < len(self.known) and self.known[place] == found

    def repaired(self, word: str) -> str:
        """What was meant, or the word as it is."""
        if not _SHORTEST <= len(word) <= _LONGEST or word in identity_terms() or not word[0].isalpha():
            return word
        if "*" in word:
            return self._unmasked(word)
        if self.is_known(word):
            return word
        meant = (self.near.get(form) for form in forms_of(word))
        return next((found for found in meant if found and found[0] == word[0]), word)

    def _unmasked(self, word: str) -> str:
        for strong in self.masked.get((word[0], len(word)), ()):
            if all(sign in ("*", letter) for sign, letter in zip(word, strong, strict=True)):
                return strong
        bare = word.replace("*", "")
        found = self.near.get(bare, word) if len(bare) >= _SHORTEST - 1 else word
        return found if found[0] == word[0] else word

    def may_be_parted(self, words: Counts, table: WordTable) -> bool:
        """Whether two words that follow each other are a strong one together."""
        if len(words) < 2 or not len(self.strong):
            return False
        first, second = words[:-1], words[1:]
        lengths = table.lengths[second]
        whole = table.polynomials[first] * powers(int(lengths.max()))[lengths] + table.polynomials[second]
        hashes = mixed(whole)
        places = np.minimum(np.searchsorted(self.strong, hashes), len(self.strong) - 1)
        return bool((self.strong[places] == hashes).any())

    def joined(self, words: Sequence[str]) -> list[str]:
        """The words, with two put together that are a strong one and of which one is no word of its own."""
        found: list[str] = []
        strong = set(self.strong.tolist())
        hashes = word_hashes([f"{first}{second}" for first, second in zip(words, words[1:], strict=False)])
        known = list(map(self.is_known, words))
        whole = [len(word) > 1 or word in _ALONE for word in words]
        place = 0
        while place < len(words):
            is_parted = place + 1 < len(words) and int(hashes[place]) in strong
            if is_parted and not (all(known[place : place + 2]) and all(whole[place : place + 2])):
                found.append(f"{words[place]}{words[place + 1]}")
                place += 1
            else:
                found.append(words[place])
            place += 1
        return found


def forms_of(word: str) -> Iterable[str]:
    """The word, the word with every run of a letter as one, and the word with any one letter lost."""
    yield word
    single = "".join(letter for letter, _ in groupby(word))
    if single != word and len(single) >= _SHORTEST - 1:
        yield single
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]
