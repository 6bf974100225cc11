"""Who has a second factor: a code or a passkey beside the password. allauth keeps them."""

from collections.abc import Iterable
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet

from kawaraban.people.models import User

_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def factors_of(user_id: Any) -> QuerySet[Authenticator]:
    """Those of one person; recovery codes are none by themselves."""
    found: QuerySet[Authenticator] = Authenticator.objects.filter(user_id=user_id, type__in=_FACTORS)
    return found


def has_second_factor(user: User) -> bool:
    """Whether a code or a passkey stands beside the password. A person of a session brings the answer along."""
    told = getattr(user, "holds_factor", None)
    return bool(factors_of(user.pk).exists()) if told is None else bool(told)


def holders_of_a_factor(users: Iterable[User]) -> set[int]:
    """Which of these have one, in one query."""
    rows = Authenticator.objects.filter(user__in=list(users), type__in=_FACTORS)
    return set(rows.values_list("user_id", flat=True))
