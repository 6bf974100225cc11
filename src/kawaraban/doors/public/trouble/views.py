"""The pages for what went wrong, in the paper's dress.

An error page is stored by nobody. The front shows a sorry page when the app cannot answer, so it is printed beforehand.
"""

import sys

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from kawaraban.comments.keys import PAPER_KEY
from kawaraban.doors.public.answering import page
from kawaraban.doors.public.form.answers import wants_json
from kawaraban.doors.public.trouble.error_words import ERROR_WORDS, FORM_TOO_OLD, ErrorWords
from kawaraban.doors.public.trouble.machine_trouble import answer_to
from kawaraban.doors.public.trouble.sorry_words import SORRY_WORDS
from kawaraban.look.inline_style import inline_style
from kawaraban.people.permissions import Verb, may
from kawaraban.press.printing.printable import printable


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400. The request may be so broken that nothing of it may be asked again."""
    return _plain(400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return _dressed(request, 403, ERROR_WORDS[403], desk_url=_desk_url(request))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return _dressed(request, 404, ERROR_WORDS[404])


def server_error(request: HttpRequest) -> HttpResponse:
    """500, made without the database and without context processors: they may be what is broken.

    503 with the cause where it is the machine's: Django calls this while the failure is being handled.
    """
    return answer_to(request, sys.exc_info()[1]) or _plain(500)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 where a desk form came without its token (Django's CSRF_FAILURE_VIEW)."""
    return _dressed(request, 403, FORM_TOO_OLD)


def sorry(request: HttpRequest, kind: str) -> HttpResponse:
    """One of the pages, in the paper's own language."""
    words = SORRY_WORDS.get(kind)
    if words is None:
        raise Http404
    # Our own sheets, byte for byte as the policy's hash names them. No other page has an element like this.
    style = mark_safe(f"<style>{inline_style()}</style>")  # noqa: S308
    language = settings.LANGUAGE_CODE
    response = page(request, "public/sorry.html", {"words": words, "style": style}, language=language)
    response.headers["X-Robots-Tag"] = "noindex"
    own = reverse("public:sorry", args=[kind])
    return printable(response, keys=[PAPER_KEY], address=own, language=language)


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
    words = ERROR_WORDS[status]
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
