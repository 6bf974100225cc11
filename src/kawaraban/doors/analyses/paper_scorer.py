"""The model of this paper, as the wire format asks for it: the base model, and what the desk would do beside it."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from django.conf import settings

from kawaraban.triage.formats.coral import Suspicion
from kawaraban.triage.formats.reading import Site
from kawaraban.triage.formats.sentences import AskedText, judged_with_sentences
from kawaraban.triage.model.heads import Head
from kawaraban.triage.model.languages import primary
from kawaraban.triage.model.scores import Context, Scores
from kawaraban.triage.taught.layer import Taught


@dataclass(frozen=True, slots=True)
class PaperScorer:
    """Attributes have the base model's scores, so that a threshold means the same in every paper.

    `version` names both, for LIKELY_TO_REJECT is answered by what the desk taught.
    """

    taught: Taught

    @property
    def version(self) -> str:
        """Of the base model and of what the desk taught."""
        return self.taught.version

    @property
    def languages(self) -> Mapping[str, Set[Head]]:
        """The heads of each language."""
        return self.taught.model.languages

    def score(self, text: str, context: Context) -> Scores:
        """With the sentences, and without the words that weighed: nobody is told those here."""
        return judged_with_sentences(self.taught.model, [AskedText(text, context, wants_sentences=True)])[0]

    def score_many(self, texts: Sequence[str], contexts: Sequence[Context]) -> list[Scores]:
        """Without them."""
        return self.taught.model.score_many(texts, contexts)

    def refusal(self, text: str, language: str) -> float | None:
        """How likely the desk would refuse the text; None of a language that nothing is known of."""
        return self.taught.assess([text], [language])[0].probability

    def suspicion(self, text: str) -> Suspicion:
        """What model and desk together suspect, of a text whose sender does not say its language."""
        [said] = self.taught.assess([text], [_language_of_paper()])
        return Suspicion(said.probability, said.ground, said.heads, said.language, said.model_version)

    @property
    def site(self) -> Site:
        """The paper: its language, and its desk."""
        return Site(language=_language_of_paper(), desk=self.refusal)


def _language_of_paper() -> str:
    return primary(settings.LANGUAGE_CODE)
