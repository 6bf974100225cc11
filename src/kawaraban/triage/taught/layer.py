"""What the model and the desk's lessons say together, as they are at this moment.

    taught = current()
    for judgement in taught.assess(texts, languages): ...

Each process keeps what it has read; what the desk decided since is added with the next question.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kawaraban.triage.learning.layer import SiteLayer, sigmoid
from kawaraban.triage.learning.many import logits_of
from kawaraban.triage.learning.suspicion import suspicion
from kawaraban.triage.model.scorer import Model, base_model
from kawaraban.triage.model.scores import Context, Features, Scores
from kawaraban.triage.taught.bands import FROM, Band
from kawaraban.triage.taught.judgement import Judgement, State, suspected
from kawaraban.triage.taught.kept import KEPT
from kawaraban.triage.taught.lessons import LONGEST_TEXT
from kawaraban.triage.taught.rules import rules


@dataclass(frozen=True, slots=True)
class Taught:
    """The base model and what the desk taught it. Never changes: several threads ask the same."""

    model: Model
    site: SiteLayer | None = None
    code: str = ""

    @property
    def version(self) -> str:
        """Of the base model, and of what the desk taught where it taught anything: "3fa2c81d09be+77a0b2c4d6e8"."""
        return f"{self.model.version}+{self.code}" if self.code else self.model.version

    @property
    def known_by_desk(self) -> frozenset[str]:
        """The languages without a head of which the desk has taught enough for a number."""
        codes = self.site.languages.by_code if self.site else {}
        return frozenset(
            code for code, each in codes.items() if each.is_known and code not in self.model.languages
        )

    def assess(self, texts: Sequence[str], languages: Sequence[str]) -> list[Judgement]:
        """What is to be said of each text. `languages` are those of the pages, "" of none: a short text is in them.

        As fast as the model on many texts. What weighed is only looked for where something is suspected.
        """
        contexts = [Context(expected=language) for language in languages]
        if self.site is None:
            scored = self.model.score_many(texts, contexts)
            said = [suspicion(scores.heads) for scores in scored]
        else:
            both = self.model.scored_features_many(texts, contexts)
            scored = [scores for scores, _ in both]
            said = self._said(self.site, texts, both)
        return [self._judged(*each) for each in zip(texts, scored, said, strict=True)]

    def _said(
        self, site: SiteLayer, texts: Sequence[str], both: Sequence[tuple[Scores, Features]]
    ) -> list[float | None]:
        """The probability of each with what the desk taught; None where neither knows the language."""
        known = [
            place
            for place, (scores, _) in enumerate(both)
            if scores.heads or site.languages.knows(scores.language)
        ]
        features = [self._learnt_part(texts[place], *both[place]) for place in known]
        said: list[float | None] = [None] * len(both)
        for place, logit in zip(known, logits_of(site, features).tolist(), strict=True):
            said[place] = sigmoid(logit)
        return said

    def _learnt_part(self, text: str, scores: Scores, features: Features) -> Features:
        """So much of a text and no more is learnt, so so much of it is asked."""
        return (
            features
            if len(text) <= LONGEST_TEXT
            else self.model.features(text[:LONGEST_TEXT], scores.language)
        )

    def _judged(self, text: str, scores: Scores, probability: float | None) -> Judgement:
        if probability is None:
            return Judgement(
                State.UNSUPPORTED,
                language=scores.language,
                confidence=scores.confidence,
                model_version=self.version,
            )
        is_suspected = probability >= FROM[Band.MAY] and scores.heads
        return Judgement(
            State.SCORED,
            probability=probability,
            ground=suspected(scores.heads, probability),
            heads=scores.heads,
            language=scores.language,
            confidence=scores.confidence,
            weighed=self.model.weighed(text, scores.language) if is_suspected else (),
            model_version=self.version,
        )


def current() -> Taught:
    """As things are now. Raises what reading the weights or the database raises."""
    model = base_model()
    layer = KEPT.layer(rules(), model)
    return Taught(model, layer.site, layer.code)
