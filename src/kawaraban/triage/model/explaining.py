"""Which words of a text weighed most: for moderators, who see why the model said what it said."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

import numpy as np

from kawaraban.triage.model.blocks import PIECES, WORDS
from kawaraban.triage.model.folding import spelt_words
from kawaraban.triage.model.heads import Head
from kawaraban.triage.model.language_model import LanguageModel, Reckoned
from kawaraban.triage.model.reading import Reading
from kawaraban.triage.model.scores import Weighed
from kawaraban.triage.model.vectors import Numbers

# For each head.
_MOST = 5
# What adds less to a logit is nobody's reason.
_LEAST = 0.15
# Who reads a comment of more words than these reads its sentences' scores.
_MOST_TOKENS = 600
_TOKEN = re.compile(r"\S+")
_AROUND = "\"'“”‘’()[]<>.,;:!?…"


@dataclass(frozen=True, slots=True)
class Stretches:
    """Stretches of a text and the numbers of the words in each."""

    spans: Sequence[tuple[int, int]]
    numbers: Sequence[Sequence[int]]


def weighed_words(
    model: LanguageModel, text: str, reckoned: Reckoned, heads: Sequence[Head]
) -> tuple[Weighed, ...]:
    """The words that added most to each of some heads, the heaviest first. Hold the model's lock since it reckoned."""
    places = _places(model, text, reckoned)
    numbers = sorted({number for some in places.numbers for number in some})
    weights = _of_words(model, reckoned, numbers)
    row = {number: place for place, number in enumerate(numbers)}
    found: list[Weighed] = []
    columns = {head: column for column, head in enumerate(model.stacking.heads)}
    for head in heads:
        if head not in columns:
            continue
        own = [
            (sum(float(weights[row[number], columns[head]]) for number in set(some)), span)
            for span, some in zip(places.spans, places.numbers, strict=True)
        ]
        own += _of_pairs(model, reckoned, places, columns[head])
        best = sorted(_once(text, own), key=lambda item: (-item[0], item[1]))[:_MOST]
        found += [
            Weighed(text[begin:end], round(weight, 3), head, begin, end)
            for weight, (begin, end) in best
            if weight >= _LEAST
        ]
    return tuple(found)


def _places(model: LanguageModel, text: str, reckoned: Reckoned) -> Stretches:
    """The tokens of the text; two together where only both are a word of the text ("fu ck")."""
    spans = _tokens(text)
    numbers = _read(model, [text[begin:end] for begin, end in spans])
    seen = {number for some in numbers for number in some}
    missing = set(reckoned.texts.distinct.words.tolist()) - seen
    if missing:
        pairs = _first_of_each(text, [(first[0], second[1]) for first, second in pairwise(spans)])
        read = _read(model, [text[begin:end] for begin, end in pairs])
        kept = [(span, [n for n in some if n in missing]) for span, some in zip(pairs, read, strict=True)]
        spans = spans + [span for span, some in kept if some]
        numbers = numbers + [some for _, some in kept if some]
    present = set(reckoned.texts.distinct.words.tolist())
    return Stretches(spans, [[number for number in some if number in present] for some in numbers])


def _tokens(text: str) -> list[tuple[int, int]]:
    spelt = spelt_words(text)[:_MOST_TOKENS]
    spans = [match.span() for match in islice(_TOKEN.finditer(text), 2 * _MOST_TOKENS)]
    apart = [span for span in spans if not any(begin <= span[0] < end for begin, end in spelt)]
    bare = []
    for begin, end in sorted([*apart, *spelt]):
        word = text[begin:end]
        start = begin + len(word) - len(word.lstrip(_AROUND))
        bare.append((start, max(start, begin + len(word.rstrip(_AROUND)))))
    return [span for span in bare if span[0] < span[1]][:_MOST_TOKENS]


def _first_of_each(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Each wording where it stands first: to read it again would tell nothing new."""
    first: dict[str, tuple[int, int]] = {}
    for begin, end in spans:
        first.setdefault(text[begin:end].lower(), (begin, end))
    return list(first.values())


def _read(model: LanguageModel, texts: Sequence[str]) -> list[list[int]]:
    reading: Reading = model.reader.read(texts)
    numbers: list[list[int]] = [[] for _ in texts]
    for owner, number in zip(reading.owners.tolist(), reading.words.tolist(), strict=True):
        numbers[owner].append(number)
    model.learn()
    return numbers


def _of_words(model: LanguageModel, reckoned: Reckoned, numbers: Sequence[int]) -> Numbers:
    """What each word adds to each head: its pieces, itself, and its strength where it is the strongest."""
    table, linear = model.reader.table, model.linear
    words = np.array(numbers, np.int64)
    blocks, lengths = table.blocks[words], reckoned.texts.lengths[0]
    distinct = reckoned.texts.distinct
    count = dict(zip(distinct.words.tolist(), distinct.values.tolist(), strict=True))
    values = np.array([count[number] for number in numbers])[:, None]
    shares = linear.sums[words] * values * linear.scales[blocks] / lengths[blocks][:, None]
    own = linear.own[words] * values * linear.scales[WORDS] / lengths[WORDS]
    shares += np.where((blocks == PIECES)[:, None], own, 0.0)
    factors, columns = model.stacking.by_input(reckoned.inputs.shape[1]), len(linear.names)
    strengths = model.rudeness.strengths[words] / 255.0
    strongest = np.where(strengths >= strengths.max(axis=0, initial=0.0), strengths, 0.0)
    names = strengths.shape[1]
    said: Numbers = shares @ factors[:columns]
    return said + strongest @ factors[columns : columns + names]


def _of_pairs(
    model: LanguageModel, reckoned: Reckoned, places: Stretches, column: int
) -> list[tuple[float, tuple[int, int]]]:
    """What two words that follow each other add together, beside what each adds alone."""
    table = model.reader.table
    spoken = [
        (span, [number for number in some if table.blocks[number] == PIECES])
        for span, some in zip(places.spans, places.numbers, strict=True)
    ]
    beside = [
        (first, second)
        for first, second in pairwise(spoken)
        if first[1] and second[1] and first[0] < second[0]
    ]
    if not beside:
        return []
    ends = np.array([[first[1][-1], second[1][0]] for first, second in beside])
    weights = (
        model.linear.of_pairs(table, ends) * model.linear.scales[WORDS] / reckoned.texts.lengths[0, WORDS]
    )
    factors = model.stacking.by_input(reckoned.inputs.shape[1])[: len(model.linear.names), column]
    said = (weights @ factors).tolist()
    return [
        (weight, (first[0][0], second[0][1])) for weight, (first, second) in zip(said, beside, strict=True)
    ]


def _once(text: str, found: list[tuple[float, tuple[int, int]]]) -> list[tuple[float, tuple[int, int]]]:
    """Each wording once, where it stands first."""
    kept: dict[str, tuple[float, tuple[int, int]]] = {}
    for weight, span in found:
        kept.setdefault(text[span[0] : span[1]].lower(), (weight, span))
    return list(kept.values())
