"""What a sender is answered: the tracking page, or a refusal with its reason, as a page or as JSON.

A refusal page gives back all that was typed, under its sentence. When even the story cannot be read from the
database, the page is made without it: the words are the last thing that may be lost.
"""

from dataclasses import dataclass
from functools import cache, lru_cache
from http import HTTPStatus

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from kawaraban.comments.actions.receive import Receipt
from kawaraban.comments.models import Status
from kawaraban.comments.names.house_words import house_words
from kawaraban.comments.refusals import refusal_words
from kawaraban.comments.submission import Reason, Refused
from kawaraban.comments.tracking import track
from kawaraban.doors.public.answering import known_language, page, private
from kawaraban.doors.public.form.page import FormContext, form_context
from kawaraban.doors.public.form.sent_form import SentForm
from kawaraban.kit.clock import utc_now


@dataclass(frozen=True, slots=True)
class Answer:
    """How one reason is answered: the status, the field it is about, and when trying again makes sense."""

    status: int
    field: str = ""
    retry_after: int = 0


UNFIT = HTTPStatus.UNPROCESSABLE_ENTITY
ANSWERS: dict[Reason, Answer] = {
    Reason.EMPTY: Answer(UNFIT, "text"),
    Reason.TOO_LONG: Answer(UNFIT, "text"),
    Reason.TOO_MANY_BYTES: Answer(UNFIT, "text"),
    Reason.NAME_MISSING: Answer(UNFIT, "name"),
    Reason.NAME_TOO_LONG: Answer(UNFIT, "name"),
    Reason.NAME_OF_STAFF: Answer(UNFIT, "name"),
    Reason.EMAIL_INVALID: Answer(UNFIT, "email"),
    Reason.NOT_UTF8: Answer(UNFIT, "text"),
    Reason.BODY_TOO_LARGE: Answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "text"),
    Reason.THREAD_UNKNOWN: Answer(UNFIT),
    Reason.THREAD_CLOSED: Answer(HTTPStatus.FORBIDDEN),
    Reason.PARENT_UNKNOWN: Answer(UNFIT),
    Reason.SUSPENDED: Answer(HTTPStatus.FORBIDDEN),
    Reason.TOO_FAST: Answer(HTTPStatus.TOO_MANY_REQUESTS, "", 60),
    Reason.ROBOT: Answer(UNFIT),
    Reason.BUSY: Answer(HTTPStatus.SERVICE_UNAVAILABLE, "", 5),
    Reason.UNKNOWN: Answer(HTTPStatus.SERVICE_UNAVAILABLE, "", 5),
    Reason.DISK_FULL: Answer(HTTPStatus.SERVICE_UNAVAILABLE, "", 300),
    Reason.READ_ONLY: Answer(HTTPStatus.SERVICE_UNAVAILABLE, "", 300),
    Reason.BROKEN: Answer(HTTPStatus.SERVICE_UNAVAILABLE, "", 300),
    Reason.FOREIGN_SITE: Answer(HTTPStatus.FORBIDDEN),
    Reason.ASKED: Answer(UNFIT, "text"),
}


