"""Name and password, with the count of wrong ones inside: whatever form or view asks, it asks here.

A door that nobody thought of (a library's, a later one of ours) has the limit by itself. Over the limit the right
password is refused like a wrong one; `refusal_of` tells a form of ours why.
"""

from typing import Any

from asgiref.sync import sync_to_async
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Exists, OuterRef
from django.http import HttpRequest

from kawaraban.kit.clock import utc_now
from kawaraban.people.factors import factors_of
from kawaraban.people.known_browsers import browser_of
from kawaraban.people.models import User
from kawaraban.people.throttle import TooManyTries, begin

_REFUSAL = "_kawaraban_too_many_tries"


class CountedBackend(ModelBackend):
    """Django's own, inside one counted try."""

    def authenticate(  # type: ignore[override]
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **more: Any,
    ) -> AbstractBaseUser | None:
        """The person, or None. Raises TooManyTries, of which Django makes None."""
        name = more.get(User.USERNAME_FIELD) if username is None else username
        if name is None or password is None:
            return None
        user = User.objects.filter(username__iexact=name.strip()).first()
        try:
            attempt = begin(
                address=str(request.META.get("REMOTE_ADDR", "")) if request else "",
                account=name,
                browser=browser_of(request, user),
                now=utc_now(),
            )
        except TooManyTries as too_many:
            if request is not None:
                setattr(request, _REFUSAL, too_many)
            raise
        found = super().authenticate(request, username=name, password=password)
        if found is not None:
            attempt.succeeded()
        return found

    def get_user(self, user_id: Any) -> User | None:
        """The person of a session; whether they hold a second factor comes in the same question."""
        user = (
            User.objects.annotate(holds_factor=Exists(factors_of(OuterRef("pk")))).filter(pk=user_id).first()
        )
        return user if user is not None and self.user_can_authenticate(user) else None

    async def aget_user(self, user_id: Any) -> User | None:
        return await sync_to_async(self.get_user)(user_id)

    async def aauthenticate(self, request: HttpRequest | None, **credentials: Any) -> AbstractBaseUser | None:  # type: ignore[override]
        """The same, for a door that does not block."""
        return await sync_to_async(self.authenticate)(request, **credentials)


def refusal_of(request: HttpRequest | None) -> TooManyTries | None:
    """Why the last password of this request was not looked at; None where it was."""
    return getattr(request, _REFUSAL, None)
