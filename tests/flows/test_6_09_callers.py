"""6.9: the bodies that four known callers of Perspective send, as their code writes them, and what each reads."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.makers.triage.clients import ANALYZE, SUGGEST, answering_paper, asked_of_paper, made_client

from kawaraban.people.models import User
from kawaraban.triage.models import Suggestion

RUDE = "You are a stupid idiot."
KIND = "Thank you for this report."
SIX = ["TOXICITY", "SEVERE_TOXICITY", "IDENTITY_ATTACK", "INSULT", "PROFANITY", "THREAT"]
Body = dict[str, Any]
pytestmark = pytest.mark.django_db


@pytest.fixture
def key(publisher: User, settings: Any, tmp_path: Path) -> str:
    settings.RUN_DIRECTORY = tmp_path
    answering_paper(publisher)
    return made_client(publisher, is_trusted=True)[1]


def coral(text: str, locale: str = "en") -> Body:
    """Coral: the tenant's language, English where Perspective did not have it."""
    return {
        "comment": {"text": text},
        "doNotStore": True,
        "requestedAttributes": {"TOXICITY": {}},
        "languages": [locale],
    }


def comentario(text: str) -> Body:
    """Comentario: no language. Keys in the order in which Go writes a map."""
    return {"comment": {"text": text}, "requestedAttributes": {name: {} for name in sorted(SIX)}}


def discourse(text: str) -> Body:
    """Discourse's plugin, standard model."""
    return {
        "comment": {"text": text},
        "doNotStore": True,
        "sessionId": "https://forum.example_42",
        "requestedAttributes": {"TOXICITY": {"scoreType": "PROBABILITY"}},
    }


def wordpress(text: str) -> Body:
    """The WordPress plugin that asks from the browser."""
    return {"comment": {"text": text}, "languages": ["en"], "requestedAttributes": {"TOXICITY": {}}}


def read_by_coral(answer: Body, model: str = "TOXICITY") -> float:
    value: float = answer["attributeScores"][model]["summaryScore"]["value"]
    return value


def read_by_comentario(answer: Body) -> float:
    """Each of the six; what is not there is 0."""
    scores = answer.get("attributeScores", {})
    assert set(scores) == set(SIX)
    return float(max(score["summaryScore"]["value"] for score in scores.values()))


def read_by_discourse(answer: Body) -> float:
    """The last of all attributes: the plugin puts each under the same name."""
    *_others, last = answer["attributeScores"].values()
    value: float = last["summaryScore"]["value"] or 0.0
    return value


CALLERS: list[tuple[Callable[[str], Body], Callable[[Body], float]]] = [
    (coral, read_by_coral),
    (comentario, read_by_comentario),
    (discourse, read_by_discourse),
    (wordpress, read_by_coral),
]


@pytest.mark.parametrize(("sent", "read"), CALLERS, ids=[sent.__name__ for sent, _ in CALLERS])
def test_6_09_each_caller_reads_what_it_wants_to_know(
    key: str, sent: Callable[[str], Body], read: Callable[[Body], float]
) -> None:
    rude = asked_of_paper(ANALYZE, sent(RUDE), key=key)
    kind = asked_of_paper(ANALYZE, sent(KIND), key=key)

    assert (rude.status_code, kind.status_code) == (200, 200)
    assert read(rude.json()) > 0.5 > read(kind.json())


@pytest.mark.parametrize("text", ["lol", "yo hamburger", "ok 🙇", "+1", "k"])
@pytest.mark.parametrize(("sent", "read"), CALLERS, ids=[sent.__name__ for sent, _ in CALLERS])
def test_6_09_no_caller_has_an_error_for_a_short_text(
    key: str, sent: Callable[[str], Body], read: Callable[[Body], float], text: str
) -> None:
    answer = asked_of_paper(ANALYZE, sent(text), key=key)

    assert answer.status_code == 200, answer.content
    assert 0 <= read(answer.json()) < 0.5


def test_6_09_discourse_sends_up_to_twenty_kilobytes(key: str) -> None:
    answer = asked_of_paper(ANALYZE, discourse("word " * 4_096), key=key)

    assert answer.status_code == 200


def test_6_09_coral_tells_what_its_desk_decided_and_tells_it_again(key: str) -> None:
    def decided(value: int) -> Body:
        place = {"url": "https://news.example/story?commentID=9c", "Coral_comment_id": "9c"}
        return {
            "comment": {"text": RUDE},
            "context": {"entries": [{"text": json.dumps(place)}]},
            "attributeScores": {"TOXICITY": {"summaryScore": {"value": value}}},
            "languages": ["en"],
            "communityId": "Coral:https://talk.example/",
            "clientToken": "comment:9c",
        }

    rejected = asked_of_paper(SUGGEST, decided(1), key=key)
    approved = asked_of_paper(SUGGEST, decided(0), key=key)

    assert (rejected.status_code, approved.status_code) == (200, 200)
    assert rejected.json()["clientToken"] == "comment:9c"
    assert [row.value for row in Suggestion.objects.all()] == [0.0]


def test_6_09_a_client_that_drops_attributes_gets_its_answer_by_asking_again(key: str) -> None:
    """As scripts do that ask for everything: the attribute that the error names is left out."""
    wanted = [*SIX, "FLIRTATION", "UNSUBSTANTIAL", "AFFINITY_EXPERIMENTAL"]
    tries = 0
    while True:
        tries += 1
        body = {
            "comment": {"text": RUDE},
            "languages": ["en"],
            "requestedAttributes": {name: {} for name in wanted},
        }
        answer = asked_of_paper(ANALYZE, body, key=key).json()
        if "error" not in answer or tries > len(wanted):
            break
        bad = {
            each["languageNotSupportedByAttributeError"]["attribute"] for each in answer["error"]["details"]
        }
        wanted = [name for name in wanted if name not in bad]

    assert tries == 2
    assert set(answer["attributeScores"]) == set(SIX)
