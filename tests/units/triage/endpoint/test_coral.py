import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kawaraban.triage.endpoint.answer import EndpointAnswer
from kawaraban.triage.endpoint.coral import CoralRules, question_of, told
from kawaraban.triage.endpoint.questions import Question
from kawaraban.triage.model.heads import Head
from kawaraban.triage.model.scores import Scores

pytestmark = pytest.mark.once("the endpoint has no Django")

RULES = CoralRules()
FRIENDLY = dict.fromkeys(Head, 0.01)
IDIOT = FRIENDLY | {Head.TOXIC: 0.97, Head.INSULT: 0.9}
CASINO = FRIENDLY | {Head.SPAM: 0.9}


def scores(heads: dict[Head, float], language: str = "en") -> Scores:
    return Scores(heads, language, 0.99, (), (), "0123456789ab")


def body(text: Any) -> bytes:
    """As Coral writes it, with all that it says besides."""
    sent = {
        "action": "NEW",
        "comment": {"body": text, "parentID": None},
        "author": {"id": "baf4", "role": "COMMENTER"},
        "story": {"id": "245b", "url": "https://paper.example/port/"},
        "site": {"id": "a4be"},
        "tenantID": "19ba",
        "tenantDomain": "comments.paper.example",
    }
    return json.dumps(sent, indent=2).encode()


def test_6_10_what_is_very_probably_an_insult_waits_in_coral_with_a_flag_and_our_words() -> None:
    answer = told(scores(IDIOT), RULES)

    assert (answer.status, json.loads(answer.body)) == (
        200,
        {
            "status": "SYSTEM_WITHHELD",
            "tags": [],
            "actions": [{"actionType": "FLAG", "reason": "COMMENT_DETECTED_TOXIC"}],
            "kawaraban": {
                "ground": "harassment",
                "words": "very probably harassing",
                "probability": 0.97,
                "language": "en",
                "model": "0123456789ab",
            },
        },
    )


def test_6_10_between_the_two_thresholds_a_comment_is_flagged_and_has_no_status() -> None:
    answer = json.loads(told(scores(FRIENDLY | {Head.THREAT: 0.7}), RULES).body)

    assert "status" not in answer
    assert answer["actions"] == [{"actionType": "FLAG", "reason": "COMMENT_DETECTED_TOXIC"}]
    assert answer["kawaraban"]["words"] == "probably a threat"


def test_6_10_advertising_is_flagged_as_spam() -> None:
    answer = json.loads(told(scores(CASINO), RULES).body)

    assert answer["actions"] == [{"actionType": "FLAG", "reason": "COMMENT_DETECTED_SPAM"}]
    assert answer["kawaraban"]["ground"] == "spam"


def test_6_10_nothing_suspected_is_no_content_and_coral_goes_on() -> None:
    assert told(scores(FRIENDLY), RULES) == EndpointAnswer(204)


def test_6_10_a_language_without_a_model_is_no_content_and_said_in_a_header() -> None:
    answer = told(scores({}, "ja"), RULES)

    assert answer.status == 204
    assert dict(answer.headers) == {"x-kawaraban-words": "this language is not supported"}


@given(
    st.dictionaries(st.sampled_from(Head), st.floats(0, 1)),
    st.builds(CoralRules, flags_from=st.floats(0, 1), withholds_from=st.floats(0, 1)),
)
def test_6_10_nothing_is_ever_approved_rejected_or_tagged(
    heads: dict[Head, float], rules: CoralRules
) -> None:
    answer = told(scores(heads), rules)

    if answer.status == 204:
        assert answer.body == b""
        return
    said = json.loads(answer.body)
    assert said.get("status", "SYSTEM_WITHHELD") == "SYSTEM_WITHHELD"
    assert said["tags"] == []
    assert said["actions"]
    assert {action["reason"] for action in said["actions"]} <= {
        "COMMENT_DETECTED_TOXIC",
        "COMMENT_DETECTED_SPAM",
    }
    assert {action["actionType"] for action in said["actions"]} == {"FLAG"}
    assert 0 <= said["kawaraban"]["probability"] <= 1


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("You, sir, are wrong.", "You, sir, are wrong."),
        ("<div>You &amp; <b>your</b> like<br></div>", " You & your like  "),
        ("3 < 4 and 5 > 4", "3 < 4 and 5 > 4"),
        ("I <3 the port", "I <3 the port"),
        ("a &amp; b", "a &amp; b"),
    ],
)
def test_6_10_the_tags_of_a_comment_that_comes_as_html_are_no_words(sent: str, read: str) -> None:
    question = question_of(body(sent), RULES)

    assert isinstance(question, Question)
    assert question.text.split() == read.split()


@pytest.mark.parametrize("text", ["", " \n", "<div><br></div>"])
def test_6_10_a_comment_without_words_is_nobodys_matter(text: str) -> None:
    assert question_of(body(text), RULES) == EndpointAnswer(204)


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"[]",
        b"{}",
        b"null",
        b"7",
        b'{"comment": null}',
        b'{"comment": {}}',
        b"\xff",
        b"[" * 100_000,
        body(7),
    ],
)
def test_6_10_what_no_coral_sends_is_refused(sent: bytes) -> None:
    refused = question_of(sent, RULES)

    assert isinstance(refused, EndpointAnswer)
    assert refused.status == 400
    assert json.loads(refused.body)["error"]["status"] == "INVALID_ARGUMENT"


def test_6_10_a_text_beyond_the_limit_is_refused_and_one_at_it_is_not() -> None:
    assert isinstance(question_of(body("é" * 10_240), RULES), Question)
    assert isinstance(question_of(body("é" * 10_241), RULES), EndpointAnswer)


def test_6_10_the_language_of_the_site_is_what_a_short_text_is_taken_for() -> None:
    question = question_of(body("yo"), CoralRules(language="en"))

    assert isinstance(question, Question)
    assert question.context.expected == "en"
