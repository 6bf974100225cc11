"""Sessions in the database that are of no use to whoever reads the database.

The row of a session is found by a keyed hash of its cookie, and what it holds (who is signed in, a secret that is
being set up, the key of a link to a new password) is enciphered. Named in the settings as SESSION_ENGINE; everything
else is as Django has it.
"""

import hashlib
import hmac
from typing import Any, cast

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from kawaraban.kit.enciphering import decipher, encipher
from kawaraban.kit.signing import derived_key

# As long as Django's column is.
_LENGTH = 40


def row_key(session_key: str) -> str:
    """The key of the row of the session with this cookie."""
    key = derived_key(settings.SECRET_KEY, "session row")
    return hmac.new(key, session_key.encode(), hashlib.sha256).hexdigest()[:_LENGTH]


class SessionStore(db.SessionStore):
    """Django's own, whose cookie is not in the table."""

    def _get_session_from_db(self) -> Session | None:
        key = row_key(self.session_key or "")
        found = Session.objects.filter(session_key=key, expire_date__gt=timezone.now()).first()
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(session_key=row_key(session_key)).exists()

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row = cast(Session, super().create_model_instance(data))
        row.session_key = row_key(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        wanted = self.session_key if session_key is None else session_key
        if wanted is not None:
            Session.objects.filter(session_key=row_key(wanted)).delete()

    def encode(self, session_dict: dict[str, Any]) -> str:
        return encipher(super().encode(session_dict), _key())

    def decode(self, session_data: str | bytes) -> dict[str, Any]:
        text = session_data.decode() if isinstance(session_data, bytes) else session_data
        try:
            return dict(super().decode(decipher(text, _key())))
        except (InvalidToken, UnicodeError):
            return {}


def _key() -> bytes:
    return derived_key(settings.SECRET_KEY, "session data")
