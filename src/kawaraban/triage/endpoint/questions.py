"""Texts that are to be judged, and how the answer to each is made."""

from collections.abc import Callable
from dataclasses import dataclass

from kawaraban.triage.endpoint.answer import EndpointAnswer
from kawaraban.triage.formats.sentences import AskedText
from kawaraban.triage.model.scores import Scores


@dataclass(frozen=True, slots=True)
class Question(AskedText):
    """A text to be judged, and how the answer is made of what comes out."""

    answered: Callable[[Scores], EndpointAnswer]
