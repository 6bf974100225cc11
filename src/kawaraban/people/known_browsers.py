"""The mark of a browser that somebody has signed in with: strangers' wrong passwords do not shut it out.

The cookie is "mark.expiry.users.signature": `mark` names the browser, `users` are the numbers of those who signed in
with it, whole, second factor and all. It opens nothing. Its wrong passwords are counted by its own mark, so whoever
has stolen one has as many tries as anybody.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from kawaraban.kit.clock import utc_now
from kawaraban.kit.signing import derived_key, sign, unsign
from kawaraban.people.middleware import signed_in
from kawaraban.people.models import User

COOKIE = "kawaraban_known"
LIFETIME = timedelta(days=180)
# All who share a browser at a desk.
_MOST_USERS = 8
_PURPOSE = "known-browser"
# Only these addresses ask for passwords and codes. Readers' pages never see the cookie.
_PLACE = "/desk/"


@dataclass(frozen=True, slots=True)
class KnownBrowser:
    """A browser, and who has signed in with it, the latest last."""

    mark: str
    expires_at: int
    users: tuple[int, ...]


class KnownBrowserMiddleware:
    """Gives the cookie to the browser of somebody who is signed in, and renews it half-way."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        user = signed_in(request) if request.path_info.startswith(_PLACE) else None
        if user is not None and not _is_marked(request, user):
            _mark(request, response, user)
        return response


def browser_of(request: HttpRequest | None, user: User | None) -> str:
    """The mark of the request's browser where this person has signed in with it before, else ""."""
    if request is None or user is None:
        return ""
    known = read(request.COOKIES.get(COOKIE, ""), now=utc_now())
    return known.mark if known and user.pk in known.users else ""


def read(value: str, *, now: datetime) -> KnownBrowser | None:
    """What a cookie says; None of a forged one and of one that is over."""
    plain = unsign(value, derived_key(settings.SECRET_KEY, _PURPOSE))
    if plain is None:
        return None
    mark, expiry, users = plain.split(".")
    known = KnownBrowser(mark, int(expiry), tuple(int(user) for user in users.split("-")))
    return known if known.expires_at > now.timestamp() else None


def written(known: KnownBrowser) -> str:
    """The signed value."""
    plain = f"{known.mark}.{known.expires_at}.{'-'.join(str(user) for user in known.users)}"
    return sign(plain, derived_key(settings.SECRET_KEY, _PURPOSE))


def _is_marked(request: HttpRequest, user: User) -> bool:
    now = utc_now()
    known = read(request.COOKIES.get(COOKIE, ""), now=now)
    return (
        known is not None and user.pk in known.users and known.expires_at > (now + LIFETIME / 2).timestamp()
    )


def _mark(request: HttpRequest, response: HttpResponseBase, user: User) -> None:
    now = utc_now()
    before = read(request.COOKIES.get(COOKIE, ""), now=now)
    others = tuple(pk for pk in (before.users if before else ()) if pk != user.pk)
    known = KnownBrowser(
        mark=before.mark if before else secrets.token_urlsafe(12),
        expires_at=int((now + LIFETIME).timestamp()),
        users=(*others, user.pk)[-_MOST_USERS:],
    )
    response.set_cookie(
        COOKIE,
        written(known),
        max_age=LIFETIME,
        path=_PLACE,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
