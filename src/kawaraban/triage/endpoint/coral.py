"""Coral's external moderation phase at the endpoint alone: `formats` reads and writes, the model alone judges."""

from kawaraban.triage.endpoint.answer import EndpointAnswer, api_refusal
from kawaraban.triage.endpoint.questions import Question
from kawaraban.triage.formats.api_errors import ApiError
from kawaraban.triage.formats.coral import NOTHING, CoralAnswer, CoralRules, Suspicion, text_of, told
from kawaraban.triage.model.scores import Context


def question_of(body: bytes, rules: CoralRules) -> Question | EndpointAnswer:
    """The text that is to be judged, or what is said to a body that holds none."""
    try:
        text = text_of(body)
    except ApiError as error:
        return api_refusal(error)
    if not text:
        return _answer(NOTHING)
    return Question(
        text,
        Context(expected=rules.language),
        wants_sentences=False,
        answered=lambda scores: _answer(told(Suspicion.of(scores), rules)),
    )


def _answer(told_to_coral: CoralAnswer) -> EndpointAnswer:
    return EndpointAnswer(told_to_coral.status, told_to_coral.body, headers=told_to_coral.headers)
