import json

from kawaraban.triage.endpoint.answer import EndpointAnswer
from kawaraban.triage.endpoint.coral import question_of
from kawaraban.triage.endpoint.questions import Question
from kawaraban.triage.formats.coral import CoralRules
from kawaraban.triage.model.heads import Head
from kawaraban.triage.model.scores import Scores

RULES = CoralRules()


def body(text: object) -> bytes:
    return json.dumps({"action": "NEW", "comment": {"body": text}}).encode()


def test_6_10_what_coral_sends_is_a_question_whose_answer_says_what_coral_is_to_do() -> None:
    question = question_of(body("You idiot"), RULES)

    assert isinstance(question, Question)
    answer = question.answered(Scores({Head.INSULT: 0.9}, "en", 1.0, (), (), "a"))
    assert (question.text, answer.status) == ("You idiot", 200)
    assert json.loads(answer.body)["status"] == "SYSTEM_WITHHELD"
    assert not question.wants_sentences


def test_6_10_without_words_nobody_is_asked_and_what_no_coral_sends_is_refused() -> None:
    refused = question_of(body(7), RULES)

    assert question_of(body(" "), RULES) == EndpointAnswer(204)
    assert isinstance(refused, EndpointAnswer)
    assert (refused.status, json.loads(refused.body)["error"]["status"]) == (400, "INVALID_ARGUMENT")


def test_6_10_the_language_of_the_site_is_what_a_short_text_is_taken_for() -> None:
    question = question_of(body("yo"), CoralRules(language="en"))

    assert isinstance(question, Question)
    assert question.context.expected == "en"
