"""Every page of the newspaper tells the time of the paper's own zone, which its publisher sets in the editor."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from kawaraban.stories.paper import settings_of


class PaperTimeZoneMiddleware:
    """The knob `time_zone` is only the zone that a new paper starts with. The settings are read once a request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with _zone_of(request):
            return self.get_response(request)


def _zone_of(request: HttpRequest) -> AbstractContextManager[object]:
    try:
        return timezone.override(settings_of(request).zone)
    except DatabaseError:
        # The view has words for a database that cannot be read, and they need no zone.
        return nullcontext()
