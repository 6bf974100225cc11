"""The link with which somebody who was taken on sets their first password.

    /desk/join/7-1764300000/Xk3v…/

Signed over the person, the address that it is mailed to, the end of its time and the password that it replaces: it
works once, and no longer once a password is set, the address is corrected or the account is closed. The mark has 22
characters, which no log of ours writes.
"""

import base64
import hashlib
import hmac
from datetime import datetime, timedelta

from django.conf import settings

from kawaraban.kit.signing import derived_key
from kawaraban.people.models import User

LIFETIME = timedelta(days=7)
_MARK_BYTES = 16


def invitation_path(user: User, *, now: datetime) -> str:
    """The last two parts of the address, "7-1764300000/mark/"."""
    ends_at = int((now + LIFETIME).timestamp())
    return f"{user.pk}-{ends_at}/{_mark(user, ends_at)}/"


def invited(*, user_id: int, ends_at: int, mark: str, now: datetime) -> User | None:
    """Who may set a password with this link now; None when it is wrong, used or too old."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None or ends_at <= now.timestamp():
        return None
    return user if hmac.compare_digest(_mark(user, ends_at).encode(), mark.encode()) else None


def _mark(user: User, ends_at: int) -> str:
    said = f"{user.pk}.{ends_at}.{user.password}.{user.session_salt}.{user.email}".encode()
    key = derived_key(settings.SECRET_KEY, "invitation")
    mark = hmac.new(key, said, hashlib.sha256).digest()[:_MARK_BYTES]
    return base64.urlsafe_b64encode(mark).decode().rstrip("=")
