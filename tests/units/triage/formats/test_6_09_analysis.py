"""6.9: `comments:analyze`: the attributes, spans, thresholds, languages and tokens of the wire format."""

import json
from typing import Any

import pytest
from tests.rigs.triage.word_scorer import WordScorer

from kawaraban.triage.formats.analysis import answer
from kawaraban.triage.formats.attributes import ATTRIBUTES
from kawaraban.triage.formats.reading import Site
from kawaraban.triage.model.heads import Head

ALL = ("TOXICITY", "SEVERE_TOXICITY", "IDENTITY_ATTACK", "INSULT", "PROFANITY", "THREAT")


def asked(text: str, *names: str, **more: Any) -> bytes:
    return json.dumps(
        {"comment": {"text": text}, "requestedAttributes": {name: {} for name in names}, **more}
    ).encode()


def answered(body: bytes, **more: Any) -> dict[str, Any]:
    status, found = answer(WordScorer(), body, **more)
    assert status == 200, found
    parsed: dict[str, Any] = json.loads(found)
    return parsed


def refused(body: bytes, **more: Any) -> dict[str, Any]:
    status, found = answer(WordScorer(), body, **more)
    error: dict[str, Any] = json.loads(found)["error"]
    assert (status, error["code"], error["status"]) == (400, 400, "INVALID_ARGUMENT")
    return error


def value(found: dict[str, Any], name: str) -> float:
    score: float = found["attributeScores"][name]["summaryScore"]["value"]
    return score


def test_6_09_an_answer_has_the_shape_that_clients_read() -> None:
    found = answered(asked("You idiot.", "TOXICITY", clientToken="comment:7"))

    score = {"value": 0.9, "type": "PROBABILITY"}
    assert found == {
        "attributeScores": {
            "TOXICITY": {"spanScores": [{"begin": 0, "end": 10, "score": score}], "summaryScore": score}
        },
        "languages": ["en"],
        "detectedLanguages": ["en"],
        "clientToken": "comment:7",
        "kawaraban": {"modelVersion": "0123456789ab", "languageConfidence": 0.99},
    }


def test_6_09_each_attribute_is_answered_by_its_head() -> None:
    found = answered(
        asked("You idiot, I will kill you. Damn casino.", *ALL, "OBSCENE", "SPAM", "LIKELY_TO_REJECT")
    )

    assert {name: value(found, name) for name in found["attributeScores"]} == {
        "TOXICITY": 0.9,
        "SEVERE_TOXICITY": 0.81,
        "IDENTITY_ATTACK": 0.01,
        "INSULT": 0.95,
        "PROFANITY": 0.7,
        "THREAT": 0.9,
        "OBSCENE": 0.7,
        "SPAM": 0.97,
        "LIKELY_TO_REJECT": 0.97,
    }


@pytest.mark.parametrize(
    "name", ["TOXICITY@6", "TOXICITY_EXPERIMENTAL", "TOXICITY_EXPERIMENTAL@2", "TOXICITY_FAST"]
)
def test_6_09_versions_and_experiments_answer_under_the_name_that_was_asked(name: str) -> None:
    found = answered(asked("You idiot.", name))

    assert value(found, name) == 0.9


def test_6_09_sentences_are_counted_in_units_of_utf_16() -> None:
    found = answered(asked("Hi 🙇 there. You idiot.", "INSULT", spanAnnotations=True))

    spans = found["attributeScores"]["INSULT"]["spanScores"]
    assert [(span["begin"], span["end"], span["score"]["value"]) for span in spans] == [
        (0, 12, 0.01),
        (13, 23, 0.95),
    ]


def test_6_09_spans_are_never_empty_and_never_without_end() -> None:
    plain = answered(asked("Fine.", "TOXICITY"))
    strict = answered(
        json.dumps(
            {
                "comment": {"text": "Fine. Idiot."},
                "spanAnnotations": True,
                "requestedAttributes": {"TOXICITY": {"scoreThreshold": 0.5}},
            }
        ).encode()
    )
    long = answered(asked("a. " * 6_000 + "Idiot.", "TOXICITY", spanAnnotations=True))

    assert len(plain["attributeScores"]["TOXICITY"]["spanScores"]) == 1
    assert [span["begin"] for span in strict["attributeScores"]["TOXICITY"]["spanScores"]] == [6]
    spans = long["attributeScores"]["TOXICITY"]["spanScores"]
    assert len(spans) <= 100
    assert (spans[0]["begin"], spans[-1]["end"], spans[-1]["score"]["value"]) == (0, 18_006, 0.9)


def test_6_09_a_score_below_its_threshold_is_left_out() -> None:
    body = {
        "comment": {"text": "Damn."},
        "requestedAttributes": {
            "PROFANITY": {"scoreThreshold": 0.7, "scoreType": "PROBABILITY"},
            "TOXICITY": {"scoreThreshold": 0.51},
            "INSULT": {"scoreThreshold": "0.5"},
        },
    }

    found = answered(json.dumps(body).encode())

    assert list(found["attributeScores"]) == ["PROFANITY"]


def test_6_09_both_spellings_of_a_field_and_null_are_read() -> None:
    body = {
        "comment": {"text": "You idiot.", "type": None},
        "requested_attributes": {"TOXICITY": None},
        "client_token": "x",
        "do_not_store": True,
        "languages": None,
        "context": {"entries": [{"text": "a story"}]},
        "sessionId": 12,
    }

    found = answered(json.dumps(body).encode())

    assert (value(found, "TOXICITY"), found["clientToken"]) == (0.9, "x")


