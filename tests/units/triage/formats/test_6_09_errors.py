"""6.9: the error objects of the wire format, which clients read to drop an attribute, cut a text or come again."""

import json
from typing import Any

import pytest
from tests.rigs.triage.word_scorer import WordScorer

from kawaraban.triage.formats import api_errors
from kawaraban.triage.formats.analysis import answer
from kawaraban.triage.formats.fields import LONGEST_BODY

OURS = "type.googleapis.com/google.commentanalyzer.v1alpha1.Error"
TOXICITY: dict[str, Any] = {"requestedAttributes": {"TOXICITY": {}}}
FINE: dict[str, Any] = {"comment": {"text": "Fine"}, **TOXICITY}

CASES: list[tuple[dict[str, Any], str, str]] = [
    ({**TOXICITY}, "COMMENT_EMPTY", "Comment must be non-empty."),
    ({"comment": {"text": " \n"}, **TOXICITY}, "COMMENT_EMPTY", "Comment must be non-empty."),
    ({"comment": {"text": "a" * 20_481}, **TOXICITY}, "COMMENT_TOO_LONG", "Comment text too long."),
    ({"comment": {"text": "あ" * 6_827}, **TOXICITY}, "COMMENT_TOO_LONG", "Comment text too long."),
    ({"comment": {"text": "Fine"}}, "NO_REQUESTED_ATTRIBUTES", "Missing requested_attributes"),
    (
        {"comment": {"text": "Fine"}, "requestedAttributes": {"NICENESS": {}}},
        "INVALID_REQUEST",
        "Unknown requested attribute: NICENESS",
    ),
    (
        {"comment": {"text": "Fine"}, "requestedAttributes": {"TOXICITY": {"scoreType": "RAW"}}},
        "INVALID_REQUEST",
        "Requested score type RAW is not supported by attribute TOXICITY",
    ),
    (
        {"comment": {"text": "Fine", "type": "HTML"}, **TOXICITY},
        "INVALID_REQUEST",
        "Currently, only 'PLAIN_TEXT' comments are supported",
    ),
    ({"comment": {"text": "Fine", "type": "RTF"}, **TOXICITY}, "INVALID_REQUEST", "Unknown text type"),
    (
        {
            **FINE,
            "context": {"entries": [{"text": "a"}], "articleAndParentComment": {"article": {"text": "b"}}},
        },
        "INVALID_REQUEST",
        "Context can have either entries or article_and_parent_comment, but both fields were populated.",
    ),
]
MISSHAPEN: list[tuple[Any, str]] = [
    ({**FINE, "comment": {"text": 5}}, "comment.text"),
    ({**FINE, "comment": "Fine"}, "comment"),
    ({**FINE, "requestedAttributes": ["TOXICITY"]}, "requested_attributes"),
    ({**FINE, "requestedAttributes": {"TOXICITY": 1}}, "requested_attributes.value"),
    (
        {**FINE, "requestedAttributes": {"TOXICITY": {"scoreThreshold": "high"}}},
        "requested_attributes.value.score_threshold",
    ),
    (
        {**FINE, "requestedAttributes": {"TOXICITY": {"scoreThreshold": True}}},
        "requested_attributes.value.score_threshold",
    ),
    (
        {**FINE, "requestedAttributes": {"TOXICITY": {"scoreType": "SURE"}}},
        "requested_attributes.value.score_type",
    ),
    ({**FINE, "languages": "en"}, "languages"),
    ({**FINE, "languages": [["en"]]}, "languages"),
    ({**FINE, "languages": ["en"] * 17}, "languages"),
    ({**FINE, "spanAnnotations": "yes"}, "span_annotations"),
    ({**FINE, "doNotStore": 1}, "do_not_store"),
    ({**FINE, "clientToken": {}}, "client_token"),
    ({**FINE, "context": "a story"}, "context"),
]


def error_of(body: bytes) -> dict[str, Any]:
    status, found = answer(WordScorer(), body)
    error: dict[str, Any] = json.loads(found)["error"]
    assert status == error["code"] == 400
    assert error["status"] == "INVALID_ARGUMENT"
    return error


@pytest.mark.parametrize(("body", "kind", "message"), CASES)
def test_6_09_each_error_has_its_object(body: dict[str, Any], kind: str, message: str) -> None:
    error = error_of(json.dumps(body).encode())

    assert error["message"] == message
    assert error["details"] == [{"@type": OURS, "errorType": kind}]


@pytest.mark.parametrize(("body", "field"), MISSHAPEN)
def test_6_09_a_field_of_another_kind_is_named_and_not_repeated(body: dict[str, Any], field: str) -> None:
    error = error_of(json.dumps(body).encode())

    [detail] = error["details"]
    assert detail["@type"] == "type.googleapis.com/google.rpc.BadRequest"
    assert detail["fieldViolations"][0]["field"] == field
    assert "Fine" not in json.dumps(error)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"\xff\xfe\x00",
        b'{"comment": NaN}',
        b'{"a":' * 30_000,
        b"[" * 200_000,
        b"1" * 5_000,
        b"comment=Fine&key=a",
    ],
)
def test_6_09_what_is_no_object_of_json_is_refused(body: bytes) -> None:
    error = error_of(body)

    assert error["message"].startswith("Invalid JSON payload received.")


def test_6_09_the_longest_text_and_body_are_still_answered() -> None:
    text = "a" * 20_479
    escaped = "".join(f"\\u{ord(sign):04x}" for sign in text)
    body = f'{{"comment": {{"text": "{escaped}"}}, "requestedAttributes": {{"TOXICITY": {{}}}}}}'.encode()

    status, _ = answer(WordScorer(), body)
    error = error_of(b" " * (LONGEST_BODY + 1))

    assert status == 200
    assert error["message"] == f"Request payload size exceeds the limit: {LONGEST_BODY} bytes."


def test_6_09_nobody_has_a_thousand_versions_of_an_attribute_scored() -> None:
    names: dict[str, Any] = {f"TOXICITY@{number}": {} for number in range(65)}

    error = error_of(json.dumps({"comment": {"text": "Fine"}, "requestedAttributes": names}).encode())

    assert error["details"][0]["errorType"] == "INVALID_REQUEST"


@pytest.mark.parametrize(
    ("error", "code", "status", "reason"),
    [
        (api_errors.no_key(), 403, "PERMISSION_DENIED", None),
        (api_errors.bad_key(), 400, "INVALID_ARGUMENT", "API_KEY_INVALID"),
        (api_errors.switched_off(), 403, "PERMISSION_DENIED", "SERVICE_DISABLED"),
        (api_errors.too_many(10), 429, "RESOURCE_EXHAUSTED", "RATE_LIMIT_EXCEEDED"),
        (api_errors.unavailable(), 503, "UNAVAILABLE", None),
        (api_errors.internal_error(), 500, "INTERNAL", None),
        (api_errors.no_such_method(), 404, "NOT_FOUND", None),
    ],
)
def test_6_09_who_may_not_ask_learns_why(
    error: api_errors.ApiError, code: int, status: str, reason: str | None
) -> None:
    told_code, body = error.answer()

    told = json.loads(body)["error"]
    assert (told_code, told["code"], told["status"]) == (code, code, status)
    assert [each["reason"] for each in told.get("details", []) if "reason" in each] == (
        [reason] if reason else []
    )
