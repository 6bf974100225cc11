"""Who asks: the key of another comment system, in the address or in a header, and whether it may ask once more now."""

from datetime import datetime
from typing import Final

from django.http import HttpRequest
from django.http.request import RawPostDataException, UnreadablePostError

from kawaraban.triage.formats.api_errors import (
    bad_json,
    bad_key,
    body_too_large,
    no_key,
    switched_off,
    too_many,
    unsigned,
)
from kawaraban.triage.formats.coral import SIGNATURE, is_signed, may_be_signed
from kawaraban.triage.formats.fields import LONGEST_BODY
from kawaraban.triage.models import ApiClient
from kawaraban.triage.taught.clients import client_of, may_ask, signing_secret_of
from kawaraban.triage.taught.rules import rules

_KEY: Final = "key"
_KEY_HEADER: Final = "x-goog-api-key"
# In the address, since some systems let nothing else be set. The front takes headers of ours away.
_LOW_CONFIDENCE: Final = "lowConfidence"


def asking_client(request: HttpRequest, *, now: datetime) -> ApiClient:
    """The client whose key came with the request; its question is counted. Raises ApiError.

    Where the paper answers nobody, no key is looked at.
    """
    if not rules().answers_clients:
        raise switched_off()
    key = request.GET.get(_KEY) or request.headers.get(_KEY_HEADER, "")
    if not key:
        raise no_key()
    client = client_of(key)
    if client is None:
        raise bad_key()
    if not may_ask(client, now=now):
        raise too_many(client.per_second)
    return client


def sent_body(request: HttpRequest) -> bytes:
    """What was sent. Raises ApiError; what is announced as too large is not read."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if not announced.isdecimal() or int(announced) > LONGEST_BODY:
        raise body_too_large(LONGEST_BODY)
    try:
        return request.body
    except (UnreadablePostError, RawPostDataException):
        raise bad_json() from None


def signed_body(request: HttpRequest, client: ApiClient) -> bytes:
    """What was sent, by whoever has the secret that the client signs with. Raises ApiError.

    A key that stands in an address may stand in a log, too: with it alone nobody asks here. What bears no signature
    is not read.
    """
    header = request.headers.get(SIGNATURE, "")
    secret = signing_secret_of(client)
    if not secret or not may_be_signed(header):
        raise unsigned()
    body = sent_body(request)
    if not is_signed(header, body, secret.encode()):
        raise unsigned()
    return body


def takes_low_confidence(request: HttpRequest) -> bool:
    """Whether the address asks for scores of languages without a head too."""
    return request.GET.get(_LOW_CONFIDENCE, "").lower() in {"1", "true"}