@pytest.mark.parametrize("text", ["yo aptal", "lol", "FU@K!!!", "🙇", "1234", "bonjour"])
def test_6_09_short_text_is_answered_in_the_language_of_the_site(text: str) -> None:
    found = answered(asked(text, *ALL))

    assert found["languages"] == (["tr", "en"] if text == "yo aptal" else ["en"])
    assert set(found["attributeScores"]) == set(ALL)
    marked = {name for name, scores in found["attributeScores"].items() if "lowConfidence" in scores}
    is_english = found["detectedLanguages"] == ["en"]
    of_turkish = {"TOXICITY", "SEVERE_TOXICITY"} if text == "yo aptal" else set()
    assert marked == (set() if is_english else set(ALL) - of_turkish)


def test_6_09_text_whose_language_is_doubtful_is_answered() -> None:
    found = answered(asked("Please per favore read what I wrote again", "TOXICITY"))

    assert (found["languages"], found["detectedLanguages"]) == (["en"], ["it"])
    assert found["kawaraban"]["languageConfidence"] == 0.55


def test_6_09_a_language_without_a_head_has_the_error_that_clients_drop_attributes_by() -> None:
    detected = refused(asked("Bonjour à tous, je suis très content de vous écrire.", "INSULT", "TOXICITY"))
    named = refused(asked("Bonjour", "TOXICITY", languages=["fr", "nl"]))
    partly = refused(asked("Sen bir aptal", "TOXICITY", "THREAT", languages=["tr"]))

    assert detected["message"] == "Attribute INSULT does not support request languages: fr"
    assert detected["details"] == [
        {
            "@type": "type.googleapis.com/google.commentanalyzer.v1alpha1.Error",
            "errorType": "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE",
            "languageNotSupportedByAttributeError": {"detectedLanguages": ["fr"], "attribute": name},
        }
        for name in ("INSULT", "TOXICITY")
    ]
    assert named["details"][0]["languageNotSupportedByAttributeError"] == {
        "requestedLanguages": ["fr", "nl"],
        "attribute": "TOXICITY",
    }
    assert [each["languageNotSupportedByAttributeError"]["attribute"] for each in partly["details"]] == [
        "THREAT"
    ]


@pytest.mark.parametrize("in_body", [True, False])
def test_6_09_who_asks_for_it_gets_a_score_of_low_confidence_marked_so(in_body: bool) -> None:
    more = {"lowConfidence": True} if in_body else {}
    body = asked("Sen aptal, idiot", "TOXICITY", "INSULT", languages=["tr"], **more)

    found = answered(body, takes_low_confidence=not in_body)

    assert "lowConfidence" not in found["attributeScores"]["TOXICITY"]
    assert found["attributeScores"]["INSULT"]["lowConfidence"] is True
    assert value(found, "INSULT") == 0.95


@pytest.mark.parametrize(("text", "expected"), [("バカ", 0.01), ("この idiot め", 0.95)])
def test_6_09_of_a_script_that_no_head_reads_a_guess_sees_what_is_left(text: str, expected: float) -> None:
    error = refused(asked(text, "INSULT"))
    declared = refused(asked(text, "INSULT", languages=["en"]))
    guessed = answered(asked(text, "INSULT", lowConfidence=True))

    assert error["details"][0]["languageNotSupportedByAttributeError"]["detectedLanguages"] == ["ja"]
    assert declared["details"][0]["languageNotSupportedByAttributeError"]["requestedLanguages"] == ["en"]
    assert value(guessed, "INSULT") == expected
    assert guessed["attributeScores"]["INSULT"]["lowConfidence"] is True


def test_6_09_a_language_that_nobody_can_name_is_an_error_of_its_own() -> None:
    error = refused(asked("Ω" * 60, "TOXICITY"))

    assert (error["message"], error["details"][0]["errorType"]) == (
        "Unable to detect language",
        "LANGUAGE_DETECTION_FAILED",
    )


def test_6_09_of_several_languages_the_highest_score_counts() -> None:
    found = answered(asked("aptal", "TOXICITY", languages=["en-GB", "tr-TR", "xx"]))

    assert value(found, "TOXICITY") == 0.85
    assert found["languages"] == ["en-GB", "tr-TR", "xx"]
    assert "detectedLanguages" not in found


def test_6_09_what_the_desk_would_do_is_what_likely_to_reject_says() -> None:
    site = Site(desk=lambda text, language: 0.42 if (text, language) == ("バカ", "ja") else None)

    taught = answered(asked("バカ", "LIKELY_TO_REJECT"), site=site)
    without = answered(asked("idiot", "LIKELY_TO_REJECT"), site=site)

    assert value(taught, "LIKELY_TO_REJECT") == 0.42
    assert value(without, "LIKELY_TO_REJECT") == 0.95


@pytest.mark.parametrize(
    "name", ["FLIRTATION", "UNSUBSTANTIAL", "AFFINITY_EXPERIMENTAL", "MORAL_OUTRAGE_EXPERIMENTAL"]
)
def test_6_09_what_no_head_answers_is_supported_in_no_language(name: str) -> None:
    error = refused(asked("Nice eyes", "TOXICITY", name, languages=["en"], lowConfidence=True))

    assert [each["languageNotSupportedByAttributeError"]["attribute"] for each in error["details"]] == [name]


def test_6_09_every_head_is_somebody_s_answer() -> None:
    assert {head for each in ATTRIBUTES.values() for head in each.heads} == set(Head)
