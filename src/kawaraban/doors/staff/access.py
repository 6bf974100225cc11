"""Who may open a page of staff, and that nothing of it is kept anywhere.

@staff_page(Verb.MANAGE_STAFF, "GET", "POST")
def colleagues(request, publisher): ...
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers

from kawaraban.people.models import User
from kawaraban.people.permissions import Verb, require, staff_only
from kawaraban.press.printing.methods import takes

P = ParamSpec("P")
StaffView = Callable[Concatenate[HttpRequest, User, P], HttpResponse]
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def staff_page(verb: Verb, *methods: str) -> Callable[[StaffView[P]], View[P]]:
    """Let in who may do this, with these methods; hand the view the person."""
    allowed = [*methods, "HEAD"] if "GET" in methods else list(methods)

    def decorate(view: StaffView[P]) -> View[P]:
        @staff_only(verb)
        def for_staff(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            return view(request, require(request.user, verb), *args, **kwargs)

        @wraps(view)
        @takes(*allowed)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            response = for_staff(request, *args, **kwargs)
            add_never_cache_headers(response)
            return response

        guarded.verb = verb  # type: ignore[attr-defined]
        return guarded

    return decorate
