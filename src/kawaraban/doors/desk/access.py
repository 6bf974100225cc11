"""Who may come to the desk, and that nothing of it is kept anywhere.

    @desk_view("GET")
    def queue(request, moderator): ...

    @desk_view("POST", Verb.APPROVE)
    def approve(request, moderator, public_id): ...   # and asks `comment_for` for the comment: its section counts

Every view of the desk wears it: staff who may do this, this method alone, no copy in any cache. A script that
is not signed in any more is told so (401) instead of being handed the sign-in page as if it were a comment.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import add_never_cache_headers, patch_vary_headers

from kawaraban.comments.models import Comment
from kawaraban.kit.work.once import read_once
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb, require, staff_only
from kawaraban.press.orders import log_moment
from kawaraban.press.printing.methods import takes
from kawaraban.press.printing.pieces import rendering_at

P = ParamSpec("P")
DeskView = Callable[Concatenate[HttpRequest, User, P], HttpResponseBase]
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
_METHODS = {"GET": ["GET", "HEAD"], "POST": ["POST"], "BOTH": ["GET", "HEAD", "POST"]}


def wants_fragment(request: HttpRequest) -> bool:
    """Whether the desk's own script asks and will put the answer into the page that is there."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and headers.get("HX-History-Restore-Request") != "true"


def desk_view(method: str, verb: Verb = Verb.OPEN_DESK) -> Callable[[DeskView[P]], View[P]]:
    """Let in who may do this, with this method ("BOTH" shows and takes a form); hand the view the moderator."""
    methods = _METHODS[method]

    def decorate(view: DeskView[P]) -> View[P]:
        @staff_only(verb)
        def for_staff(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            with read_once(), _as_of_now(request):
                return view(request, require(request.user, verb), *args, **kwargs)

        @wraps(view)
        @takes(*methods)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if wants_fragment(request) and not request.user.is_authenticated:
                response: HttpResponseBase = HttpResponse(status=401)
            elif "GET" not in methods and not request.user.is_authenticated:
                # An address that takes no GET is no place to come back to.
                response = redirect_to_login(reverse("desk:queue"))
            else:
                response = for_staff(request, *args, **kwargs)
            add_never_cache_headers(response)
            patch_vary_headers(response, ["HX-Request"])
            return response

        guarded.verb = verb  # type: ignore[attr-defined]
        return guarded

    return decorate


def _as_of_now(request: HttpRequest) -> AbstractContextManager[None]:
    """A page that is only read takes from other pages what no order has changed since: the paper's name, its links."""
    is_read = request.method in {"GET", "HEAD"}
    if not is_read:
        return nullcontext()
    moment = log_moment()
    return rendering_at(moment.number, epoch=moment.epoch)


def comment_for(moderator: User, verb: Verb, public_id: str) -> Comment:
    """The comment, with what a card shows of thread and parent, when this person may do this in its section.

    Raises Http404 and PermissionDenied.
    """
    rows = Comment.objects.select_related("thread", "parent", "triage")
    comment = get_object_or_404(rows, public_id=public_id)
    require(moderator, verb, section=comment.thread.section)
    return comment
