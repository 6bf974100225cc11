"""6.9: `comments:suggestscore`: what a client says a score should be is read, and answered by its token."""

import json
from typing import Any

import pytest

from kawaraban.triage.formats.api_errors import ApiError
from kawaraban.triage.formats.requests import read_suggest_request
from kawaraban.triage.formats.suggestion import suggestion_answer


def suggested(scores: Any, **more: Any) -> bytes:
    return json.dumps({"comment": {"text": "Fine"}, "attributeScores": scores, **more}).encode()


def test_6_09_a_suggestion_has_a_value_for_each_attribute() -> None:
    request = read_suggest_request(
        suggested(
            {
                "TOXICITY@6": {"summaryScore": {"value": 1}},
                "INSULT": {"summaryScore": {"type": "PROBABILITY"}},
                "THREAT": {"spanScores": [{"begin": 0, "end": 2, "score": {"value": 1}}]},
                "FLIRTATION": {"summaryScore": {"value": 0.5}},
            },
            doNotStore=True,
            languages=["en"],
            clientToken="comment:7",
        )
    )

    assert {name: value for name, (_, value) in request.values.items()} == {
        "TOXICITY@6": 1.0,
        "INSULT": 0.0,
        "FLIRTATION": 0.5,
    }
    assert request.values["TOXICITY@6"][0].name == "TOXICITY"
    assert request.do_not_store


def test_6_09_a_suggestion_is_answered_by_its_token_and_languages() -> None:
    request = read_suggest_request(
        suggested({"TOXICITY": {"summaryScore": {"value": 1}}}, clientToken="comment:7", languages=["pt-BR"])
    )

    assert json.loads(suggestion_answer(request, detected=["en"])) == {
        "clientToken": "comment:7",
        "detectedLanguages": ["en"],
        "requestedLanguages": ["pt-BR"],
    }


@pytest.mark.parametrize(
    "scores",
    [
        None,
        {},
        [],
        {"TOXICITY": {}},
        {"TOXICITY": None},
        {"TOXICITY": {"summaryScore": 1}},
        {"TOXICITY": {"summaryScore": {"value": 1.5}}},
        {"TOXICITY": {"summaryScore": {"value": -0.1}}},
        {"TOXICITY": {"summaryScore": {"value": "much"}}},
        {"TOXICITY": {"summaryScore": {"value": 0.5, "type": "PERCENTILE"}}},
        {"NICENESS": {"summaryScore": {"value": 0.5}}},
    ],
)
def test_6_09_a_suggestion_that_says_nothing_or_too_much_is_refused(scores: Any) -> None:
    with pytest.raises(ApiError) as refused:
        read_suggest_request(suggested(scores))

    assert refused.value.code == 400
