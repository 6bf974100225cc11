"""Fields of a JSON body, as the wire format reads them: by either spelling, null as if it was not there.

    body = parse_body(b'{"client_token": "a"}')
    text_field(body, "clientToken")                  # "a": both spellings are one field

Each raises ApiError, which names the field and never the value.
"""

import json
import re
from collections.abc import Mapping
from math import isfinite
from typing import Any, Final, NoReturn

from kawaraban.triage.formats.api_errors import bad_field, bad_json, body_too_large

Fields = Mapping[str, Any]
# A text of the greatest length, each sign of it escaped, and as much again for what stands around it.
LONGEST_BODY: Final = 256 * 1024
# What clients of the older sort write, and what is read here.
_CAMEL: Final = {
    "article_and_parent_comment": "articleAndParentComment",
    "attribute_scores": "attributeScores",
    "client_token": "clientToken",
    "do_not_store": "doNotStore",
    "low_confidence": "lowConfidence",
    "requested_attributes": "requestedAttributes",
    "score_threshold": "scoreThreshold",
    "score_type": "scoreType",
    "span_annotations": "spanAnnotations",
    "span_scores": "spanScores",
    "summary_score": "summaryScore",
}
_SNAKE: Final = {camel: snake for snake, camel in _CAMEL.items()}
_HAS_SNAKE: Final = re.compile(rf'"(?:{"|".join(_CAMEL)})"'.encode())
# The format goes no deeper: what lies below are words of the client.
_DEEPEST: Final = 4


def parse_body(body: bytes) -> Fields:
    """The object that was sent, its fields in camel case."""
    if len(body) > LONGEST_BODY:
        raise body_too_large(LONGEST_BODY)
    try:
        parsed = _DECODER.decode(body.decode(json.detect_encoding(body), "surrogatepass"))
    except (ValueError, RecursionError):
        raise bad_json() from None
    if not isinstance(parsed, dict):
        raise bad_json()
    return _in_camel_case(parsed, _DEEPEST) if _HAS_SNAKE.search(body) else parsed


def _no_constant(_name: str) -> NoReturn:
    """NaN and Infinity are no JSON."""
    raise bad_json()


_DECODER: Final = json.JSONDecoder(parse_constant=_no_constant)


def _in_camel_case(value: Any, depth: int) -> Any:
    if not isinstance(value, dict) or not depth:
        return value
    return {_CAMEL.get(name, name): _in_camel_case(inner, depth - 1) for name, inner in value.items()}


def text_field(fields: Fields, name: str, *, at: str = "") -> str:
    """ "" where it is not there. Half of a pair of surrogates becomes the sign for what cannot be read."""
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise bad_field(at or _snake(name), "TYPE_STRING")
    return whole(value)


def whole(text: str) -> str:
    """The text without half pairs of surrogates: they are in no UTF-8. As long as before."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def object_field(fields: Fields, name: str, *, at: str = "") -> Fields:
    """Empty where it is not there."""
    value = fields.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise bad_field(at or _snake(name), "TYPE_MESSAGE")
    return value


def truth_field(fields: Fields, name: str) -> bool:
    """False where it is not there."""
    value = fields.get(name)
    if value is None or isinstance(value, bool):
        return bool(value)
    raise bad_field(_snake(name), "TYPE_BOOL")


def number_field(fields: Fields, name: str, *, at: str) -> float | None:
    """None where it is not there. A number may be written as a text."""
    value = fields.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise bad_field(at, "TYPE_FLOAT")
    try:
        number = float(value)
    except (ValueError, OverflowError):
        raise bad_field(at, "TYPE_FLOAT") from None
    if not isfinite(number):
        raise bad_field(at, "TYPE_FLOAT")
    return number


def _snake(name: str) -> str:
    """As errors name a field."""
    return _SNAKE.get(name, name)
