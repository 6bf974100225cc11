"""The signed token of the confirm page: it stands in only where a browser says nothing about who sent a form.

It is bound to the words and to the sender's address, so that another site cannot fetch one and hand it to a
visitor of its own.
"""

import hashlib
import json

from django.core import signing

from kawaraban.doors.public.form.sent_form import SentForm

MAX_AGE_SECONDS = 3600
_SALT = "kawaraban.doors.public.form.confirmation"
_BOUND = ("thread", "parent", "name", "text", "email", "language")


def confirmation_token(sent: SentForm, *, address: str) -> str:
    """A token for exactly this form from this address."""
    return signing.dumps(_digest(sent, address), salt=_SALT)


def is_confirmed(sent: SentForm, *, address: str) -> bool:
    """Whether the form carries its own token and the token is younger than an hour."""
    try:
        return bool(
            signing.loads(sent["confirm"], salt=_SALT, max_age=MAX_AGE_SECONDS) == _digest(sent, address)
        )
    except signing.BadSignature:
        return False


def _digest(sent: SentForm, address: str) -> str:
    """Over the fields with one kind of line end: a browser changes line ends when a form is sent again."""
    values = [sent[name].replace("\r\n", "\n").replace("\r", "\n") for name in _BOUND]
    return hashlib.sha256(json.dumps([address, *values]).encode()).hexdigest()
