"""6.9: whatever is sent, there is an answer or an error that clients can read, and nothing of it stands in an error."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rigs.triage.word_scorer import WordScorer

from kawaraban.triage.formats.analysis import answer
from kawaraban.triage.formats.api_errors import ApiError
from kawaraban.triage.formats.attributes import ATTRIBUTES
from kawaraban.triage.formats.requests import read_suggest_request
from kawaraban.triage.formats.suggestion import suggestion_answer

SCORER = WordScorer()
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT
ANY_JSON = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3)
)
TEXTS = ANY_TEXT | st.sampled_from(["You idiot. Kill!", "Bonjour à tous", "バカ", "\ud83d", "🙇" * 20])
NAMES = st.sampled_from([*ATTRIBUTES, "TOXICITY@6", "INSULT_EXPERIMENTAL", "NICENESS"]) | ANY_TEXT
PARAMETERS = st.fixed_dictionaries(
    {},
    optional={
        "scoreType": st.sampled_from(["PROBABILITY", "RAW", "SCORE_TYPE_UNSPECIFIED"]) | LEAVES,
        "scoreThreshold": st.floats(0, 1) | LEAVES,
    },
)
REQUESTS = st.fixed_dictionaries(
    {
        "comment": st.fixed_dictionaries({"text": TEXTS}, optional={"type": st.just("PLAIN_TEXT") | LEAVES}),
        "requestedAttributes": st.dictionaries(NAMES, PARAMETERS | LEAVES, max_size=4),
    },
    optional={
        "languages": st.lists(st.sampled_from(["en", "tr-TR", "fr", "xx"]) | ANY_TEXT, max_size=3) | LEAVES,
        "spanAnnotations": st.booleans() | LEAVES,
        "doNotStore": st.booleans() | LEAVES,
        "lowConfidence": st.booleans() | LEAVES,
        "clientToken": ANY_TEXT | LEAVES,
        "sessionId": LEAVES,
        "context": ANY_JSON,
    },
)


def check_error(status: int, found: dict[str, Any]) -> None:
    error = found["error"]
    assert status == error["code"] == 400
    assert error["status"] == "INVALID_ARGUMENT"
    assert isinstance(error["message"], str)
    assert all("@type" in detail for detail in error.get("details", []))


def check_scores(found: dict[str, Any], body: dict[str, Any]) -> None:
    end = len(body["comment"]["text"].encode("utf-16-le", "surrogatepass")) // 2
    assert set(found["attributeScores"]) <= set(body["requestedAttributes"])
    for scores in found["attributeScores"].values():
        assert scores["spanScores"]
        for span in scores["spanScores"]:
            assert 0 <= span["begin"] < span["end"] <= end
        for score in [scores["summaryScore"], *(span["score"] for span in scores["spanScores"])]:
            assert score["type"] == "PROBABILITY"
            assert 0 <= score["value"] <= 1


@settings(max_examples=400, deadline=None)
@given(REQUESTS, st.booleans())
def test_6_09_any_request_has_scores_or_an_error(body: dict[str, Any], takes_low_confidence: bool) -> None:
    sent = json.dumps(body).encode()

    status, raw = answer(SCORER, sent, takes_low_confidence=takes_low_confidence)

    found = json.loads(raw)
    if status == 200:
        check_scores(found, body)
    else:
        check_error(status, found)


@settings(max_examples=200, deadline=None)
@given(ANY_JSON)
def test_6_09_any_json_has_an_answer(body: Any) -> None:
    status, raw = answer(SCORER, json.dumps(body).encode())

    check_error(status, json.loads(raw))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_6_09_any_bytes_have_an_answer(body: bytes) -> None:
    status, raw = answer(SCORER, body)

    check_error(status, json.loads(raw))


@settings(max_examples=200, deadline=None)
@given(
    REQUESTS,
    st.dictionaries(NAMES, st.fixed_dictionaries({"summaryScore": PARAMETERS | LEAVES}) | LEAVES, max_size=3),
)
def test_6_09_any_suggestion_is_read_or_refused(body: dict[str, Any], scores: dict[str, Any]) -> None:
    sent = json.dumps({**body, "attributeScores": scores}).encode()

    try:
        request = read_suggest_request(sent)
    except ApiError as error:
        check_error(error.code, json.loads(error.answer()[1]))
    else:
        assert isinstance(json.loads(suggestion_answer(request)), dict)
        assert all(0 <= value <= 1 for _, value in request.values.values())
