"""Strong words that hide letters behind signs: "b*tch", "st#p#d", "b@tch", "sh-t" and "f***ing".

Masks.of(["bitch"]).meant("b*tch!")  -> "bitch"

A token is looked at alone and compared with the few strong words of its first letter and length.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

# Stars and what is drawn like them are for hiding: a run stands for as many letters, or for one more or fewer.
_STARS: Final = frozenset("*#•●∗✱★☆■█×¤")
# These stand for one letter each, and only where most letters can be read: they have uses of their own.
_OTHERS: Final = frozenset("@$!|+.-_%^&~=?")
_AROUND: Final = "\"'“”‘’«»„()[]{}<>.,;:!?-_~&=…"
_HIDING = re.compile(f"([{re.escape(''.join(sorted(_STARS | _OTHERS)))}]+)")
_FIGURES = str.maketrans("0134578", "oieastb")
_LONGEST: Final = 24
_MOST_RUNS: Final = 4
# Letters that can be read, where other signs than stars hide the rest.
_FEWEST_READ: Final = 3
# Too short to be told from other words when a letter is lost. Behind a star, they are these.
_SHORT: Final = ("ass", "fag", "hoe", "cum", "tit")


@dataclass(frozen=True, slots=True)
class Masks:
    """Strong words by their first letter and length, the likeliest first; of any first letter by "" and length."""

    words: Mapping[tuple[str, int], Sequence[str]]

    @staticmethod
    def of(strong: Sequence[str]) -> "Masks":
        """Of words, the likeliest first."""
        words: dict[tuple[str, int], list[str]] = {}
        for word in (*strong, *(_SHORT if strong else ())):
            words.setdefault((word[0], len(word)), []).append(word)
            words.setdefault(("", len(word)), []).append(word)
        return Masks(words)

    def meant(self, token: str) -> str:
        """The word that a token of `folding.folded` hides, or "". Costs the same for every token."""
        if len(token) > 2 * _LONGEST or token.isalnum():
            return ""
        bare = token.lower().strip(_AROUND)
        if len(bare) > 1 and bare[0] == bare[-1] == "*":
            # Both are emphasis.
            bare = bare.strip("*")
        pieces = _HIDING.split(bare.translate(_FIGURES))
        parts, runs = pieces[::2], pieces[1::2]
        if not 0 < len(runs) <= _MOST_RUNS or len(bare) > _LONGEST or not _can_be_read(parts, runs):
            return ""
        whole = "".join(parts)
        if len(runs) == 1 and not parts[-1] and whole in self.words.get((whole[0], len(whole)), ()):
            # A note, or a correction of what was written before.
            return whole
        sizes = [len(run) for run in runs]
        return next(self._exact(parts, sizes), "") or next(self._about(parts, sizes, runs), "")

    def _exact(self, parts: Sequence[str], sizes: Sequence[int]) -> Iterator[str]:
        length = sum(map(len, parts)) + sum(sizes)
        for word in self.words.get((parts[0][:1], length), ()):
            if _fits(word, parts, sizes, slack=0):
                yield word

    def _about(self, parts: Sequence[str], sizes: Sequence[int], runs: Sequence[str]) -> Iterator[str]:
        """Words of other lengths: nobody counts his stars. The nearest length first."""
        if not (parts[0] and _STARS.issuperset("".join(runs)) and sum(map(len, parts)) > 1):
            return
        length = sum(map(len, parts)) + sum(sizes)
        for far in range(1, len(runs) + 1):
            for other in (length + far, length - far):
                for word in self.words.get((parts[0][0], other), ()):
                    if len(word) > _FEWEST_READ and _fits(word, parts, sizes, slack=1):
                        yield word


def _can_be_read(parts: Sequence[str], runs: Sequence[str]) -> bool:
    """Whether letters stand around the signs, and enough of them."""
    letters = "".join(parts)
    if not (letters.isascii() and letters.isalpha() and all(parts[1:-1])):
        return False
    if not parts[0] and (runs[0] != "*" or len(letters) < _FEWEST_READ - 1):
        return False
    if _STARS.issuperset("".join(runs)):
        return len(letters) > 1 or len(runs[0]) > _FEWEST_READ - 1
    hidden = sum(map(len, runs))
    return bool(parts[0] and parts[-1]) and len(letters) >= max(_FEWEST_READ, 2 * hidden)


def _fits(word: str, parts: Sequence[str], sizes: Sequence[int], *, slack: int) -> bool:
    """Whether a word is the parts with as many letters between them as `sizes` say, give or take `slack`."""
    if not word.startswith(parts[0]):
        return False
    rest = word[len(parts[0]) :]
    if not sizes:
        return not rest
    return any(
        len(rest) >= size and _fits(rest[size:], parts[1:], sizes[1:], slack=slack)
        for size in range(sizes[0] - slack, sizes[0] + slack + 1)
    )
