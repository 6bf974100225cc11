"""Answers `comments:analyze`: a request in bytes, a status and an answer in bytes. Nothing is kept, whatever was asked.

    answer(base_model(), b'{"comment": {"text": "You idiot"}, "requestedAttributes": {"TOXICITY": {}}}')
    # (200, b'{"attributeScores":{"TOXICITY":{"spanScores":[...],"summaryScore":{...}}},"languages":["en"],...}')

Beyond the format stands one field, `kawaraban`: the version of the model and how sure it is of the language. A client
that sends `lowConfidence: true` gets a score for a language without a head too, marked with `"lowConfidence": true`.
"""

import json
from typing import Any, Final

from kawaraban.triage.formats.api_errors import ApiError, language_not_supported
from kawaraban.triage.formats.reading import Reading, Scored, Scorer, Site, read_text
from kawaraban.triage.formats.requests import AnalyzeRequest, Wanted, read_analyze_request
from kawaraban.triage.formats.spans import Units, span_values

_ANYWHERE: Final = Site()
_DIGITS: Final = 7


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
        found = _answer(request, reading)
    except ApiError as error:
        return error.answer()
    found["kawaraban"] = {"modelVersion": scorer.version}
    if reading.confidence is not None:
        found["kawaraban"]["languageConfidence"] = round(reading.confidence, _DIGITS)
    return 200, json.dumps(found, separators=(",", ":")).encode("ascii")


def _answer(request: AnalyzeRequest, reading: Reading) -> dict[str, Any]:
    scored = [(wanted, reading.of(wanted.attribute)) for wanted in request.wanted]
    unsupported = [wanted.name for wanted, score in scored if score is None]
    if unsupported:
        raise language_not_supported(unsupported, requested=request.languages, detected=reading.detected)
    units = Units(request.text)
    found: dict[str, Any] = {
        "attributeScores": {
            wanted.name: _attribute_scores(wanted, score, units=units)
            for wanted, score in scored
            if score is not None and (wanted.threshold is None or score.value >= wanted.threshold)
        },
        "languages": list(request.languages or reading.scores),
    }
    if reading.detected:
        found["detectedLanguages"] = list(reading.detected)
    if request.client_token is not None:
        found["clientToken"] = request.client_token
    return found


def _attribute_scores(wanted: Wanted, scored: Scored, *, units: Units) -> dict[str, Any]:
    """One object of `attributeScores`. Clients read `spanScores[0]`: there is always one."""
    places = span_values(scored.spans, wanted.attribute)
    if wanted.threshold is not None:
        places = [place for place in places if place[2] >= wanted.threshold]
    spans = [
        {"begin": units.before(begin), "end": units.before(end), "score": _score(value)}
        for begin, end, value in places
    ]
    whole = [{"begin": 0, "end": units.count, "score": _score(scored.value)}]
    scores: dict[str, Any] = {"spanScores": spans or whole, "summaryScore": _score(scored.value)}
    if not scored.is_sure:
        scores["lowConfidence"] = True
    return scores


def _score(value: float) -> dict[str, Any]:
    return {"value": round(float(value), _DIGITS), "type": "PROBABILITY"}
