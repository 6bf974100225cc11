"""Texts and their sentences, judged by one rule in both doors: all texts at once, then all sentences of them.

    [scores] = judged_with_sentences(model, [AskedText("You idiot. Hello.", Context("en"), wants_sentences=True)])

A text of 20 kB can have some thousand sentences, and one request must not hold up the others: neighbours are judged
together then, as the format tells them together.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kawaraban.triage.formats.reading import Scorer
from kawaraban.triage.formats.spans import MOST_SPANS
from kawaraban.triage.model.scores import Context, Scores, Span
from kawaraban.triage.model.sentences import sentence_spans


@dataclass(frozen=True, slots=True)
class AskedText:
    """A text that is to be judged, and whether its sentences are, too."""

    text: str
    context: Context
    wants_sentences: bool


def judged_with_sentences(model: Scorer, asked: Sequence[AskedText]) -> list[Scores]:
    """What the model says of each, with the sentences of those that want them."""
    found = list(model.score_many([one.text for one in asked], [one.context for one in asked]))
    places = {
        at: places_of(one.text, found[at].language)
        for at, one in enumerate(asked)
        if one.wants_sentences and found[at].heads
    }
    if not places:
        return found
    told = iter(
        model.score_many(
            [asked[at].text[begin:end] for at, parts in places.items() for begin, end in parts],
            [Context(found[at].language) for at, parts in places.items() for _ in parts],
        )
    )
    for at, parts in places.items():
        spans = tuple(Span(begin, end, next(told).heads) for begin, end in parts)
        found[at] = replace(found[at], spans=spans)
    return found


def places_of(text: str, language: str) -> list[tuple[int, int]]:
    """Begin and end of each sentence; of many, of so many neighbours that there are not more than the format tells."""
    spans = sentence_spans(text, language)
    step = -(-len(spans) // MOST_SPANS)
    return [(spans[at][0], spans[at : at + step][-1][1]) for at in range(0, len(spans), step)]
