"""6.9: the paper answers other comment systems in Perspective's format: by key, within a rate, when it is asked to."""

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.conftest import NOON
from tests.makers.triage.clients import ANALYZE, SUGGEST, answering_paper, asked_of_paper, made_client

from kawaraban.doors.analyses import views
from kawaraban.people.models import User
from kawaraban.triage.formats.fields import LONGEST_BODY
from kawaraban.triage.model.scorer import base_model
from kawaraban.triage.models import Suggestion
from kawaraban.triage.taught.clients import ClientTerms, change_client, revoke
from kawaraban.triage.taught.layer import current
from kawaraban.triage.taught.suggestions import MOST_OF_ONE_CLIENT, features_of

INSULT = "You are a stupid idiot."
QUESTION: dict[str, Any] = {
    "comment": {"text": INSULT},
    "requestedAttributes": {"TOXICITY": {}},
    "languages": ["en"],
}
VERDICT: dict[str, Any] = {
    "comment": {"text": INSULT},
    "attributeScores": {"TOXICITY": {"summaryScore": {"value": 1}}},
    "languages": ["en"],
    "clientToken": "comment:7",
}
# No head of ours has anything to learn from it.
FLIRTING: dict[str, Any] = {"FLIRTATION": {"summaryScore": {"value": 1}}}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("run_directory")]


@pytest.fixture
def key(publisher: User) -> str:
    """Of a client of a paper that answers."""
    answering_paper(publisher)
    return made_client(publisher)[1]


def error_of(answer: Any) -> tuple[int, str, str]:
    """Status of HTTP, status by name, message."""
    error = answer.json()["error"]
    assert error["code"] == answer.status_code
    assert answer.headers["Content-Type"] == "application/json; charset=UTF-8"
    return answer.status_code, error["status"], error["message"]


def toxicity(answer: Any) -> float:
    assert answer.status_code == 200, answer.content
    value: float = answer.json()["attributeScores"]["TOXICITY"]["summaryScore"]["value"]
    return value


def test_6_09_a_client_with_a_key_is_answered(key: str) -> None:
    rude = asked_of_paper(ANALYZE, QUESTION, key=key)
    kind = asked_of_paper(ANALYZE, {**QUESTION, "comment": {"text": "Thank you for this report."}}, key=key)

    assert toxicity(rude) > 0.5 > toxicity(kind)
    assert rude.headers["Cache-Control"] == "private, no-store"
    assert not rude.cookies
    assert "Access-Control-Allow-Origin" not in rude.headers
    assert rude.json()["kawaraban"]["modelVersion"].startswith(base_model().version)


def test_6_09_the_key_may_come_in_a_header(key: str) -> None:
    assert toxicity(asked_of_paper(ANALYZE, QUESTION, headers={"x-goog-api-key": key})) > 0.5


def test_6_09_a_paper_answers_nobody_until_its_publisher_says_so(publisher: User) -> None:
    _client, key = made_client(publisher)
    off = [asked_of_paper(place, QUESTION, key=key) for place in (ANALYZE, SUGGEST)]
    answering_paper(publisher)
    on = asked_of_paper(ANALYZE, QUESTION, key=key)
    answering_paper(publisher, is_on=False)
    off.append(asked_of_paper(ANALYZE, QUESTION, key=key))

    assert [error_of(answer)[:2] for answer in off] == [(403, "PERMISSION_DENIED")] * 3
    assert on.status_code == 200


