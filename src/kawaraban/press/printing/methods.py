"""Which methods an address takes: answered before anything else is asked of the request.

    @takes("GET", "HEAD", "POST")
    def notice(request): ...

A view that says nothing is only read. Asked for a token against forged forms first (and so answered 403), or sent to
the page where one signs in, whoever tries another method would not learn that it is the wrong one.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Any, Final, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.urls import ResolverMatch
from django.views import View

from kawaraban.press.front.short_answers import NOT_KEPT, READ, allow_line

Decorated = TypeVar("Decorated", bound=Callable[..., Any])
_READ_OR_SENT: Final = ("GET", "HEAD", "POST")
# What Wagtail's functions take. They do not say it themselves; of those that are not here it is any form.
_OF_WAGTAIL: Final[dict[str, Collection[str]]] = {
    "wagtail_serve": (*READ, "OPTIONS"),  # the page itself says it, where there is one
    "wagtailadmin_sprite": READ,
    "wagtailadmin_javascript_catalog": READ,
    "wagtailadmin_tag_autocomplete": READ,
    "wagtailadmin_tag_model_autocomplete": READ,
    # The editor's own script throws a preview away.
    "wagtailadmin_pages:preview_on_add": ("GET", "POST", "DELETE"),
    "wagtailadmin_pages:preview_on_edit": ("GET", "POST", "DELETE"),
}
_SAID: Final = "taken_methods"


def takes(*methods: str) -> Callable[[Decorated], Decorated]:
    """Say of a view by which methods it can be asked, where it is not only read. OPTIONS is answered for it."""

    def say(view: Decorated) -> Decorated:
        setattr(view, _SAID, methods)
        return view

    return say


# A form is shown and sent at one address.
takes_form: Final = takes(*_READ_OR_SENT)


class MethodsMiddleware:
    """405, with the methods that would do; and these to who asks for them. Stands before who looks for forged forms."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _words: Any) -> HttpResponse | None:
        """Called by Django when it knows the view."""
        taken = methods_of(view, request.resolver_match)
        if request.method in taken:
            return None
        allowed = allow_line(taken)
        if request.method == "OPTIONS":
            return HttpResponse(headers={"Allow": allowed, **dict(NOT_KEPT)})
        return HttpResponseNotAllowed(allowed.split(", "), headers=dict(NOT_KEPT))


def methods_of(view: Any, match: ResolverMatch | None) -> Collection[str]:
    """The methods that the view takes. With OPTIONS among them it answers this, too."""
    said: Collection[str] | None = getattr(view, _SAID, None)
    if said is not None:
        return said
    if hasattr(view, "view_class"):
        return _methods_of_class(view.view_class, view.view_initkwargs)
    if view.__module__.startswith("kawaraban."):
        return READ
    return _OF_WAGTAIL.get(match.view_name if match is not None else "", _READ_OR_SENT)


def _methods_of_class(kind: type[View], said: dict[str, Any]) -> Collection[str]:
    """Those that a class of views has a function for.

    What Django's own classes answer to PUT, PATCH and DELETE is what they answer to POST: nobody sends it.
    """
    names: Iterable[str] = said.get("http_method_names") or kind.http_method_names
    taken = set()
    for name in names:
        function = getattr(kind, "get" if name == "head" else name, None)
        is_of_django = getattr(function, "__module__", "").startswith("django.")
        if function is not None and not (is_of_django and name not in {"get", "head", "post"}):
            taken.add(name.upper())
    return taken - {"OPTIONS", "TRACE"}
