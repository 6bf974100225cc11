"""Who may enter which view.

@staff_only("may_moderate")
def queue(request): ...
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Literal, ParamSpec

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from kawaraban.people.models import User

P = ParamSpec("P")
Ability = Literal["may_moderate", "may_edit", "may_publish_paper"]
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def require(user: User | AnonymousUser, ability: Ability) -> User:
    """The member of staff, when they may. Raises PermissionDenied: the page with 403 says so in words."""
    if not isinstance(user, User) or not getattr(user, ability):
        raise PermissionDenied
    return user


def staff_only(ability: Ability) -> Callable[[View[P]], View[P]]:
    """Let in who may; send to the sign-in who is not signed in; answer 403 to the rest."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            require(request.user, ability)
            return view(request, *args, **kwargs)

        return guarded

    return decorate