def test_6_09_nobody_asks_without_a_key_that_stands(publisher: User) -> None:
    answering_paper(publisher)
    client, key = made_client(publisher)

    none = asked_of_paper(ANALYZE, QUESTION)
    other = asked_of_paper(ANALYZE, QUESTION, key="kwb_" + "x" * 32)
    first = asked_of_paper(ANALYZE, QUESTION, key=key)
    revoke(client_id=client.pk, person=publisher, now=NOON)
    revoked = asked_of_paper(ANALYZE, QUESTION, key=key)

    assert error_of(none)[:2] == (403, "PERMISSION_DENIED")
    assert error_of(other) == (400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.")
    assert error_of(revoked) == error_of(other)
    assert first.status_code == 200


def test_6_09_a_staff_session_opens_nothing_here(publisher: User, client: Any) -> None:
    answering_paper(publisher)
    client.force_login(publisher)

    answer = client.post(ANALYZE, json.dumps(QUESTION), content_type="application/json")

    assert error_of(answer)[0] == 403


def test_6_09_a_client_asks_no_faster_than_its_rate(publisher: User) -> None:
    answering_paper(publisher)
    _slow, slow_key = made_client(publisher, name="Slow", per_second=2)
    _fast, fast_key = made_client(publisher, name="Fast")

    answers = [asked_of_paper(ANALYZE, QUESTION, key=slow_key) for _ in range(30)]
    others = asked_of_paper(ANALYZE, QUESTION, key=fast_key)

    refused = [answer for answer in answers if answer.status_code == 429]
    assert answers[0].status_code == 200
    assert refused
    assert error_of(refused[0])[1] == "RESOURCE_EXHAUSTED"
    assert refused[0].headers["Retry-After"] == "1"
    assert others.status_code == 200


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch"])
def test_6_09_a_question_is_sent_and_not_fetched(key: str, client: Any, method: str) -> None:
    answer = getattr(client, method)(f"{ANALYZE}?key={key}")

    assert (answer.status_code, answer.headers["Allow"]) == (405, "OPTIONS, POST")


@pytest.mark.parametrize("place", [ANALYZE, SUGGEST])
@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[]", b"{}", b'{"a":' * 9_000, b"key=1&comment=2"])
def test_6_09_any_body_has_an_answer_of_the_format(key: str, place: str, body: bytes) -> None:
    assert error_of(asked_of_paper(place, body, key=key))[:2] == (400, "INVALID_ARGUMENT")


def test_6_09_a_body_beyond_the_limit_is_refused_unread(key: str) -> None:
    answer = asked_of_paper(ANALYZE, b" " * (LONGEST_BODY + 1), key=key)
    huge = asked_of_paper(ANALYZE, b" " * 3_000_000, key=key)

    assert error_of(answer) == error_of(huge)
    assert "exceeds the limit" in error_of(answer)[2]


def test_6_09_an_address_may_ask_for_scores_of_low_confidence(key: str) -> None:
    french = {**QUESTION, "languages": ["xx"]}

    plain = asked_of_paper(ANALYZE, french, key=key)
    marked = asked_of_paper(ANALYZE, french, key=f"{key}&lowConfidence=true")

    assert error_of(plain)[2] == "Attribute TOXICITY does not support request languages: xx"
    assert marked.json()["attributeScores"]["TOXICITY"]["lowConfidence"] is True


def test_6_09_a_question_asks_for_rules_key_and_lessons_however_long_the_text_is(key: str) -> None:
    asked_of_paper(ANALYZE, QUESTION, key=key)
    counts = []
    for text in (INSULT, "Fine words. " * 1_500):
        with CaptureQueriesContext(connection) as queries:
            asked_of_paper(ANALYZE, {**QUESTION, "comment": {"text": text}}, key=key)
        counts.append(len([query for query in queries if "triage_" in query["sql"]]))

    # The rules, the key, which version is in use, and which lessons are younger.
    assert counts[0] == counts[1] <= 4


def test_6_09_likely_to_reject_is_what_this_paper_would_do(key: str) -> None:
    answer = asked_of_paper(
        ANALYZE, {**QUESTION, "requestedAttributes": {"LIKELY_TO_REJECT": {}}}, key=key
    ).json()

    [judgement] = current().assess([INSULT], ["en"])
    assert judgement.probability is not None
    told = answer["attributeScores"]["LIKELY_TO_REJECT"]["summaryScore"]["value"]
    assert told == pytest.approx(judgement.probability, abs=1e-6)
    assert answer["kawaraban"]["modelVersion"] == current().version


def test_6_09_turkish_is_answered_as_far_as_it_has_heads(key: str) -> None:
    text = "Bu haberi yazan gerçekten aptal bir insan olmalı, yazıklar olsun."
    body = {"comment": {"text": text}, "requestedAttributes": {"TOXICITY": {}}}

    found = asked_of_paper(ANALYZE, body, key=key).json()
    threat = asked_of_paper(ANALYZE, {**body, "requestedAttributes": {"THREAT": {}}}, key=key)

    assert found["detectedLanguages"] == found["languages"] == ["tr"]
    assert "lowConfidence" not in found["attributeScores"]["TOXICITY"]
    assert error_of(threat)[2] == "Attribute THREAT does not support request languages: tr"


def test_6_09_neither_text_nor_key_is_in_a_log_or_a_table(key: str, caplog: Any) -> None:
    with caplog.at_level(logging.DEBUG):
        asked_of_paper(ANALYZE, QUESTION, key=key)
        asked_of_paper(ANALYZE, {**QUESTION, "requestedAttributes": {"NICENESS": {}}}, key=key)
        asked_of_paper(ANALYZE, QUESTION, key=key + "x")

    told = "\n".join(record.getMessage() for record in caplog.records if record.name != "django.db.backends")
    assert "idiot" not in told
    assert key not in told
    assert not Suggestion.objects.exists()


def test_6_09_a_failure_of_ours_is_told_in_the_format_and_without_words(
    key: str, caplog: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise ValueError(INSULT)

    monkeypatch.setattr(views, "current", broken)

    answer = asked_of_paper(ANALYZE, QUESTION, key=key)

    assert error_of(answer)[:2] == (500, "INTERNAL")
    assert "ValueError in broken" in caplog.text
    assert "idiot" not in caplog.text


def test_6_09_a_suggestion_of_a_trusted_client_is_kept_without_its_words(publisher: User) -> None:
    answering_paper(publisher)
    trusted, key = made_client(publisher, is_trusted=True)

    answer = asked_of_paper(SUGGEST, VERDICT, key=key)

    assert answer.json() == {
        "clientToken": "comment:7",
        "detectedLanguages": ["en"],
        "requestedLanguages": ["en"],
    }
    row = Suggestion.objects.get()
    assert (row.client, row.head, row.value, row.language) == (trusted, "toxic", 1.0, "en")
    seen = base_model().features(INSULT, "en")
    assert features_of(row).indices.tolist() == seen.indices.tolist()
    kept = bytes(row.features)
    assert b"idiot" not in kept
    assert seen.indices.astype("<u4").tobytes() not in kept
    assert "comment:7" not in row.token_key


def test_6_09_what_is_suggested_again_takes_the_place_of_the_first(publisher: User) -> None:
    answering_paper(publisher)
    _trusted, key = made_client(publisher, is_trusted=True)
    other_mind = {**VERDICT, "attributeScores": {"TOXICITY": {"summaryScore": {"value": 0}}}}

    asked_of_paper(SUGGEST, VERDICT, key=key)
    asked_of_paper(SUGGEST, other_mind, key=key)
    asked_of_paper(SUGGEST, {**VERDICT, "clientToken": "comment:8"}, key=key)

    assert list(Suggestion.objects.order_by("pk").values_list("value", flat=True)) == [0.0, 1.0]


def test_6_09_nothing_is_kept_of_a_client_that_is_not_trusted_or_does_not_want_it(publisher: User) -> None:
    answering_paper(publisher)
    stranger, stranger_key = made_client(publisher)
    _trusted, key = made_client(publisher, name="Trusted", is_trusted=True)

    answers = [
        asked_of_paper(SUGGEST, VERDICT, key=stranger_key),
        asked_of_paper(SUGGEST, {**VERDICT, "doNotStore": True}, key=key),
        asked_of_paper(SUGGEST, {**VERDICT, "attributeScores": FLIRTING}, key=key),
    ]
    before = Suggestion.objects.count()
    change_client(
        client_id=stranger.pk, terms=ClientTerms(name="Talk", is_trusted=True), person=publisher, now=NOON
    )
    asked_of_paper(SUGGEST, VERDICT, key=stranger_key)

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert len({answer.content for answer in answers}) == 1
    assert before == 0
    assert Suggestion.objects.count() == 1


def test_6_09_a_trusted_client_cannot_fill_the_disk(publisher: User, monkeypatch: pytest.MonkeyPatch) -> None:
    answering_paper(publisher)
    _trusted, key = made_client(publisher, is_trusted=True)
    monkeypatch.setattr("kawaraban.triage.taught.suggestions.MOST_OF_ONE_CLIENT", 10)

    for number in range(205):
        asked_of_paper(SUGGEST, {**VERDICT, "clientToken": f"comment:{number}"}, key=key)

    assert MOST_OF_ONE_CLIENT > 1_000
    assert Suggestion.objects.count() < 120


@pytest.mark.django_db(transaction=True)
def test_6_09_two_who_suggest_for_one_text_at_once_leave_one_suggestion(publisher: User) -> None:
    answering_paper(publisher)
    _trusted, key = made_client(publisher, is_trusted=True)

    def suggest(_number: int) -> int:
        try:
            return int(asked_of_paper(SUGGEST, VERDICT, key=key).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as clients:
        statuses = list(clients.map(suggest, range(24)))

    assert set(statuses) == {200}
    assert Suggestion.objects.count() == 1
