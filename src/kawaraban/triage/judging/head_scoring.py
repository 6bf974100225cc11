"""One head of the model as something that can be judged, in the language of the texts.

scoring = head_scoring(base_model(), Head.TOXIC, language="en")
scoring(["You are an idiot."])       # [.93]; None where the model says nothing of the language
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

from kawaraban.triage.judging.scoring import Scoring
from kawaraban.triage.model.heads import Head
from kawaraban.triage.model.scorer import Model
from kawaraban.triage.model.scores import Context

# Each text by itself: a file in many languages.
EACH: Final = "each"
LOOKED_AT: Final = 400
MAJORITY: Final = 2 / 3


class NoHeadError(Exception):
    """The model says nothing of this ground in this language, as a sentence."""


def head_scoring(model: Model, head: Head, *, language: str) -> Scoring:
    """The head's probabilities. `language`: a code, or `each`.

    Raises NoHeadError where the language has no such head.
    """
    if language != EACH and head not in model.languages.get(language, frozenset()):
        heads = ", ".join(sorted(model.languages.get(language, frozenset())))
        told = f"It has: {heads}." if heads else f"The model knows: {', '.join(sorted(model.languages))}."
        raise NoHeadError(f"The language {language} has no head {head}. {told}")
    context = Context(language="" if language == EACH else language)

    def scoring(texts: Sequence[str]) -> list[float | None]:
        found = model.score_many(list(texts), [context] * len(texts))
        return [scores.heads.get(head) for scores in found]

    return scoring


def language_of(model: Model, texts: Iterable[str]) -> str:
    """The language of a file, as a newspaper knows its own: that of two thirds of the first texts, or `each`.

    A short text says little of its language; four hundred together do.
    """
    some = list(islice(texts, LOOKED_AT))
    found = Counter[str]()
    for scores in model.score_many(some, [Context()] * len(some)):
        found[scores.language] += 1
    if not found:
        return EACH
    language, count = found.most_common(1)[0]
    is_plain = count >= MAJORITY * sum(found.values()) and language in model.languages
    return language if is_plain else EACH
