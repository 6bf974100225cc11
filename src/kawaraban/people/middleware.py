"""What staff brings along: the language of the desk, and the cookie by which the front knows them.

Neither touches the session of a request that brought none: such a page must not vary by cookie, or it could
not be printed.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation

from kawaraban.kit.clock import utc_now
from kawaraban.people.models import User
from kawaraban.people.staff_cookie import COOKIE, seconds_left, staff_cookie_value

GetResponse = Callable[[HttpRequest], HttpResponseBase]

# The addresses whose language is the person's: everywhere else it is the page's.
STAFF_PLACES = ("/desk/", "/editor/")


class StaffLanguageMiddleware:
    """Desk and editor speak the language of the member of staff, else the browser's; the paper speaks its own."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = settings.LANGUAGE_CODE
        if request.path_info.startswith(STAFF_PLACES):
            language = _language_of(request)
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
        return self.get_response(request)


class StaffCookieMiddleware:
    """Sets, renews and removes the staff cookie."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        user = signed_in(request)
        if user is None:
            if COOKIE in request.COOKIES:
                response.delete_cookie(COOKIE, samesite="Lax")
            return response
        lifetime = settings.SESSION_COOKIE_AGE
        held = seconds_left(request.COOKIES.get(COOKIE, ""), user_id=user.pk, now=utc_now())
        if held < lifetime // 2:
            _set(response, user, lifetime)
        return response


def _set(response: HttpResponseBase, user: User, lifetime: int) -> None:
    value = staff_cookie_value(user.pk, expires_at=utc_now() + timedelta(seconds=lifetime))
    response.set_cookie(
        COOKIE,
        value,
        max_age=lifetime,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _language_of(request: HttpRequest) -> str:
    user = signed_in(request)
    if user is not None and user.language in dict(settings.LANGUAGES):
        return user.language
    return translation.get_language_from_request(request)


def signed_in(request: HttpRequest) -> User | None:
    """The member of staff, asked only where the request brought a session or the view has just begun one."""
    session: Any = getattr(request, "session", None)
    if session is None:
        return None
    if settings.SESSION_COOKIE_NAME not in request.COOKIES and not session.accessed:
        return None
    user = request.user
    return user if isinstance(user, User) and user.is_active else None
