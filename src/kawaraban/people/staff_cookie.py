"""The mark of staff that the front can check without a database: staff sees live pages, not printed ones.

The value is "user.expiry.mark", signed for this one purpose. It opens nothing: every right is checked against
the session. It only chooses between a stored page and a fresh one.
"""

from datetime import datetime

from django.conf import settings

from kawaraban.kit.signing import derived_key, sign, unsign

COOKIE = "kawaraban_staff"
PURPOSE = "staff-cookie"


def staff_cookie_value(user_id: int, *, expires_at: datetime) -> str:
    """The signed value."""
    return sign(f"{user_id}.{int(expires_at.timestamp())}", derived_key(settings.SECRET_KEY, PURPOSE))


def seconds_left(value: str, *, user_id: int, now: datetime) -> int:
    """How long this value still marks this member of staff; 0 when it does not."""
    plain = unsign(value, derived_key(settings.SECRET_KEY, PURPOSE))
    owner, _dot, expiry = (plain or "").partition(".")
    if owner != str(user_id) or not expiry.isdigit():
        return 0
    return max(0, int(expiry) - int(now.timestamp()))
