"""Perspective's two methods, for comment systems that have a key of the paper: parse, ask the model, answer.

No cookie and no session: the key says who asks, so no page of another site can ask in a reader's name. What is sent is
in no log and, with `comments:analyze`, in no table. A failure of ours is told as the format tells it: such a client
lets the comment pass, and would not understand a page.
"""

import logging
import traceback
from collections.abc import Callable
from datetime import datetime
from typing import Final, TypeAlias

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from kawaraban.comments.refusals import database_folder
from kawaraban.doors.analyses.asking import asking_client, sent_body, takes_low_confidence
from kawaraban.doors.analyses.paper_scorer import PaperScorer
from kawaraban.kit.clock import utc_now
from kawaraban.kit.complaints import Complaint
from kawaraban.kit.faults import cause_of
from kawaraban.press.printing.methods import takes
from kawaraban.triage.formats.analysis import answer
from kawaraban.triage.formats.api_errors import ApiError, internal_error, unavailable
from kawaraban.triage.formats.requests import read_suggest_request
from kawaraban.triage.formats.suggestion import suggestion_answer
from kawaraban.triage.model.scores import Context
from kawaraban.triage.models import ApiClient
from kawaraban.triage.taught.layer import current
from kawaraban.triage.taught.suggestions import keep_suggestion

_JSON: Final = "application/json; charset=UTF-8"
_RETRY_SECONDS: Final = {429: "1", 503: "5"}
QUESTIONS_FAIL: Final = Complaint(logging.getLogger(__name__), "questions of other comment systems fail")

Told: TypeAlias = tuple[int, bytes]
Method: TypeAlias = Callable[[HttpRequest, ApiClient, datetime], Told]


@takes("POST")
@csrf_exempt
def analyze(request: HttpRequest) -> HttpResponse:
    """POST /v1alpha1/comments:analyze."""
    return _answered(request, _analyze)


@takes("POST")
@csrf_exempt
def suggest_score(request: HttpRequest) -> HttpResponse:
    """POST /v1alpha1/comments:suggestscore. Learnt from where the publisher trusts the client: nobody is told."""
    return _answered(request, _suggest)


def _analyze(request: HttpRequest, _client: ApiClient, _now: datetime) -> Told:
    scorer = PaperScorer(current())
    return answer(
        scorer, sent_body(request), site=scorer.site, takes_low_confidence=takes_low_confidence(request)
    )


def _suggest(request: HttpRequest, client: ApiClient, now: datetime) -> Told:
    suggested = read_suggest_request(sent_body(request))
    model = current().model
    [scores] = model.score_many([suggested.text], [Context()])
    keep_suggestion(client=client, suggested=suggested, detected=scores.language, now=now)
    return 200, suggestion_answer(suggested, detected=[scores.language or "und"])


def _answered(request: HttpRequest, method: Method) -> HttpResponse:
    now = utc_now()
    try:
        status, body = method(request, asking_client(request, now=now), now)
    except ApiError as error:
        status, body = error.answer()
    except Exception as failure:  # whatever it is, the client is told in its own format
        status, body = _failed(failure)
    response = HttpResponse(body, status=status, content_type=_JSON)
    response.headers["Cache-Control"] = "private, no-store"
    if status in _RETRY_SECONDS:
        response.headers["Retry-After"] = _RETRY_SECONDS[status]
    # A refusal is nobody's news: a client that asks for what we do not have does so all day.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def _failed(failure: Exception) -> Told:
    """Told once a minute: where it failed, and never in which words, which may be a reader's."""
    cause = cause_of(failure, folder=database_folder())
    place = traceback.extract_tb(failure.__traceback__)[-1]
    QUESTIONS_FAIL.hear(f"{type(failure).__name__} in {place.name}, line {place.lineno}", cause=cause or "")
    return (unavailable() if cause else internal_error()).answer()
