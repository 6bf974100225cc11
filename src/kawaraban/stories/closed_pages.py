"""A page that an editor closed to readers leads to the paper's one way in, and asks for no password of its own."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers

Serve = Callable[[Any, HttpRequest, Any, Any], HttpResponseBase]


def closed_to_strangers(serve: Serve) -> Serve:
    """Before Wagtail's own look at the same: its forms for this have no address here."""

    def inner(page: Any, request: HttpRequest, serve_args: Any, serve_kwargs: Any) -> HttpResponseBase:
        closed = page.get_view_restrictions()
        if all(restriction.accept_request(request) for restriction in closed):
            return serve(page, request, serve_args, serve_kwargs)
        if request.user.is_authenticated:
            raise PermissionDenied
        response = redirect_to_login(request.get_full_path())
        add_never_cache_headers(response)
        return response

    return inner
