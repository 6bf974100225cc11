"""Fields of a JSON body, as the wire format reads them: by either spelling, null as if it was not there.

    body = parse_body(b'{"clientToken": "a"}')
    text_field(body, "client_token")                 # "a": clientToken and client_token are one field

Each raises ApiError, which names the field and never the value.
"""

import json
from collections.abc import Mapping
from math import isfinite
from typing import Any, Final, NoReturn

from kawaraban.triage.formats.api_errors import ApiError, bad_field, bad_json, body_too_large

Fields = Mapping[str, Any]
# A text of the greatest length, each sign of it escaped, and as much again for what stands around it.
LONGEST_BODY: Final = 256 * 1024


def parse_body(body: bytes) -> Fields:
    """The object that was sent."""
    if len(body) > LONGEST_BODY:
        raise body_too_large(LONGEST_BODY)
    try:
        parsed = json.loads(body, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise bad_json() from None
    if not isinstance(parsed, dict):
        raise bad_json()
    return parsed


def _no_constant(_name: str) -> NoReturn:
    """NaN and Infinity are no JSON."""
    raise bad_json()


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


_CAMEL: Final = {
    name: _camel(name)
    for name in (
        "article_and_parent_comment",
        "attribute_scores",
        "client_token",
        "do_not_store",
        "low_confidence",
        "requested_attributes",
        "score_threshold",
        "score_type",
        "span_annotations",
        "span_scores",
        "summary_score",
    )
}


def field(fields: Fields, name: str) -> Any:
    """What stands under a name in snake case, or under the same in camel case. None where nothing does."""
    value = fields.get(_CAMEL.get(name, name))
    return fields.get(name) if value is None else value


def text_field(fields: Fields, name: str, *, at: str = "") -> str:
    """ "" where it is not there. Half of a pair of surrogates becomes the sign for what cannot be read."""
    value = field(fields, name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise bad_field(at or name, "TYPE_STRING")
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
    value = field(fields, name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise bad_field(at or name, "TYPE_MESSAGE")
    return value


def truth_field(fields: Fields, name: str) -> bool:
    value = field(fields, name)
    if value is None or isinstance(value, bool):
        return bool(value)
    raise bad_field(name, "TYPE_BOOL")


def number_field(fields: Fields, name: str, *, at: str) -> float | None:
    """None where it is not there. A number may be written as a text."""
    value = field(fields, name)
    if value is None:
        return None
    try:
        number = (
            float(value) if isinstance(value, int | float | str) and not isinstance(value, bool) else None
        )
    except (ValueError, OverflowError):
        number = None
    if number is None or not isfinite(number):
        raise bad_field(at, "TYPE_FLOAT")
    return number


__all__ = [
    "LONGEST_BODY",
    "ApiError",
    "Fields",
    "field",
    "number_field",
    "object_field",
    "parse_body",
    "text_field",
    "truth_field",
    "whole",
]
