"""Every page of the newspaper tells the time of the paper's own zone, which its publisher sets in the editor."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from kawaraban.stories.paper import settings_of


class PaperTimeZoneMiddleware:
    """The knob `time_zone` is only the zone that a new paper starts with. The settings are read once a request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with timezone.override(settings_of(request).zone):
            return self.get_response(request)
