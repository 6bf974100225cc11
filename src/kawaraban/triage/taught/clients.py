"""Other comment systems that may ask what the model says: their keys are made, changed, revoked and recognised.

    client, key = new_client(ClientTerms(name="Talk of the town"), person=leyla, now=now)   # the key is shown once
    client = client_of(key)                            # None of a key that is unknown or revoked
    may_ask(client, now=now)                           # False beyond its rate

A key is 192 random bits: its SHA-256 alone is kept, by which it is found. Whether the paper answers anybody at all is
said in the rules (`answers_clients`).
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from kawaraban.kit.enciphering import decipher, encipher
from kawaraban.kit.signing import derived_key
from kawaraban.law.record.ledger import record
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb, require
from kawaraban.press.turn import one_turn
from kawaraban.triage.models import ApiClient
from kawaraban.triage.taught.pace import may_go

MOST_CLIENTS: Final = 50
MOST_PER_SECOND: Final = 1_000
# Enciphered it fills the column. What Coral makes has 69 signs.
MOST_SECRET_BYTES: Final = 79
_LONGEST_KEY: Final = 200
_PACE_FILE: Final = "clients.pace"


@dataclass(frozen=True, slots=True)
class ClientTerms:
    """What the publisher sets of one client. `signing_secret` None leaves it as it is, "" takes it away."""

    name: str
    per_second: int = 10
    is_trusted: bool = False
    signing_secret: str | None = None


def new_client(terms: ClientTerms, *, person: User, now: datetime) -> tuple[ApiClient, str]:
    """A new client, and its key, which is not kept. Raises ValidationError, PermissionDenied."""
    require(person, Verb.EDIT_PAPER)
    key = f"kwb_{secrets.token_urlsafe(24)}"
    client = ApiClient(key_hash=_hash(key), key_start=key[:8], made_at=now, made_by=person)
    _take(terms, client)
    with one_turn():
        if ApiClient.objects.filter(revoked_at=None).count() >= MOST_CLIENTS:
            raise ValidationError(
                _("There are %(most)s keys already. Revoke one first.") % {"most": MOST_CLIENTS}
            )
        client.save()
        _record("triage_client_made", client, person=person, now=now)
    return client, key


def change_client(*, client_id: int, terms: ClientTerms, person: User, now: datetime) -> ApiClient:
    """Another name, rate, trust or secret; its key stays. Nothing where all is so.

    Raises ApiClient.DoesNotExist, also of one that is revoked; ValidationError, PermissionDenied.
    """
    require(person, Verb.EDIT_PAPER)
    with one_turn():
        client = ApiClient.objects.select_for_update().get(pk=client_id, revoked_at=None)
        before = (_payload(client), signing_secret_of(client))
        _take(terms, client)
        if (_payload(client), signing_secret_of(client)) != before:
            client.save(update_fields=["name", "per_second", "is_trusted", "signing_secret"])
            _record("triage_client_changed", client, person=person, now=now)
    return client


def revoke(*, client_id: int, person: User, now: datetime) -> ApiClient:
    """Its key opens nothing any more, from the next question on. What was learnt from it stays. Idempotent.

    Raises ApiClient.DoesNotExist, PermissionDenied.
    """
    require(person, Verb.EDIT_PAPER)
    with one_turn():
        client = ApiClient.objects.select_for_update().get(pk=client_id)
        if client.revoked_at is None:
            client.revoked_at, client.is_trusted, client.signing_secret = now, False, ""
            client.save(update_fields=["revoked_at", "is_trusted", "signing_secret"])
            _record("triage_client_revoked", client, person=person, now=now)
    return client


def client_of(key: str) -> ApiClient | None:
    """Who holds this key; None where nobody does any more. One query, and none for what cannot be a key."""
    if not key or len(key) > _LONGEST_KEY:
        return None
    return ApiClient.objects.filter(key_hash=_hash(key), revoked_at=None).first()


def may_ask(client: ApiClient, *, now: datetime) -> bool:
    """Whether one more question is within the client's rate, on this machine; it is counted if so.

    The first question of a day is noted at the client.
    """
    path = Path(settings.RUN_DIRECTORY) / _PACE_FILE
    if not may_go(path, whose=client.pk, per_second=client.per_second, now=now):
        return False
    today = timezone.localdate(now)
    if client.last_asked_on != today:
        client.last_asked_on = today
        ApiClient.objects.filter(pk=client.pk).exclude(last_asked_on=today).update(last_asked_on=today)
    return True


def signing_secret_of(client: ApiClient) -> str:
    """What the client signs its requests with; "" where it does not sign, or the paper has another key now."""
    if not client.signing_secret:
        return ""
    try:
        return decipher(client.signing_secret, _secret_key())
    except InvalidToken:
        return ""


def _take(terms: ClientTerms, client: ApiClient) -> None:
    """Write the terms into the row. Raises ValidationError with a sentence for each field that is wrong."""
    wrong: dict[str, str] = {}
    client.name = " ".join(terms.name.split())
    client.per_second, client.is_trusted = terms.per_second, terms.is_trusted
    if not 1 <= terms.per_second <= MOST_PER_SECOND:
        wrong["per_second"] = _("From 1 to %(most)s questions a second.") % {"most": MOST_PER_SECOND}
    secret = terms.signing_secret
    if secret is not None and secret != signing_secret_of(client):
        if len(secret.encode("utf-8", "replace")) > MOST_SECRET_BYTES:
            wrong["signing_secret"] = _("At most %(most)s signs.") % {"most": MOST_SECRET_BYTES}
        else:
            client.signing_secret = encipher(secret, _secret_key()) if secret else ""
    if wrong:
        raise ValidationError(wrong)
    client.full_clean(exclude=["key_hash", "key_start", "made_by"])


def _record(kind: str, client: ApiClient, *, person: User, now: datetime) -> None:
    payload = {**_payload(client), "person": person.get_username()}
    record(kind=kind, subject=f"triage-client:{client.pk}", payload=payload, now=now)


def _payload(client: ApiClient) -> dict[str, str | int | bool]:
    """What the record says of it: neither its key nor its secret."""
    return {
        "name": client.name,
        "key_start": client.key_start,
        "per_second": client.per_second,
        "is_trusted": client.is_trusted,
        "signs": bool(client.signing_secret),
    }


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def _secret_key() -> bytes:
    return derived_key(settings.SECRET_KEY, "triage-client-secret")
