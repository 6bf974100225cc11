"""Words that were disguised: a word that nobody knows and that is nearly a strong one is read as that one.

"fcuk", "fuk", "fuuuck", "f*ck" and "fu ck" are read as what was meant. A word that is known is not touched, unless it
hides letters (`masks`) or is a usual slip of a strong one (`slips`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np
from numpy.typing import NDArray

from kawaraban.triage.model.disguises.masks import Masks
from kawaraban.triage.model.disguises.slips import slips
from kawaraban.triage.model.folding import LONGEST_TOKEN
from kawaraban.triage.model.hashing import Counts, Hashes, mixed, powers, word_hashes
from kawaraban.triage.model.identity_terms import identity_terms
from kawaraban.triage.model.weights import Lexicon
from kawaraban.triage.model.word_table import WordTable

# Shorter words have too many neighbours.
_SHORTEST = 4
_LONGEST = 24
# A sign may be read as three letters.
_LONGEST_READ = 3 * LONGEST_TOKEN
# Of one or two letters these are words of their own; "fu ck" and "s hit" are not.
_ORDINARY = (
    "a i o u an as at am be by do go he hi if in is it me my no of oh ok on or so to up us we ve re ll"
)
_SHORT_WORDS = frozenset(_ORDINARY.split())


@dataclass(frozen=True, slots=True)
class Repairs:
    """Strong words by what they look like when a letter is lost, or hidden behind a sign; and their usual slips."""

    known: Hashes
    near: dict[str, str]
    masks: Masks
    slips: dict[str, str]
    strong: Hashes

    @staticmethod
    def of(lexicon: Lexicon) -> "Repairs":
        """From the strong words, the strongest first."""
        near: dict[str, str] = {}
        strong = [word for word in lexicon.strong if len(word) >= _SHORTEST]
        for word in strong:
            for form in forms_of(word):
                near.setdefault(form, word)
        known = _with_end(np.concatenate([lexicon.known, lexicon.words]))
        usual = {slip: word for slip, word in slips().items() if near.get(word) == word}
        masks = Masks.of(_likeliest_first(strong, lexicon))
        return Repairs(known, near, masks, usual, _with_end(word_hashes(lexicon.strong)))

    def hidden_in(self, token: str, words: Sequence[str]) -> str:
        """The strong word that a token hides behind signs, or "". `words` are the token's, read without that."""
        if len(words) == 1 and self.near.get(words[0]) == words[0]:
            return ""
        if token.startswith("*") and all(self._are_known(words)):
            # "*hits the table": what somebody does.
            return ""
        return self.masks.meant(token)

    def repaired_among(self, words: Sequence[str]) -> dict[str, str]:
        """Of some words those that were disguised, and what was meant by each."""
        if not words:
            return {}
        known = self._are_known(words)
        meant = {
            word: self.slips.get(word, "") if is_known else self._meant(word)
            for word, is_known in zip(words, known, strict=True)
        }
        return {word: strong for word, strong in meant.items() if strong}

    def _are_known(self, words: Sequence[str]) -> list[bool]:
        hashes = word_hashes(words)
        found: list[bool] = (self.known[self.known.searchsorted(hashes)] == hashes).tolist()
        return found

    def _meant(self, word: str) -> str:
        """What was meant by a word that is not known, or ""."""
        if len(word) > _LONGEST or word in identity_terms() or not word.isascii():
            return ""
        if len(word) < _SHORTEST:
            # Only of three letters, and only what lost one.
            lost_one = self.near.get(word, "") if len(word) == _SHORTEST - 1 else ""
            return lost_one if lost_one[:1] == word[0] else ""
        if "*" in word:
            return self.masks.meant(word) or self._without_stars(word)
        if word in self.slips:
            return self.slips[word]
        near, first = self.near, word[0]
        if first in _SHORT_WORDS and near.get(word[1:]) == word[1:]:
            # "a f u c k i n g" was put together with the word before.
            return word[1:]
        for form in forms_of(word):
            found = near.get(form)
            if found is not None and found[0] == first:
                return found
        return ""

    def _without_stars(self, word: str) -> str:
        found = self.near.get(word.replace("*", ""), "")
        return found if found[:1] == word[0] else ""

    def strong_together(self, words: Counts, table: WordTable) -> NDArray[np.bool_]:
        """Of words in a row, for each but the first, whether it and the one before are a strong word together."""
        own, lengths = table.polynomials[words], table.lengths[words[1:]]
        hashes = mixed(own[:-1] * powers(_LONGEST_READ)[lengths] + own[1:])
        found: NDArray[np.bool_] = self.strong[self.strong.searchsorted(hashes)] == hashes
        return found

    def joined(self, words: Sequence[str]) -> list[str]:
        """The words, with two put together that are a strong one and of which one is no word of its own."""
        found: list[str] = []
        strong = set(self.strong.tolist())
        hashes = word_hashes([f"{first}{second}" for first, second in pairwise(words)])
        known = self._are_known(words)
        whole = [len(word) > 2 or word in _SHORT_WORDS for word in words]
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


def _with_end(hashes: Hashes) -> Hashes:
    """Ascending, each once, with the largest number at the end: so there is a place for every hash."""
    return np.unique(np.concatenate([hashes, [0xFFFFFFFF]]).astype(np.uint32))


def _likeliest_first(strong: Sequence[str], lexicon: Lexicon) -> list[str]:
    """Words by their strength in the first respect, which counts how many marked them."""
    if not strong:
        return []
    places = lexicon.words.searchsorted(word_hashes(strong))
    strengths = lexicon.strengths.take(places, axis=0, mode="clip")[:, 0].tolist()
    ranks = sorted(range(len(strong)), key=lambda rank: (-strengths[rank], rank))
    return [strong[rank] for rank in ranks]


def forms_of(word: str) -> Iterable[str]:
    """The word, the word with every run of a letter as one, and the word with any one letter lost."""
    yield word
    single = "".join(letter for letter, _ in groupby(word))
    if single != word and len(single) >= _SHORTEST - 1:
        yield single
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]
