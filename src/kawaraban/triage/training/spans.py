"""Comments in which people marked what offends them, span by span, and what that says of single words.

A word's strength is the share of the people who saw it and marked it. It is drawn towards the share of all words,
the more so the fewer saw it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from kawaraban.triage.model.folding import folded
from kawaraban.triage.model.identity_terms import identity_terms
from kawaraban.triage.model.wording import words_of
from kawaraban.triage.training.own_words import own_words

# Of each word: how many saw it, and how many marked it in each aspect.
Counts = Mapping[str, NDArray[np.float64]]
# In the order of the columns of `counted`. "any" is a span of whatever kind.
ASPECTS = ("any", "insult", "obscene", "identity", "threat")
# What the lexicon holds: beside those, what our own lists say.
OWN = ("rude", "sexual", "violent")
NAMES = (*ASPECTS, *OWN)
_KIND_OF: Mapping[str, str] = MappingProxyType(
    {
        "Insult": "insult",
        "Profane/Obscene": "obscene",
        "Identity based Attack": "identity",
        "Threat": "threat",
    }
)
# So many people who marked as often as usual are added to those who saw the word. Few words are for threats alone,
# so there chance needs more of them.
_PRIOR = (8.0, 8.0, 8.0, 30.0, 30.0)
_TOKEN = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class MarkedSpan:
    """Signs `begin` to `end` of a text, half open, and what somebody held them to be."""

    begin: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Marked:
    """A comment and, of each person who read it, whether they found it toxic and the spans they marked."""

    text: str
    readings: tuple[tuple[bool, tuple[MarkedSpan, ...]], ...]

    def shares(self) -> NDArray[np.float64]:
        """The share of readers who found it toxic, then of those who marked anything in each other aspect."""
        kinds = [{_KIND_OF.get(span.kind) for span in spans} for _, spans in self.readings]
        found = [[is_toxic for is_toxic, _ in self.readings]]
        found += [[aspect in marked for marked in kinds] for aspect in ASPECTS[1:]]
        shares: NDArray[np.float64] = np.array(found, np.float64).mean(axis=1)
        return shares


def added(parts: Iterable[Counts]) -> Counts:
    """Counts of several parts together."""
    together: dict[str, NDArray[np.float64]] = {}
    for part in parts:
        for word, counts in part.items():
            together[word] = together[word] + counts if word in together else counts
    return together


def counted(comments: Iterable[Marked], language: str) -> Counts:
    """Of each word: how many people saw it, and how many marked it in each aspect (1 + ASPECTS)."""
    counts: dict[str, NDArray[np.float64]] = {}
    for comment in comments:
        tokens = [(match.start(), match.end(), match[0]) for match in _TOKEN.finditer(comment.text)]
        marks = np.zeros((len(tokens), 1 + len(ASPECTS)))
        marks[:, 0] = len(comment.readings)
        begins, ends = (np.array([token[side] for token in tokens], np.int64) for side in (0, 1))
        for _, spans in comment.readings:
            seen = np.zeros((len(tokens), len(ASPECTS)), np.bool_)
            for span in spans:
                inside = (begins < span.end) & (ends > span.begin)
                seen[inside, 0] = True
                if span.kind in _KIND_OF:
                    seen[inside, ASPECTS.index(_KIND_OF[span.kind])] = True
            marks[:, 1:] += seen
        for (_, _, token), mark in zip(tokens, marks, strict=True):
            for piece in folded(token, language):
                for word in words_of(piece):
                    counts[word] = counts[word] + mark if word in counts else mark
    return counts


@dataclass(frozen=True, slots=True)
class Strengths:
    """How strong words are, 0 to 1: (words, NAMES). A word that is not there has none."""

    words: Mapping[str, int]
    values: NDArray[np.float64]

    def inputs(self, texts: Sequence[Sequence[str]]) -> NDArray[np.float64]:
        """Of each text the strongest word for each name, then log(1 + the sum over its distinct words)."""
        count = self.values.shape[1]
        found = np.zeros((len(texts), 2 * count))
        for row, words in enumerate(texts):
            places = [self.words[word] for word in set(words) if word in self.words]
            if places:
                strong = self.values[places]
                found[row, :count] = strong.max(axis=0)
                found[row, count:] = np.log1p(strong.sum(axis=0))
        return found


def strengths(counts: Counts) -> Strengths:
    """Of counts of `counted`. The usual share is taken away, so that a word of which nothing is known has none."""
    lists = [own_words()[name] for name in OWN]
    words = sorted({*counts, *(word for some in lists for word in some)})
    nobody = np.zeros(1 + len(ASPECTS))
    table = np.array([counts.get(word, nobody) for word in words])
    usual = table[:, 1:].sum(axis=0) / max(table[:, 0].sum(), 1.0)
    prior = np.array(_PRIOR)
    values = (table[:, 1:] + prior * usual) / (table[:, :1] + prior)
    above = np.clip((values - usual) / (1.0 - usual), 0.0, 1.0)
    # Words for groups of people are strong in attacks on identity alone.
    named = np.array([word in identity_terms() for word in words], np.bool_)
    for place, aspect in enumerate(ASPECTS):
        if aspect != "identity":
            above[named, place] = 0.0
    own = np.array([[some.get(word, 0.0) for some in lists] for word in words])
    both = np.round(np.concatenate([above, own], axis=1) * 255.0) / 255.0
    return Strengths({word: place for place, word in enumerate(words)}, both)
