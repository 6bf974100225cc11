"""Which methods an address knows: answered before anything else is asked of the request.

A page is only read, and nothing of the paper is written by PUT, PATCH or DELETE. Asked for a token against forged forms
first (and so answered 403), whoever tries would not learn that.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase

# The name of the address under which Wagtail serves pages, the last of all addresses.
_PAGES = "wagtail_serve"
OF_PAGES = ("GET", "HEAD", "OPTIONS")
_OF_OTHERS = (*OF_PAGES, "POST")


class MethodsMiddleware:
    """405, with the methods that would do. Stands before the one that looks for forged forms."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, _words: Any
    ) -> HttpResponseNotAllowed | None:
        """Called by Django when it knows the view."""
        match = request.resolver_match
        allowed = OF_PAGES if match is not None and match.url_name == _PAGES else _OF_OTHERS
        return None if request.method in allowed else HttpResponseNotAllowed(allowed)
