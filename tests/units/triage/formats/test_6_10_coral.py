import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.makers.triage.clients import corals_body, corals_signature

from kawaraban.law.grounds import Ground
from kawaraban.triage.formats.api_errors import ApiError
from kawaraban.triage.formats.coral import (
    NOTHING,
    CoralAnswer,
    CoralRules,
    Suspicion,
    is_signed,
    may_be_signed,
    text_of,
    told,
)
from kawaraban.triage.model.heads import Head
from kawaraban.triage.model.scores import Scores

pytestmark = pytest.mark.once("the formats have no Django")

RULES = CoralRules()
FRIENDLY = dict.fromkeys(Head, 0.01)
IDIOT = FRIENDLY | {Head.TOXIC: 0.97, Head.INSULT: 0.9}
CASINO = FRIENDLY | {Head.SPAM: 0.9}


def of_model(heads: dict[Head, float], language: str = "en") -> Suspicion:
    return Suspicion.of(Scores(heads, language, 0.99, (), (), "0123456789ab"))


def test_6_10_what_is_very_probably_an_insult_waits_in_coral_with_a_flag_and_our_words() -> None:
    answer = told(of_model(IDIOT), RULES)

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
    answer = json.loads(told(of_model(FRIENDLY | {Head.THREAT: 0.7}), RULES).body)

    assert "status" not in answer
    assert answer["actions"] == [{"actionType": "FLAG", "reason": "COMMENT_DETECTED_TOXIC"}]
    assert answer["kawaraban"]["words"] == "probably a threat"


def test_6_10_advertising_is_flagged_as_spam() -> None:
    answer = json.loads(told(of_model(CASINO), RULES).body)

    assert answer["actions"] == [{"actionType": "FLAG", "reason": "COMMENT_DETECTED_SPAM"}]
    assert answer["kawaraban"]["ground"] == "spam"


def test_6_10_nothing_suspected_is_no_content_and_coral_goes_on() -> None:
    assert told(of_model(FRIENDLY), RULES) == NOTHING == CoralAnswer(204)


def test_6_10_a_language_without_a_model_is_no_content_and_said_in_a_header() -> None:
    answer = told(of_model({}, "ja"), RULES)

    assert answer.status == 204
    assert dict(answer.headers) == {"x-kawaraban-words": "this language is not supported"}


@given(
    st.dictionaries(st.sampled_from(Head), st.floats(0, 1)),
    st.builds(CoralRules, flags_from=st.floats(0, 1), withholds_from=st.floats(0, 1)),
)
def test_6_10_nothing_is_ever_approved_rejected_or_tagged(
    heads: dict[Head, float], rules: CoralRules
) -> None:
    answer = told(of_model(heads), rules)

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
    assert text_of(corals_body(sent)).split() == read.split()


@pytest.mark.parametrize("text", ["", " \n", "<div><br></div>"])
def test_6_10_a_comment_without_words_is_nobodys_matter(text: str) -> None:
    assert text_of(corals_body(text)) == ""


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
        corals_body(7),
    ],
)
def test_6_10_what_no_coral_sends_is_refused(sent: bytes) -> None:
    with pytest.raises(ApiError) as refused:
        text_of(sent)

    assert refused.value.answer()[0] == 400


def test_6_10_a_text_beyond_the_limit_is_refused_and_one_at_it_is_not() -> None:
    assert len(text_of(corals_body("é" * 10_240))) == 10_240
    with pytest.raises(ApiError, match="too long"):
        text_of(corals_body("é" * 10_241))


def test_6_10_what_the_desk_finds_fine_is_not_flagged_for_what_the_model_alone_says() -> None:
    assert told(Suspicion(0.2, None, IDIOT, "en", "a+b"), RULES) == NOTHING


def test_6_10_what_the_desk_alone_refuses_is_told_without_a_ground() -> None:
    answer = json.loads(told(Suspicion(0.9, None, {}, "ja", "a+b"), RULES).body)

    assert answer["actions"] == [{"actionType": "FLAG", "reason": "COMMENT_DETECTED_TOXIC"}]
    assert answer["status"] == "SYSTEM_WITHHELD"
    assert (answer["kawaraban"]["ground"], answer["kawaraban"]["words"]) == (
        "",
        "very probably against the policy",
    )


def test_6_10_advertising_that_insults_is_flagged_as_both() -> None:
    answer = json.loads(told(Suspicion(0.9, Ground.SPAM, IDIOT | {Head.SPAM: 0.9}, "en", "a"), RULES).body)

    assert [action["reason"] for action in answer["actions"]] == [
        "COMMENT_DETECTED_SPAM",
        "COMMENT_DETECTED_TOXIC",
    ]


def test_6_10_a_signature_holds_for_its_body_and_its_secret() -> None:
    sent = corals_body("You idiot")
    right = corals_signature(sent, "secret")

    assert is_signed(right, sent, b"secret")
    assert is_signed(f"{corals_signature(sent, 'new')}, {right}", sent, b"secret"), (
        "while it is being changed"
    )
    assert not is_signed(right, sent + b" ", b"secret")
    assert not is_signed(right, sent, b"another")
    assert not is_signed(right.removeprefix("sha256="), sent, b"secret")
    assert not is_signed(",".join(["sha256=0"] * 8 + [right]), sent, b"secret"), "nobody tries a thousand"


@given(st.text())
def test_6_10_any_other_header_is_no_signature(header: str) -> None:
    assert not is_signed(header, b"{}", b"secret")
    assert may_be_signed(header) == ("sha256=" in header)
