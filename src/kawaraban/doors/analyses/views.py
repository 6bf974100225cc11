"""Perspective's two methods and Coral's phase, for comment systems with a key of the paper: parse, ask, answer.

No cookie and no session: the key says who asks, so no page of another site can ask in a reader's name. What is sent is
in no log and, with `comments:analyze`, in no table. A failure of ours is told as the format tells it: such a client
lets the comment pass, and would not understand a page.
"""

import logging
import traceback
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final, TypeAlias

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from kawaraban.comments.refusals import database_folder
from kawaraban.doors.analyses.asking import asking_client, sent_body, signed_body, takes_low_confidence
from kawaraban.doors.analyses.paper_scorer import PaperScorer
from kawaraban.kit.clock import utc_now
from kawaraban.kit.complaints import Complaint
from kawaraban.kit.faults import cause_of
from kawaraban.press.printing.methods import takes
from kawaraban.triage.formats.analysis import answer
from kawaraban.triage.formats.api_errors import ApiError, internal_error, unavailable
from kawaraban.triage.formats.coral import NOTHING, CoralRules, text_of, told
from kawaraban.triage.formats.requests import read_suggest_request
from kawaraban.triage.formats.suggestion import suggestion_answer
from kawaraban.triage.model.scores import Context
from kawaraban.triage.models import ApiClient
from kawaraban.triage.taught.layer import current
from kawaraban.triage.taught.suggestions import keep_suggestion

_JSON: Final = "application/json; charset=UTF-8"
_RETRY_SECONDS: Final = {429: "1", 503: "5"}
_CORALS_RULES: Final = CoralRules()
QUESTIONS_FAIL: Final = Complaint(logging.getLogger(__name__), "questions of other comment systems fail")

Method: TypeAlias = Callable[[HttpRequest, ApiClient, datetime], HttpResponse]


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


@takes("POST")
@csrf_exempt
def moderate(request: HttpRequest) -> HttpResponse:
    """POST /coral/moderation-phase, with the key in the address and Coral's signature."""
    return _answered(request, _moderate)


def _analyze(request: HttpRequest, _client: ApiClient, _now: datetime) -> HttpResponse:
    scorer = PaperScorer(current())
    takes_low = takes_low_confidence(request)
    return _json(*answer(scorer, sent_body(request), site=scorer.site, takes_low_confidence=takes_low))


def _suggest(request: HttpRequest, client: ApiClient, now: datetime) -> HttpResponse:
    suggested = read_suggest_request(sent_body(request))
    model = current().model
    [scores] = model.score_many([suggested.text], [Context()])
    keep_suggestion(client=client, suggested=suggested, detected=scores.language, now=now)
    return _json(200, suggestion_answer(suggested, detected=[scores.language or "und"]))


def _moderate(request: HttpRequest, client: ApiClient, _now: datetime) -> HttpResponse:
    text = text_of(signed_body(request, client))
    said = told(PaperScorer(current()).suspicion(text), _CORALS_RULES) if text else NOTHING
    response = _json(said.status, said.body, headers=dict(said.headers))
    if not said.body:
        del response.headers["Content-Type"]
    return response


def _answered(request: HttpRequest, method: Method) -> HttpResponse:
    now = utc_now()
    try:
        response = method(request, asking_client(request, now=now), now)
    except ApiError as error:
        response = _json(*error.answer())
    except Exception as failure:  # whatever it is, the client is told in its own format
        response = _json(*_failed(failure))
    response.headers["Cache-Control"] = "private, no-store"
    if response.status_code in _RETRY_SECONDS:
        response.headers["Retry-After"] = _RETRY_SECONDS[response.status_code]
    # A refusal is nobody's news: a client that asks for what we do not have does so all day.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def _json(status: int, body: bytes, *, headers: Mapping[str, str] | None = None) -> HttpResponse:
    return HttpResponse(body, status=status, content_type=_JSON, headers=headers)


def _failed(failure: Exception) -> tuple[int, bytes]:
    """Told once a minute: where it failed, and never in which words, which may be a reader's."""
    cause = cause_of(failure, folder=database_folder())
    place = traceback.extract_tb(failure.__traceback__)[-1]
    QUESTIONS_FAIL.hear(f"{type(failure).__name__} in {place.name}, line {place.lineno}", cause=cause or "")
    return (unavailable() if cause else internal_error()).answer()
