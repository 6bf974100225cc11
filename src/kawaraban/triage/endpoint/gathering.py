"""Questions that came in together are judged together: sixteen texts at once take a third of sixteen times one.

Whatever arrives while the network is looked at once waits for the end of that look, and no longer. A long text is one
batch by itself, so that nobody waits for more than one of them.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Sequence
from typing import Protocol

from kawaraban.triage.endpoint.answer import EndpointAnswer, refusal
from kawaraban.triage.endpoint.limits import SIGNS_AT_ONCE, TEXTS_AT_ONCE
from kawaraban.triage.endpoint.questions import Question
from kawaraban.triage.formats.reading import Scorer
from kawaraban.triage.formats.sentences import judged_with_sentences
from kawaraban.triage.model.scores import Scores

logger = logging.getLogger(__name__)


class Asker(Protocol):
    """Whose question it is."""

    @property
    def is_gone(self) -> bool:
        """Nobody waits for the answer any more."""

    def fill(self, answer: EndpointAnswer) -> None:
        """Take the answer."""


class Gathering:
    """The questions of one process."""

    def __init__(self, model: Scorer, loop: asyncio.AbstractEventLoop) -> None:
        self._model = model
        self._loop = loop
        self._waiting: deque[tuple[Question, Asker]] = deque()
        self.judged_count = 0

    @property
    def is_empty(self) -> bool:
        """Nothing waits."""
        return not self._waiting

    def ask(self, question: Question, asker: Asker) -> None:
        """Judge it with those that are there when the network has been looked at."""
        if not self._waiting:
            self._loop.call_soon(self._judge)
        self._waiting.append((question, asker))

    def _judge(self) -> None:
        batch: list[tuple[Question, Asker]] = []
        signs = 0
        while self._waiting and len(batch) < TEXTS_AT_ONCE:
            length = len(self._waiting[0][0].text)
            if batch and signs + length > SIGNS_AT_ONCE:
                break
            question, asker = self._waiting.popleft()
            if not asker.is_gone:
                batch.append((question, asker))
                signs += length
        if self._waiting:
            self._loop.call_soon(self._judge)
        for (question, asker), scores in zip(batch, self._scored([each[0] for each in batch]), strict=True):
            asker.fill(self._answered(question, scores))
        self.judged_count += len(batch)

    def _scored(self, questions: Sequence[Question]) -> Sequence[Scores | None]:
        """None for a text over which the model failed: it alone has no answer."""
        try:
            return judged_with_sentences(self._model, questions)
        except Exception as failure:
            _complain(failure)
            return [self._alone(question) for question in questions]

    def _alone(self, question: Question) -> Scores | None:
        try:
            return judged_with_sentences(self._model, [question])[0]
        except Exception as failure:
            _complain(failure)
            return None

    def _answered(self, question: Question, scores: Scores | None) -> EndpointAnswer:
        if scores is None:
            return refusal(500, "The text could not be judged.")
        try:
            return question.answered(scores)
        except Exception as failure:
            _complain(failure)
            return refusal(500, "The text could not be judged.")


def _complain(failure: Exception) -> None:
    """Say where it failed and not what about: a message of Python's may quote the text."""
    place, trace = "", failure.__traceback__
    while trace is not None:
        place, trace = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}", trace.tb_next
    logger.error("A text could not be judged: %s at %s", type(failure).__name__, place)