def wants_json(request: HttpRequest) -> bool:
    """Whether JSON was asked for by name; whoever takes anything gets the page."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


@lru_cache(maxsize=256)  # browsers say the same few things
def accepts_json(accept: str) -> bool:
    """The same for an Accept header outside of a request."""
    request = HttpRequest()
    if accept:
        request.META["HTTP_ACCEPT"] = accept
    return wants_json(request)


def received(request: HttpRequest, receipt: Receipt) -> HttpResponse:
    """303 to the tracking page, or to the comment; as JSON 201, or 200 when the same words were there already."""
    if not wants_json(request):
        return _finished(HttpResponseRedirect(after_sending(receipt), status=HTTPStatus.SEE_OTHER))
    status, body = receipt_as_json(receipt, notice=house_words(receipt.language).notice)
    return _finished(JsonResponse(body, status=status))


def after_sending(receipt: Receipt) -> str:
    """Where the browser goes: the tracking page with the notice of promise P7.

    Who cannot prove that it is theirs is led to where everybody may go: the comment.
    """
    return f"{tracking_path(receipt)}?sent=1" if receipt.tracking_token else comment_path(receipt)


def tracking_path(receipt: Receipt) -> str:
    """Where its author follows the comment."""
    before, after = _around_token()
    return f"{before}{receipt.tracking_token}{after}"


def comment_path(receipt: Receipt) -> str:
    """Where everybody finds the comment, once it is on its page."""
    return reverse("public:comment", args=[receipt.public_id])


@cache  # a token needs no quoting, and an address is looked up for a page, not for every comment
def _around_token() -> tuple[str, str]:
    before, _, after = reverse("public:track", args=["TOKEN"]).partition("TOKEN")
    return before, after


def receipt_as_json(receipt: Receipt, *, notice: str) -> tuple[int, dict[str, str]]:
    """Status and body for a script. `notice` is what senders read, in the language of the comment."""
    if not receipt.tracking_token:
        with translation.override(receipt.language):
            said = _("This comment was sent before. Nothing was changed.")
        body = {"comment_url": comment_path(receipt), "notice": said, "public_id": receipt.public_id}
        return HTTPStatus.OK, body
    status = receipt.status
    if status != Status.PENDING:
        # A repeat of what was decided: a decision that may still be taken back is not told.
        status = track(receipt.tracking_token, utc_now()).status
    body = {
        "tracking_url": tracking_path(receipt),
        "notice": notice,
        "status": status,
        "public_id": receipt.public_id,
    }
    return (HTTPStatus.OK if receipt.is_repeat else HTTPStatus.CREATED), body


def refusal(request: HttpRequest, sent: SentForm, refused: Refused) -> HttpResponse:
    """The sentence and the text, with the status of the reason."""
    if wants_json(request):
        status, body = refusal_as_json(refused, language=sent["language"])
        response: HttpResponse = JsonResponse(body, status=status)
    else:
        response = _refusal_page(request, sent, refused)
    retry_after = seconds_until_retry(refused)
    if retry_after:
        response.headers["Retry-After"] = str(retry_after)
    return _finished(response)


def refusal_as_json(refused: Refused, *, language: str) -> tuple[int, dict[str, str]]:
    """Status and body for a script, with the sentence in the language that the form was in."""
    answer = ANSWERS[refused.reason]
    with translation.override(known_language(language)):
        words = refusal_words(refused)
    body = {"error": words, "reason": refused.reason.value, "field": answer.field}
    if refused.reason is Reason.ASKED:
        body["asked"] = str(refused.facts.get("token", ""))
    return answer.status, body


def seconds_until_retry(refused: Refused) -> int:
    """When trying again makes sense; 0 where it makes none."""
    retry_after = ANSWERS[refused.reason].retry_after
    return int(refused.facts.get("seconds", retry_after)) if retry_after else 0


def wrong_kind(request: HttpRequest) -> HttpResponse:
    """415: the body was not sent by a form. There are no fields to give back."""
    words = _("A comment is sent by a form. What arrived here was something else.")
    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    if wants_json(request):
        return _finished(JsonResponse({"error": words, "reason": "wrong_kind", "field": ""}, status=status))
    return _finished(HttpResponse(words, status=status, content_type="text/plain; charset=utf-8"))


def _refusal_page(request: HttpRequest, sent: SentForm, refused: Refused) -> HttpResponse:
    answer = ANSWERS[refused.reason]
    try:
        context: FormContext | None = form_context(sent["thread"], sent["parent"])
    except DatabaseError:
        context = None
    language = context.language if context else known_language(sent["language"])
    with translation.override(language):
        words = refusal_words(refused)
    values = {
        "page": context,
        "thread": context.thread if context else None,
        "parent": context.parent if context else None,
        "error": words,
        "error_field": answer.field,
        "form_name": sent["name"],
        "form_text": sent["text"],
        "form_email": sent["email"],
        "form_asked": refused.facts.get("token", "") or sent["asked"],
        "is_asked": refused.reason is Reason.ASKED,
        "sent": sent.fields,
    }
    try:
        return page(request, "public/refused.html", values, language=language, status=answer.status)
    except DatabaseError:
        with translation.override(language):
            return HttpResponse(render_to_string("public/refused_bare.html", values), status=answer.status)


def _finished(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ["Accept"])
    return private(response)
