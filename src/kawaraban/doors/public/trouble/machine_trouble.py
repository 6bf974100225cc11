"""What everybody is answered, reader and staff, when the machine could not do it: 503, why, and what became of it.

One seam for every door: Django hands the exception of each view to the middleware here, and each other failure to
`trouble.views.server_error`, which asks here first.

    a form       "Nothing was decided or changed", the cause, all that was typed, and a button that sends it again
    the desk's   the same in one sentence, in the place of its messages; the card stays as it is
      script
    a page       "This page cannot be made just now", the cause

Where something was committed before the failure, or may have been, it does not say that nothing was: it says to look
first. Where the database ended one of two who were in each other's way, the request is done once more, and nobody is
told anything.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kawaraban.comments.refusals import database_folder
from kawaraban.doors.public.form.answers import wants_json
from kawaraban.kit.complaints import Complaint
from kawaraban.kit.faults import HEALTH_NAMES, FaultCause, cause_of, said_plainly, was_in_each_others_way

FAILED = Complaint(logging.getLogger(__name__), "requests fail")

CAUSES: Final[dict[FaultCause, Promise]] = {
    FaultCause.FULL: _("There is no room left on the disk of the paper."),
    FaultCause.READ_ONLY: _("The disk of the paper, or its database, can only be read just now."),
    FaultCause.FORBIDDEN: _("The paper may not write where it has to."),
    FaultCause.LOCKED: _("The database was busy with something else for too long."),
    FaultCause.DAMAGED: _("The database of the paper is damaged."),
    FaultCause.MISSING: _("The database of the paper cannot be opened."),
    FaultCause.AWAY: _("The database of the paper does not answer."),
    FaultCause.CROWDED: _("The database of the paper has no room for one more connection just now."),
}
_SECONDS: Final[dict[FaultCause, int]] = {FaultCause.LOCKED: 5, FaultCause.AWAY: 30, FaultCause.CROWDED: 5}
_LONG_SECONDS: Final = 300
# What stays standing on the board for a while after it was met: the clerk sees the rest by itself.
_SEEN_BY_PAGES: Final = frozenset({FaultCause.DAMAGED, FaultCause.MISSING})
_REMEMBERED_SECONDS: Final = 20.0
# What was typed is given back, up to here; never a secret, nor what a page fills in by itself.
_LONGEST_TYPED: Final = 200_000
_NEVER_SHOWN: Final = frozenset({"csrfmiddlewaretoken", "code", "otp", "token", "secret"})

# On a request that is to be done again; None once it was.
_AGAIN: Final = "is_to_be_done_again"

_met_at = 0.0


@dataclass(frozen=True, slots=True)
class TroubleWords:
    """A heading, the cause, and what to do. As an error page's words, with more under them."""

    title: Promise
    sentence: Promise
    advice: Promise

    @property
    def whole(self) -> str:
        """Heading and cause, each as a sentence of its language."""
        return f"{gettext('%(words)s.') % {'words': self.title}} {self.sentence}"


