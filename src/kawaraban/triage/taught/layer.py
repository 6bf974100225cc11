"""What the model and the desk's lessons say together, as they are at this moment.

    taught = current()
    for judgement in taught.assess(texts, languages): ...

Each process keeps what it has read; what the desk decided since is added with the next question.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kawaraban.triage.model.scorer import Context, Model, Scores, base_model
from kawaraban.triage.taught.bands import FROM, Band
from kawaraban.triage.taught.judgement import Judgement, State, suspected


@dataclass(frozen=True, slots=True)
class Taught:
    """The base model and what the desk taught it. Never changes: several threads ask the same."""

    model: Model

    @property
    def version(self) -> str:
        """Of the base model, and of what the desk taught where it taught anything."""
        return self.model.version

    def assess(self, texts: Sequence[str], languages: Sequence[str]) -> list[Judgement]:
        """What is to be said of each text. A language that is declared is believed; "" asks the text.

        As fast as the model on many texts. What weighed is only looked for where something is suspected.
        """
        contexts = [Context(language=language) for language in languages]
        scored = self.model.score_many(texts, contexts)
        return [self._judged(*each) for each in zip(texts, contexts, scored, strict=True)]

    def _judged(self, text: str, context: Context, scores: Scores) -> Judgement:
        if not scores.heads:
            return Judgement(
                State.UNSUPPORTED,
                language=scores.language,
                confidence=scores.confidence,
                model_version=self.version,
            )
        probability = suspicion(scores)
        is_suspected = probability >= FROM[Band.MAY]
        return Judgement(
            State.SCORED,
            probability=probability,
            ground=suspected(scores.heads, probability),
            heads=scores.heads,
            language=scores.language,
            confidence=scores.confidence,
            weighed=self.model.score(text, context).weighed if is_suspected else (),
            model_version=self.version,
        )


def suspicion(scores: Scores) -> float:
    """How probably the base model thinks that the words break a policy: as its surest head says."""
    return max(scores.heads.values(), default=0.0)


def current() -> Taught:
    """As things are now."""
    return Taught(base_model())
