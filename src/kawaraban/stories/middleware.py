"""Every page of the newspaper tells the time of the paper's own zone; and the editor's door, where texts are fitted."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from http import HTTPStatus
from typing import Any

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from kawaraban.kit.fit import fit, fit_in
from kawaraban.kit.work.turn import every_transaction_in_turn
from kawaraban.stories.pages.old_addresses import led_on
from kawaraban.stories.paper.paper import settings_of


class PaperTimeZoneMiddleware:
    """The knob `time_zone` is only the zone that a new paper starts with. The settings are read once a request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with _zone_of(request):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Wagtail's views go by a clock of each person, and without one by the knob. Here all go by the paper's.

        Only this request is told so: nothing is stored.
        """
        if request.path_info.startswith(reverse("wagtailadmin_home")) and request.user.is_authenticated:
            profile = UserProfile.get_for_user(request.user)
            profile.current_time_zone = timezone.get_current_timezone_name()
            request.user.wagtail_userprofile = profile  # type: ignore[attr-defined]


class FittedFormsMiddleware:
    """What is sent to the editor is fitted before any form sees it, Wagtail's own among them.

    The rows of the paper fit themselves, too. This saves an editor from being refused for a sign that nobody can see.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if request.method != "POST" or not request.path_info.startswith(reverse("wagtailadmin_home")):
            return
        sent = request.POST.copy()
        for name, values in request.POST.lists():
            sent.setlist(name, [_fit_sent(value) for value in values])
        sent._mutable = False
        request.POST = sent  # type: ignore[assignment]


class EditorTurnMiddleware:
    """What Wagtail changes by itself is changed in the turn, as all else: deletions, moves, many pages at once.

    It locks rows first and has the orders written last, which take the turn: two who do so would wait for each other.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or not request.path_info.startswith(reverse("wagtailadmin_home")):
            return self.get_response(request)
        with every_transaction_in_turn(connection):
            return self.get_response(request)


class OldAddressesMiddleware:
    """What is not found may stand elsewhere by now. In the place of Wagtail's, which knows no sections."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        led = led_on(request) if response.status_code == HTTPStatus.NOT_FOUND else None
        if led is None:
            return response
        return (HttpResponsePermanentRedirect if led.is_permanent else HttpResponseRedirect)(led.link)


def _fit_sent(value: str) -> str:
    """Rich text is sent as JSON, where every sign may be written as a number."""
    if value.startswith("{") and '"blocks"' in value and "\\u" in value:
        with suppress(ValueError):
            return json.dumps(fit_in(json.loads(value)))
    return fit(value)


def _zone_of(request: HttpRequest) -> AbstractContextManager[object]:
    try:
        return timezone.override(settings_of(request).zone)
    except DatabaseError:
        # The view has words for a database that cannot be read, and they need no zone.
        return nullcontext()
