import hashlib
import hmac
import json
from pathlib import Path

import pytest
from tests.rigs.triage.endpoint import asks, post, resting_endpoint

from kawaraban.triage.endpoint.callers import Callers, add_line, hash_of, read_callers
from kawaraban.triage.endpoint.routes import split
from kawaraban.triage.formats.coral import CORAL_PATH

pytestmark = pytest.mark.once("the endpoint has no Django")


@pytest.fixture
def callers(tmp_path: Path) -> Callers:
    path = tmp_path / "keys"
    add_line(path, "key", hash_of("good"), per_second=2, name="Evening Post")
    add_line(path, "coral", "shared-secret", per_second=1, name="its Coral")
    return read_callers(path)


def get(target: str, host: str = "triage.example:8100") -> bytes:
    return f"GET {target} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()


@pytest.mark.parametrize(
    "path",
    [
        "/v1alpha1/comments:analyze",
        "/v1alpha1/comments%3Aanalyze",
        "/comments:analyze",
        "/v1alpha1/comments:analyze?alt=json&prettyPrint=false",
    ],
)
def test_6_10_analyze_is_found_however_its_address_is_written(path: str) -> None:
    with resting_endpoint() as endpoint:
        (answer,) = endpoint.ask(post(asks("you idiot"), path))

        assert answer.json["attributeScores"]["TOXICITY"]["summaryScore"]["value"] == 0.9
        assert answer.json["kawaraban"]["modelVersion"] == "0123456789ab"


def test_6_10_a_suggestion_is_thanked_for_and_forgotten() -> None:
    body = {
        "comment": {"text": "you idiot"},
        "attributeScores": {"TOXICITY": {"summaryScore": {"value": 1}}},
        "clientToken": "comment:7",
    }
    with resting_endpoint() as endpoint:
        detected, named = endpoint.ask(
            post(json.dumps(body).encode(), "/v1alpha1/comments:suggestscore")
            + post(json.dumps(body | {"languages": ["en"]}).encode(), "/v1alpha1/comments:suggestscore")
        )

        assert detected.json == {"clientToken": "comment:7", "detectedLanguages": ["en"]}
        assert named.json == {"clientToken": "comment:7", "requestedLanguages": ["en"]}


def test_6_10_a_key_may_stand_in_the_address_or_in_a_header_and_no_other_is_taken(callers: Callers) -> None:
    path = "/v1alpha1/comments:analyze"
    with resting_endpoint(callers) as endpoint:
        answers = endpoint.ask(
            post(asks(), path + "?key=good")
            + post(asks(), path, "X-Goog-Api-Key: good")
            + post(asks(), path)
            + post(asks(), path + "?key=bad")
            + post(asks(), path, "Authorization: Bearer good")
        )

        assert [answer.status for answer in answers] == [200, 200, 403, 400, 403]
        assert answers[2].json["error"]["status"] == "PERMISSION_DENIED"
        assert answers[3].json["error"]["details"][0]["reason"] == "API_KEY_INVALID"


def test_6_10_the_key_that_a_web_server_writes_counts_whatever_stands_in_the_address(
    callers: Callers,
) -> None:
    path = "/v1alpha1/comments:analyze"
    with resting_endpoint(callers) as endpoint:
        good, bad = endpoint.ask(
            post(asks(), f"{path}?key=bad", "X-Goog-Api-Key: good")
            + post(asks(), f"{path}?key=good", "X-Goog-Api-Key: bad")
        )

        assert (good.status, bad.status) == (200, 400)


def test_6_10_beyond_its_rate_a_caller_is_told_to_come_again_and_the_next_second_answered(
    callers: Callers,
) -> None:
    asked = post(asks(), "/v1alpha1/comments:analyze?key=good")
    with resting_endpoint(callers) as endpoint:
        first, second, third = endpoint.ask(asked * 3)
        endpoint.stand.second += 1
        (fourth,) = endpoint.ask(asked)

        assert [answer.status for answer in (first, second, third, fourth)] == [200, 200, 429, 200]
        assert third.json["error"]["status"] == "RESOURCE_EXHAUSTED"
        assert third.headers["retry-after"] == "1"


def test_6_10_corals_phase_is_answered_where_its_signature_is_right(callers: Callers) -> None:
    body = json.dumps(
        {"action": "NEW", "comment": {"body": "you idiot", "parentID": None}}, indent=2
    ).encode()
    mark = "sha256=" + hmac.new(b"shared-secret", body, hashlib.sha256).hexdigest()
    with resting_endpoint(callers) as endpoint:
        answers = endpoint.ask(
            post(body, CORAL_PATH, f"X-Coral-Signature: {mark}")
            + post(body, CORAL_PATH, f"X-Coral-Signature: {mark}")
            + post(body + b" ", CORAL_PATH, f"X-Coral-Signature: {mark}")
            + post(body, f"{CORAL_PATH}?key=good")
        )

        assert [answer.status for answer in answers] == [200, 429, 401, 401]
        assert answers[0].json["status"] == "SYSTEM_WITHHELD"
        assert answers[0].json["actions"] == [{"actionType": "FLAG", "reason": "COMMENT_DETECTED_TOXIC"}]


def test_6_10_health_needs_no_key_and_names_the_model_and_its_languages(callers: Callers) -> None:
    with resting_endpoint(callers) as endpoint:
        (answer,) = endpoint.ask(get("/healthz"))

        assert answer.json == {"status": "ok", "model": "0123456789ab", "languages": ["en", "tr"]}


@pytest.mark.parametrize("path", ["/$discovery/rest?version=v1alpha1", "/%24discovery/rest"])
def test_6_10_the_document_says_the_address_by_which_it_was_asked_for(callers: Callers, path: str) -> None:
    with resting_endpoint(callers) as endpoint:
        (answer,) = endpoint.ask(get(path))

        assert answer.json["rootUrl"] == "http://triage.example:8100/"


@pytest.mark.parametrize("host", ["", "a b", "a/b", 'a"', "user@a", "a:b"])
def test_6_10_a_host_that_is_none_gets_into_no_document(host: str) -> None:
    with resting_endpoint() as endpoint:
        (answer,) = endpoint.ask(get("/$discovery/rest", host))

        assert answer.status == 400


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        (get("/"), 404),
        (get("/v1alpha1/comments:delete"), 404),
        (get("/v1alpha1/comments:analyze"), 405),
        (get(CORAL_PATH), 405),
        (post(b"", "/healthz"), 405),
        (
            b"OPTIONS /v1alpha1/comments:analyze HTTP/1.1\r\nHost: a\r\nOrigin: https://evil.example\r\n\r\n",
            405,
        ),
    ],
)
def test_6_10_what_is_not_offered_is_told_as_google_tells_it(asked: bytes, status: int) -> None:
    with resting_endpoint() as endpoint:
        (answer,) = endpoint.ask(asked)

        assert (answer.status, answer.json["error"]["code"]) == (status, status)
        assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize(
    ("target", "found"),
    [
        (b"/a?key=k", ("/a", "k")),
        (b"/a?x=1&key=k%20k&key=z", ("/a", "k k")),
        (b"/a?key", ("/a", "")),
        (b"/%ff?key=%ff", ("/\ufffd", "\ufffd")),
    ],
)
def test_6_10_a_target_is_path_and_key(target: bytes, found: tuple[str, str]) -> None:
    assert split(target) == found