class MachineTroubleMiddleware:
    """Outside of all that writes: remembers how many transactions this thread had committed when a request came."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        before = _commits()
        request.commits_before = before  # type: ignore[attr-defined]
        response = self.get_response(request)
        if getattr(request, _AGAIN, False):
            # Nothing of it was committed, and who was in its way is done.
            setattr(request, _AGAIN, None)
            response = self.get_response(request)
        if response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR and _commits() != before:
            # Something was written: what failed before is over.
            FAILED.over()
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """What a view could not do. What fails around the views comes to `server_error`.

        The whole of it is done once more where the database ended it because two were in each other's way.
        """
        if _may_be_done_again(request, exception):
            setattr(request, _AGAIN, True)
            # Thrown away; with this status no session is kept on its way.
            return HttpResponse(status=HTTPStatus.INTERNAL_SERVER_ERROR)
        return answer_to(request, exception)


def answer_to(request: HttpRequest, failure: BaseException | None) -> HttpResponse | None:
    """The answer; None when the failure is not the machine's."""
    cause = cause_of(failure, folder=database_folder())
    if cause is None or failure is None:
        return None
    global _met_at
    if cause in _SEEN_BY_PAGES:
        _met_at = time.monotonic()
    FAILED.hear(said_plainly(failure), cause=cause)
    words = _words(request, cause)
    if request.headers.get("HX-Request") == "true":
        response = _for_the_script(words)
    elif wants_json(request):
        response = JsonResponse({"error": words.whole, "reason": cause.value})
    else:
        response = HttpResponse(_page(request, words))
    response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
    response.headers["Retry-After"] = str(_SECONDS.get(cause, _LONG_SECONDS))
    add_never_cache_headers(response)
    # It is told above, in one line a minute.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def _may_be_done_again(request: HttpRequest, failure: Exception) -> bool:
    """Once for each request, and never where something was committed, or may have been."""
    return (
        was_in_each_others_way(failure)
        and not hasattr(request, _AGAIN)
        and _commits() == getattr(request, "commits_before", None)
    )


def troubles_of_app() -> set[str]:
    """What pages have met in the last seconds that nobody else would see."""
    is_fresh = bool(_met_at) and time.monotonic() - _met_at < _REMEMBERED_SECONDS
    return {HEALTH_NAMES[FaultCause.DAMAGED]} if is_fresh else set()


def _commits() -> int:
    return int(getattr(connection, "commits_count", 0))


def _words(request: HttpRequest, cause: FaultCause) -> TroubleWords:
    if request.method in {"GET", "HEAD"}:
        return TroubleWords(
            _("This page cannot be made just now"), CAUSES[cause], _("Please try again later.")
        )
    if _commits() != getattr(request, "commits_before", _commits()):
        return TroubleWords(
            _("It may have been carried out in part"),
            CAUSES[cause],
            _("Please look what became of it before you send it again."),
        )
    return TroubleWords(
        _("Nothing was decided or changed"),
        CAUSES[cause],
        _("The publisher of the paper should know. Please send it again later: what you typed is kept here.")
        if _is_kept(request)
        else _("The publisher of the paper should know. Please try again later."),
    )


def _is_kept(request: HttpRequest) -> bool:
    """Whether the answer gives back what was sent, or the script leaves it where it stands."""
    return request.headers.get("HX-Request") == "true" or bool(_typed_fields(request))


def _for_the_script(words: TroubleWords) -> HttpResponse:
    """One sentence for the desk's place of messages; the card and what was typed on it stay."""
    response = HttpResponse(render_to_string("public/machine_trouble_part.html", {"words": words}))
    response.headers["HX-Reswap"] = "none"
    response.headers["HX-Push-Url"] = "false"
    return response


def _page(request: HttpRequest, words: TroubleWords) -> str:
    values = {
        "words": words,
        "status": HTTPStatus.SERVICE_UNAVAILABLE.value,
        "typed": _typed_fields(request),
        "action": request.get_full_path(),
        # A reader has no such cookie, and is not given one.
        "csrf_token": get_token(request) if settings.CSRF_COOKIE_NAME in request.COOKIES else "",
    }
    return render_to_string("public/machine_trouble.html", values)


def _typed_fields(request: HttpRequest) -> list[tuple[str, str, bool]]:
    """(field, text, whether somebody typed it as prose) of all that was sent; nothing where a secret was among it."""
    if request.method != "POST":
        return []
    try:
        fields = [(name, text) for name, texts in request.POST.lists() for text in texts]
    except Exception:  # a body that cannot be read any more has nothing to give back
        return []
    if any("password" in name for name, _text in fields) or request.FILES:
        return []
    kept = [(name, str(text)) for name, text in fields if name not in _NEVER_SHOWN]
    if sum(len(text) for _name, text in kept) > _LONGEST_TYPED:
        return []
    return [(name, text, " " in text or "\n" in text) for name, text in kept]
