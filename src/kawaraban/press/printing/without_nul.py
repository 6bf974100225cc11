"""No NUL comes in: PostgreSQL can keep none, and a paper answers alike over both databases.

Taken out of what is asked for, of cookies and of forms, before anybody looks at them; nothing stands at an address
that has one. The doors that read a body themselves say what they do with it: the box for comments refuses it.
"""

from collections.abc import Callable
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.request import UnreadablePostError

_NUL: Final = "\0"


class WithoutNulMiddleware:
    """Stands before the first that asks the database: the session is found by a cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", ""):
            request.GET = _without(request.GET)  # type: ignore[assignment]
        for name, value in request.COOKIES.items():
            request.COOKIES[name] = value.replace(_NUL, "")  # a quoted value may hold one, written as \000
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _words: Any) -> None:
        """Called by Django when it knows the view. Raises Http404."""
        if _NUL in request.path_info:
            raise Http404
        # Whoever takes forms of any origin reads the body itself.
        if request.method == "POST" and not getattr(view, "csrf_exempt", False):
            try:
                sent = request.POST
            except UnreadablePostError:  # its sender is gone
                return
            if any(_NUL in value for values in sent.lists() for value in (values[0], *values[1])):
                request.POST = _without(sent)  # type: ignore[assignment]


def _without(fields: QueryDict) -> QueryDict:
    kept = QueryDict(mutable=True, encoding=fields.encoding)
    for name, values in fields.lists():
        kept.setlist(name.replace(_NUL, ""), [value.replace(_NUL, "") for value in values])
    kept._mutable = False
    return kept
