"""Answers `comments:analyze`: a request in bytes, a status and an answer in bytes. Nothing is kept, whatever was asked.

    answer(base_model(), b'{"comment": {"text": "You idiot"}, "requestedAttributes": {"TOXICITY": {}}}')
    # (200, b'{"attributeScores":{"TOXICITY":{"spanScores":[...],"summaryScore":{...}}},"languages":["en"],...}')

Beyond the format stands one field, `kawaraban`: the version of the model and how sure it is of the language. A client
that sends `lowConfidence: true` gets a score for a language without a head too. Such a score, and one of a text that
is too short to tell its language, is marked with `"lowConfidence": true`.

The scores are written as text: most of an answer's time would else be spent on a hundred small objects.
"""

import json
from functools import lru_cache
from typing import Final

from kawaraban.triage.formats.api_errors import ApiError, language_not_supported
from kawaraban.triage.formats.reading import Scored, Scorer, Site, TextScores, read_text
from kawaraban.triage.formats.requests import AnalyzeRequest, Wanted, read_analyze_request
from kawaraban.triage.formats.spans import Units, span_values

_ANYWHERE: Final = Site()
_DIGITS: Final = 7
_json: Final = json.JSONEncoder(separators=(",", ":")).encode


def answer(
    scorer: Scorer, body: bytes, *, site: Site = _ANYWHERE, takes_low_confidence: bool = False
) -> tuple[int, bytes]:
    """The status and the body, errors included. `takes_low_confidence`: as if the request said so."""
    try:
        request = read_analyze_request(body)
    except ApiError as error:
        return error.answer()
    return answer_request(scorer, request, site=site, takes_low_confidence=takes_low_confidence)


def answer_request(
    scorer: Scorer, request: AnalyzeRequest, *, site: Site = _ANYWHERE, takes_low_confidence: bool = False
) -> tuple[int, bytes]:
    """The same for a request that was read."""
    try:
        guesses = takes_low_confidence or request.takes_low_confidence
        reading = read_text(scorer, request, site=site, guesses=guesses)
        scores = _attribute_scores(request, reading)
    except ApiError as error:
        return error.answer()
    languages = _codes(request.languages or reading.languages)
    detected = f',"detectedLanguages":{_codes(reading.detected)}' if reading.detected else ""
    token = "" if request.client_token is None else f',"clientToken":{_json(request.client_token)}'
    about = _about(scorer.version, reading.confidence)
    found = f'{{"attributeScores":{{{scores}}},"languages":{languages}{detected}{token},"kawaraban":{about}}}'
    return 200, found.encode("ascii")


def _attribute_scores(request: AnalyzeRequest, reading: TextScores) -> str:
    """What stands in `attributeScores`. Raises ApiError where no head answers."""
    scored = [(wanted, reading.of(wanted.attribute)) for wanted in request.wanted]
    unsupported = [wanted.name for wanted, score in scored if score is None]
    if unsupported:
        raise language_not_supported(unsupported, requested=request.languages, detected=reading.detected)
    units = Units(request.text)
    return ",".join(
        # A name that was found is of letters, and needs no escape.
        f'"{wanted.name}":{_one_attribute(wanted, score, units=units)}'
        for wanted, score in scored
        if score is not None and (wanted.threshold is None or score.value >= wanted.threshold)
    )


def _one_attribute(wanted: Wanted, scored: Scored, *, units: Units) -> str:
    """Clients read `spanScores[0]`: there is always one."""
    summary = _score(scored.value)
    spans = [
        f'{{"begin":{units.before(begin)},"end":{units.before(end)},"score":{_score(value)}}}'
        for begin, end, value in span_values(scored.spans, wanted.attribute)
        if wanted.threshold is None or value >= wanted.threshold
    ]
    all_spans = ",".join(spans) or f'{{"begin":0,"end":{units.count},"score":{summary}}}'
    mark = "" if scored.is_sure else ',"lowConfidence":true'
    return f'{{"spanScores":[{all_spans}],"summaryScore":{summary}{mark}}}'


def _score(value: float) -> str:
    return f'{{"value":{round(float(value), _DIGITS)},"type":"PROBABILITY"}}'


@lru_cache(maxsize=256)
def _codes(languages: tuple[str, ...]) -> str:
    return _json(list(languages))


def _about(version: str, confidence: float | None) -> str:
    sure = "" if confidence is None else f',"languageConfidence":{round(float(confidence), _DIGITS)}'
    return f'{{"modelVersion":"{version}"{sure}}}'
