"""A scorer that knows six words, for tests of what is made of scores: its numbers are known beforehand."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from kawaraban.triage.model.heads import Head
from kawaraban.triage.model.scores import Context, Scores, Span

WORDS: Mapping[str, Mapping[Head, float]] = {
    "idiot": {Head.TOXIC: 0.9, Head.INSULT: 0.95},
    "kill": {Head.TOXIC: 0.8, Head.THREAT: 0.9},
    "damn": {Head.TOXIC: 0.5, Head.OBSCENE: 0.7},
    "casino": {Head.SPAM: 0.97},
    "aptal": {Head.TOXIC: 0.85},
}
_FOREIGN = {"ja": r"[ぁ-ヿ]", "tr": r"[ğşı]|\baptal\b", "fr": r"[éèêç]|\bbonjour\b", "it": r"\bper favore\b"}


class WordScorer:
    """English with every head but the sexual one, and Turkish with `toxic` alone. Counts what it was asked."""

    version = "0123456789ab"
    languages: Mapping[str, frozenset[Head]] = MappingProxyType(
        {"en": frozenset(Head) - {Head.SEXUAL}, "tr": frozenset({Head.TOXIC})}
    )

    def __init__(self) -> None:
        self.asked = 0

    def score(self, text: str, context: Context = Context()) -> Scores:  # noqa: B008
        """With a span for each sentence."""
        self.asked += 1
        language = _declared(text, context.language) or _language(text)
        known = self.languages.get(language, frozenset())
        sentences = re.finditer(r"[^.!?\s][^.!?]*[.!?]*", text)
        spans = tuple(Span(each.start(), each.end(), _heads(each[0], known)) for each in sentences)
        return Scores(
            heads=_heads(text, known),
            language=language or "und",
            confidence=0.0 if not language else 0.55 if language == "it" else 0.99,
            spans=spans or (Span(0, len(text), _heads(text, known)),),
            weighed=(),
            version=self.version,
        )

    def score_many(self, texts: Sequence[str], contexts: Sequence[Context]) -> list[Scores]:
        """Without spans."""
        found = [self.score(text, context) for text, context in zip(texts, contexts, strict=True)]
        return [Scores(each.heads, each.language, each.confidence, (), (), each.version) for each in found]


def _language(text: str) -> str:
    for language, signs in _FOREIGN.items():
        if re.search(signs, text.lower()):
            return language
    return "en" if re.search("[a-z]", text.lower()) else ""


def _declared(text: str, language: str) -> str:
    """A language that is declared is believed, unless the text is in another script."""
    return "" if re.search(_FOREIGN["ja"], text) and language != "ja" else language


def _heads(text: str, known: frozenset[Head]) -> dict[Head, float]:
    found = dict.fromkeys(known, 0.01)
    for word in re.findall(r"\w+", text.lower()):
        for head, value in WORDS.get(word, {}).items():
            if head in known:
                found[head] = max(found[head], value)
    return found
