"""The whole way of a text to its words, without a memory: for training, tests and people who look.

words_in("Sh1t, f.u.c.k  yoooou", "en")  -> ["shit", "fuck", "yoou"]

With spaces between them they are words that give themselves again.
"""

from collections.abc import Sequence
from itertools import groupby

from kawaraban.triage.model.folding import LONGEST_TOKEN, folded
from kawaraban.triage.model.wording import is_single_letter, joined, words_of

# "a b" and "plan b" stay two words.
FEWEST_SPELT = 3


def words_in(text: str, language: str = "") -> list[str]:
    """The words of a text in their order."""
    return with_spelt_words([word for token in folded(text, language) for word in words_of(token)])


def with_spelt_words(words: Sequence[str]) -> list[str]:
    """The words, with those that are spelt letter by letter put together, whatever stood between the letters."""
    found: list[str] = []
    for is_letter, run in groupby(words, is_single_letter):
        letters = list(run)
        found += _spelt(letters) if is_letter and len(letters) >= FEWEST_SPELT else letters
    return found


def _spelt(letters: Sequence[str]) -> list[str]:
    """The word, or several where no word is so long."""
    return [joined(letters[start : start + LONGEST_TOKEN]) for start in range(0, len(letters), LONGEST_TOKEN)]
