"""What the model says of one text, in each language that it may be in.

reading = read_text(scorer, request, site=Site(language="tr"))
reading.of(attribute)            # Scored: a value and the sentences; None where no head answers
"""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Final, Protocol

from kawaraban.triage.formats.api_errors import detection_failed
from kawaraban.triage.formats.attributes import Attribute
from kawaraban.triage.formats.languages import is_too_short_to_tell, plain_codes, without_other_scripts
from kawaraban.triage.formats.requests import AnalyzeRequest, Wanted
from kawaraban.triage.model.heads import Head
from kawaraban.triage.model.scores import Context, Scores, Span

# A text is scored once in each language that is named and has a head, up to so many.
_MOST_SCORED: Final = 4
# What a site is taken for whose own language has no head.
_ELSE: Final = "en"
_UNDETERMINED: Final = "und"


class Scorer(Protocol):
    """What answers need of a model."""

    @property
    def version(self) -> str:
        """Which model it is."""

    @property
    def languages(self) -> Mapping[str, Set[Head]]:
        """The heads of each language."""

    def score(self, text: str, context: Context) -> Scores:
        """With the sentences; what weighed the format does not tell."""

    def score_many(self, texts: Sequence[str], contexts: Sequence[Context]) -> list[Scores]:
        """Without them, and faster."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where answers are given.

    `language`: what a text is in that is too short to tell. `desk`: how likely the desk of the paper would refuse a
    text of a language ("" where nobody knows which); None where it has not been taught.
    """

    language: str = _ELSE
    desk: Callable[[str, str], float | None] | None = None


@dataclass(frozen=True, slots=True)
class Scored:
    """A probability, and the sentences it comes from, where they were asked for. `is_sure`: its language has a head."""

    value: float
    spans: tuple[Span, ...] = ()
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class TextScores:
    """Scores for each language that has a head, a guess beside them, and what was detected.

    `detected` is "und" of what is in no language; `confidence` is None where nothing was detected since the client
    named the languages. `guess` answers what no head of these languages does. `refused`: what the desk would do,
    where that was asked and is known.
    """

    scores: Mapping[str, Scores]
    detected: tuple[str, ...] = ()
    confidence: float | None = None
    guess: Scores | None = None
    refused: float | None = None

    @property
    def languages(self) -> tuple[str, ...]:
        """Those that the text was scored in."""
        return (*self.scores, *((self.guess.language,) if self.guess is not None else ()))

    def of(self, attribute: Attribute) -> Scored | None:
        """The highest of the languages, else of the guess. None where no head answers."""
        if attribute.asks_desk and self.refused is not None:
            return Scored(self.refused)
        found: Scored | None = None
        for scores in self.scores.values():
            if attribute.is_answered_in(scores.heads.keys()):
                value = attribute.value(scores.heads)
                if found is None or value > found.value:
                    found = Scored(value, scores.spans)
        if found is None and self.guess is not None and attribute.is_answered_in(self.guess.heads.keys()):
            return Scored(attribute.value(self.guess.heads), self.guess.spans, is_sure=False)
        return found


def first_context(request: AnalyzeRequest, languages: Container[str], *, site: Site) -> Context:
    """What is known of the text when it is scored first; whoever gathers questions scores it so beforehand.

    `languages` are those with heads.
    """
    named = next((code for code in plain_codes(request.languages) if code in languages), "")
    return Context(named) if named else Context(expected=site.language)


def read_text(scorer: Scorer, request: AnalyzeRequest, *, site: Site, guesses: bool = False) -> TextScores:
    """Score the text, also as if it was in the language of the site where it is too short to tell and else unanswered.

    `guesses`: whenever it is else unanswered. Raises ApiError where a long text is in no language at all.
    """
    scoring = _Scoring(scorer, request)
    languages = scorer.languages
    detected: tuple[str, ...] = ()
    confidence: float | None = None
    if request.languages:
        codes = [code for code in plain_codes(request.languages) if code in languages]
        scores = {code: scoring.of(Context(code)) for code in codes[:_MOST_SCORED]}
    else:
        found = scoring.of(first_context(request, languages, site=site))
        detected, confidence = (found.language or _UNDETERMINED,), found.confidence
        scores = {found.language: found} if found.heads else {}
    guess = None
    if not _answer_all(scores.values(), request.wanted):
        if guesses or (confidence is not None and is_too_short_to_tell(request.text, confidence)):
            guess = scoring.guess(site.language if site.language in languages else _ELSE)
        elif not scores and detected == (_UNDETERMINED,):
            raise detection_failed()
    language = next(iter(scores), next(iter(detected or plain_codes(request.languages)), ""))
    refused = _refused(request, language, site=site)
    return TextScores(scores, detected, confidence, guess, refused)


@dataclass(frozen=True, slots=True)
class _Scoring:
    scorer: Scorer
    request: AnalyzeRequest

    def of(self, context: Context) -> Scores:
        if self.request.wants_spans:
            return self.scorer.score(self.request.text, context)
        return self.scorer.score_many([self.request.text], [context])[0]

    def guess(self, language: str) -> Scores:
        """As if the text was in a language. Of a script that the model cannot read it sees what is left of the text."""
        scores = self.of(Context(language))
        if scores.heads:
            return scores
        [scores] = self.scorer.score_many([without_other_scripts(self.request.text)], [Context(language)])
        return scores


def _answer_all(scores: Iterable[Scores], wanted: Sequence[Wanted]) -> bool:
    """Whether each attribute that is wanted is answered by a head of some language."""
    heads = set[Head]().union(*(each.heads for each in scores))
    return all(each.attribute.is_answered_in(heads) for each in wanted)


def _refused(request: AnalyzeRequest, language: str, *, site: Site) -> float | None:
    if site.desk is None or not any(wanted.attribute.asks_desk for wanted in request.wanted):
        return None
    return site.desk(request.text, "" if language == _UNDETERMINED else language)
