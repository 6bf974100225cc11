"""Puts the headers of `header_rules.py` on every response."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from kawaraban.look.header_rules import STRICT, UNLESS_SAID, security_headers

__all__ = ["STRICT", "UNLESS_SAID", "SecurityHeadersMiddleware", "security_headers"]

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class SecurityHeadersMiddleware:
    """Puts the headers of its place on every response."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in security_headers(request.path_info).items():
            response.headers[name] = value
        for name, value in UNLESS_SAID.items():
            response.headers.setdefault(name, value)
        return response
