"""The pages for what went wrong, in the paper's dress. None of them is stored by anybody."""

import sys
from dataclasses import dataclass

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kawaraban.doors.public.form.answers import wants_json
from kawaraban.doors.public.trouble.machine_trouble import answer_to
from kawaraban.people.permissions import Verb, may

LazyText = str | Promise


@dataclass(frozen=True, slots=True)
class ErrorWords:
    """The heading of an error page and the sentence under it."""

    title: LazyText
    sentence: LazyText


WORDS: dict[int, ErrorWords] = {
    400: ErrorWords(
        _("This request cannot be read"),
        _("Something in it is not as we can understand it. Nothing was changed."),
    ),
    403: ErrorWords(
        _("This page is not for you"),
        _("It needs somebody with another task. If that should be you, ask the publisher of the paper."),
    ),
    404: ErrorWords(
        _("This page is not in the paper"),
        _("It may have moved, or the address has a slip of the pen in it."),
    ),
    500: ErrorWords(
        _("Something of ours is broken"),
        _("It is our fault, not yours, and it has been written down. Please try again in a minute."),
    ),
}
FORM_TOO_OLD = ErrorWords(
    _("This form is too old"),
    _("It was open for long, or cookies are off. Go back, load the page again and send it once more."),
)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400. The request may be so broken that nothing of it may be asked again."""
    return _plain(400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return _dressed(request, 403, WORDS[403], desk_url=_desk_url(request))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return _dressed(request, 404, WORDS[404])


def server_error(request: HttpRequest) -> HttpResponse:
    """500, made without the database and without context processors: they may be what is broken.

    503 with the cause where it is the machine's: Django calls this while the failure is being handled.
    """
    return answer_to(request, sys.exc_info()[1]) or _plain(500)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 where a desk form came without its token (Django's CSRF_FAILURE_VIEW)."""
    return _dressed(request, 403, FORM_TOO_OLD)


def _desk_url(request: HttpRequest) -> str:
    """The way back to work, for staff who took a wrong turn."""
    is_staff = may(getattr(request, "user", None), Verb.OPEN_DESK)
    return reverse("desk:queue") if is_staff else ""


def _dressed(request: HttpRequest, status: int, words: ErrorWords, *, desk_url: str = "") -> HttpResponse:
    if wants_json(request):
        return _unstored(JsonResponse({"error": str(words.sentence)}, status=status))
    try:
        values = {"words": words, "status": status, "desk_url": desk_url}
        return _unstored(render(request, "public/error.html", values, status=status))
    except DatabaseError:
        return _plain(status)


def _plain(status: int) -> HttpResponse:
    """The page without request; when even its templates fail, three lines of HTML."""
    words = WORDS[status]
    try:
        body = render_to_string("public/error.html", {"words": words, "status": status})
    except Exception:
        body = format_html(
            '<!doctype html><html lang="{}"><meta charset="utf-8"><title>{}</title><h1>{}</h1><p>{}</p></html>',
            get_language() or "en",
            words.title,
            words.title,
            words.sentence,
        )
    return _unstored(HttpResponse(body, status=status))


def _unstored(response: HttpResponse) -> HttpResponse:
    add_never_cache_headers(response)
    return response
