"""Perspective's format over the endpoint's model: `formats` reads and writes, and nothing of what is sent is kept."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import partial

from kawaraban.triage.endpoint.answer import EndpointAnswer, api_refusal
from kawaraban.triage.endpoint.questions import Question
from kawaraban.triage.formats.analysis import answer_request
from kawaraban.triage.formats.api_errors import ApiError
from kawaraban.triage.formats.languages import plain_codes
from kawaraban.triage.formats.reading import Scorer, Site
from kawaraban.triage.formats.requests import (
    AnalyzeRequest,
    SuggestRequest,
    read_analyze_request,
    read_suggest_request,
)
from kawaraban.triage.formats.sentences import AskedText, judged_with_sentences
from kawaraban.triage.formats.suggestion import suggestion_answer
from kawaraban.triage.model.heads import Head
from kawaraban.triage.model.scores import Context, Scores


@dataclass(frozen=True, slots=True)
class AlreadyJudged:
    """The model, which knows already what it says of one text in one language."""

    model: Scorer
    languages: Mapping[str, Set[Head]]
    text: str
    language: str
    scores: Scores

    @property
    def version(self) -> str:
        """Of the model."""
        return self.model.version

    def score(self, text: str, context: Context) -> Scores:
        """What is known; anything else is asked of the model."""
        if context.language == self.language and text == self.text:
            return self.scores
        return judged_with_sentences(self.model, [AskedText(text, context, wants_sentences=True)])[0]

    def score_many(self, texts: Sequence[str], contexts: Sequence[Context]) -> list[Scores]:
        """The same of several."""
        if len(texts) == 1 and contexts[0].language == self.language and texts[0] == self.text:
            return [self.scores]
        return self.model.score_many(texts, contexts)


class Analyses:
    """What the two methods of the format do with a body. `language`: of the site, for texts too short to tell."""

    def __init__(self, model: Scorer, *, language: str = "") -> None:
        self._model = model
        self._language = language
        self._site = Site(language=language) if language else Site()
        # The model counts them anew whenever it is asked.
        self._known = dict(model.languages)

    @property
    def version(self) -> str:
        """Of the model."""
        return self._model.version

    @property
    def languages(self) -> list[str]:
        """Those that have a head."""
        return sorted(self._known)

    def analyze(self, body: bytes) -> "EndpointAnswer | Question":
        """The text that is to be judged, or the error that the format has for the body."""
        try:
            request = read_analyze_request(body)
        except ApiError as error:
            return api_refusal(error)
        language = ""
        if request.languages:
            language = next((code for code in plain_codes(request.languages) if code in self._known), "")
            if not language:
                return self._written(self._model, request)
        context = Context(language, expected=self._language)
        return Question(
            request.text, context, request.wants_spans, partial(self._answered, request, language)
        )

    def suggest(self, body: bytes) -> "EndpointAnswer | Question":
        """Thanks. Nothing is learnt here: that takes a paper, with a desk that others trust."""
        try:
            request = read_suggest_request(body)
        except ApiError as error:
            return api_refusal(error)
        if request.languages:
            return EndpointAnswer(200, suggestion_answer(request))
        return Question(request.text, Context(), wants_sentences=False, answered=partial(_thanked, request))

    def _answered(self, request: AnalyzeRequest, language: str, scores: Scores) -> EndpointAnswer:
        return self._written(AlreadyJudged(self._model, self._known, request.text, language, scores), request)

    def _written(self, scorer: Scorer, request: AnalyzeRequest) -> EndpointAnswer:
        return EndpointAnswer(*answer_request(scorer, request, site=self._site))


def _thanked(request: SuggestRequest, scores: Scores) -> EndpointAnswer:
    return EndpointAnswer(200, suggestion_answer(request, detected=(scores.language or "und",)))
