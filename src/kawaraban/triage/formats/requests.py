"""What a client asks: a comment, the attributes it wants scores for, or the scores that it suggests.

    asked = read_analyze_request(body)          # AnalyzeRequest; raises ApiError
    suggested = read_suggest_request(body)      # SuggestRequest; raises ApiError

Context, session and community are read over: no score depends on them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from kawaraban.triage.formats.api_errors import (
    LONGEST_TEXT,
    bad_field,
    comment_empty,
    comment_too_long,
    invalid_request,
    no_attributes,
)
from kawaraban.triage.formats.attributes import Attribute, find_attribute
from kawaraban.triage.formats.fields import (
    Fields,
    number_field,
    object_field,
    parse_body,
    text_field,
    truth_field,
    whole,
)

# More names than there are attributes, and their versions: who sends more does not want scores.
MOST_ATTRIBUTES: Final = 64
MOST_LANGUAGES: Final = 16
_LONGEST_LANGUAGE: Final = 35
_PROBABILITY: Final = ("PROBABILITY", "SCORE_TYPE_UNSPECIFIED")
_OTHER_SCORE_TYPES: Final = ("STD_DEV_SCORE", "PERCENTILE", "RAW")
_PLAIN: Final = ("PLAIN_TEXT", "TEXT_TYPE_UNSPECIFIED")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One attribute under the name by which the client will look for it. Below `threshold` it wants no score."""

    name: str
    attribute: Attribute
    threshold: float | None = None


@dataclass(frozen=True, slots=True)
class AnalyzeRequest:
    """`languages` as they were sent. `takes_low_confidence`: also scores of a language that has no head."""

    text: str
    wanted: tuple[Wanted, ...]
    languages: tuple[str, ...] = ()
    wants_spans: bool = False
    do_not_store: bool = False
    takes_low_confidence: bool = False
    client_token: str | None = None


@dataclass(frozen=True, slots=True)
class SuggestRequest:
    """What a client says the scores of a comment should be: from 0 to 1 for each attribute."""

    text: str
    values: Mapping[str, tuple[Attribute, float]]
    languages: tuple[str, ...] = ()
    do_not_store: bool = False
    client_token: str | None = None


def read_analyze_request(body: bytes) -> AnalyzeRequest:
    """Raises ApiError."""
    fields = parse_body(body)
    text = _comment(fields)
    wanted = _wanted(object_field(fields, "requestedAttributes"))
    _check_context(fields)
    return AnalyzeRequest(
        text=text,
        wanted=wanted,
        languages=_languages(fields),
        wants_spans=truth_field(fields, "spanAnnotations"),
        do_not_store=truth_field(fields, "doNotStore"),
        takes_low_confidence=truth_field(fields, "lowConfidence"),
        client_token=_token(fields),
    )


def read_suggest_request(body: bytes) -> SuggestRequest:
    """Raises ApiError. An attribute with scores of spans alone is checked and has no value here."""
    fields = parse_body(body)
    text = _comment(fields)
    scores = object_field(fields, "attributeScores")
    if not scores:
        raise invalid_request("Missing attribute_scores")
    if len(scores) > MOST_ATTRIBUTES:
        raise invalid_request(f"At most {MOST_ATTRIBUTES} attributes")
    _check_context(fields)
    values = {name: value for name in scores if (value := _suggested(name, scores)) is not None}
    return SuggestRequest(
        text=text,
        values=values,
        languages=_languages(fields),
        do_not_store=truth_field(fields, "doNotStore"),
        client_token=_token(fields),
    )


def _comment(fields: Fields) -> str:
    comment = object_field(fields, "comment")
    text = text_field(comment, "text", at="comment.text")
    # What is blank says nothing that could be judged.
    if not text or text.isspace():
        raise comment_empty()
    if len(text) > LONGEST_TEXT or (not text.isascii() and len(text.encode()) > LONGEST_TEXT):
        raise comment_too_long()
    kind = comment.get("type")
    if kind is not None and kind not in _PLAIN:
        raise invalid_request(
            "Currently, only 'PLAIN_TEXT' comments are supported" if kind == "HTML" else "Unknown text type"
        )
    return text


def _wanted(requested: Fields) -> tuple[Wanted, ...]:
    if not requested:
        raise no_attributes()
    if len(requested) > MOST_ATTRIBUTES:
        raise invalid_request(f"At most {MOST_ATTRIBUTES} requested attributes")
    return tuple(_one_wanted(name, requested) for name in requested)


def _one_wanted(name: str, requested: Fields) -> Wanted:
    # Nearly all ask without parameters.
    if requested[name] == {}:
        return _plainly_wanted(name)
    attribute = _attribute(name)
    parameters = object_field(requested, name, at="requested_attributes.value")
    _check_score_type(parameters.get("scoreType"), name, at="requested_attributes.value.score_type")
    threshold = number_field(parameters, "scoreThreshold", at="requested_attributes.value.score_threshold")
    return Wanted(name, attribute, threshold)


@lru_cache(maxsize=256)
def _plainly_wanted(name: str) -> Wanted:
    return Wanted(name, _attribute(name))


def _attribute(name: str) -> Attribute:
    attribute = find_attribute(name)
    if attribute is None:
        # A name that somebody else sent is repeated as far as a name can be long.
        raise invalid_request(f"Unknown requested attribute: {whole(name)[:64]}")
    return attribute


def _check_score_type(kind: Any, name: str, *, at: str) -> None:
    if kind is None or kind in _PROBABILITY:
        return
    if kind in _OTHER_SCORE_TYPES:
        raise invalid_request(f"Requested score type {kind} is not supported by attribute {name}")
    raise bad_field(at, "TYPE_ENUM")


def _suggested(name: str, scores: Fields) -> tuple[Attribute, float] | None:
    attribute = _attribute(name)
    at = "attribute_scores.value"
    given = object_field(scores, name, at=at)
    summary, spans = given.get("summaryScore"), given.get("spanScores")
    if summary is None and not spans:
        raise invalid_request(f"Missing scores of attribute {name}")
    if summary is None:
        return None
    summary = object_field(given, "summaryScore", at=f"{at}.summary_score")
    _check_score_type(summary.get("type"), name, at=f"{at}.summary_score.type")
    # A nought is left out by those who write the format in its shortest form.
    value = number_field(summary, "value", at=f"{at}.summary_score.value") or 0.0
    if not 0.0 <= value <= 1.0:
        raise invalid_request(f"The score of attribute {name} is not between 0 and 1")
    return attribute, value


def _languages(fields: Fields) -> tuple[str, ...]:
    given = fields.get("languages")
    if given is None:
        return ()
    if not isinstance(given, list) or len(given) > MOST_LANGUAGES:
        raise bad_field("languages", "TYPE_STRING")
    for language in given:
        if not isinstance(language, str) or not language or len(language) > _LONGEST_LANGUAGE:
            raise bad_field("languages", "TYPE_STRING")
    return tuple(whole(language) for language in given)


def _token(fields: Fields) -> str | None:
    return None if fields.get("clientToken") is None else text_field(fields, "clientToken")


def _check_context(fields: Fields) -> None:
    context = object_field(fields, "context")
    if context and context.get("entries") and context.get("articleAndParentComment"):
        raise invalid_request(
            "Context can have either entries or article_and_parent_comment, but both fields were populated."
        )
