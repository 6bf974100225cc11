"""A model whose scores can be told from the words: what a test says of the endpoint must not hang on weights."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kawaraban.triage.model.heads import Head
from kawaraban.triage.model.scorer import Context, Scores, Span

IDIOT = {head: 0.97 if head in {Head.TOXIC, Head.INSULT} else 0.01 for head in Head}
CASINO = {head: 0.9 if head is Head.SPAM else 0.01 for head in Head}
FRIENDLY = dict.fromkeys(Head, 0.01)


@dataclass
class PlainScorer:
    """Knows English alone. Fails over a text that says so. `batches`: how many texts it was given at once."""

    version: str = "0123456789ab"
    languages: Mapping[str, frozenset[Head]] = field(default_factory=lambda: {"en": frozenset(Head)})
    batches: list[int] = field(default_factory=list)

    def score(self, text: str, context: Context) -> Scores:
        """With one sentence, the whole text."""
        if "fails" in text:
            raise ValueError(f"The model quotes {text}")
        language = context.language or ("ja" if any(sign > "\u3000" for sign in text) else "en")
        if language not in self.languages:
            return Scores({}, language, 0.99, (), (), self.version)
        heads = IDIOT if "idiot" in text else CASINO if "casino" in text else FRIENDLY
        return Scores(heads, language, 0.99, (Span(0, len(text), heads),), (), self.version)

    def score_many(self, texts: Sequence[str], contexts: Sequence[Context]) -> list[Scores]:
        """Without sentences."""
        self.batches.append(len(texts))
        found = [self.score(text, context) for text, context in zip(texts, contexts, strict=True)]
        return [Scores(one.heads, one.language, one.confidence, (), (), one.version) for one in found]
