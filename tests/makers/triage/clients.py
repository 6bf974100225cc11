"""Other comment systems with a key of the paper, and what they send."""

import hashlib
import hmac
import json
from dataclasses import replace
from typing import Any

from django.test import Client
from tests.conftest import NOON

from kawaraban.people.models import User
from kawaraban.triage.models import ApiClient
from kawaraban.triage.taught.clients import ClientTerms, new_client
from kawaraban.triage.taught.rules import change_rules, rules

ANALYZE = "/v1alpha1/comments:analyze"
SUGGEST = "/v1alpha1/comments:suggestscore"
CORAL = "/coral/moderation-phase"


def answering_paper(publisher: User, *, is_on: bool = True) -> None:
    """The publisher lets other comment systems ask, or no longer."""
    change_rules(replace(rules(), answers_clients=is_on), person=publisher, now=NOON)


def made_client(publisher: User, **terms: Any) -> tuple[ApiClient, str]:
    """A client and its key."""
    return new_client(
        ClientTerms(**{"name": "Talk", "per_second": 1_000, **terms}), person=publisher, now=NOON
    )


def asked_of_paper(place: str, body: Any, *, key: str = "", headers: dict[str, str] | None = None) -> Any:
    """POST a body as such a system does: no cookie, no token, no page of ours before it."""
    address = f"{place}?key={key}" if key else place
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Client(enforce_csrf_checks=True).post(
        address, sent, content_type="application/json", headers=headers or {}
    )


def corals_body(text: Any) -> bytes:
    """As Coral writes it, with what it says besides."""
    sent = {
        "action": "NEW",
        "comment": {"body": text, "parentID": None},
        "author": {"id": "baf4", "role": "COMMENTER"},
        "story": {"id": "245b", "url": "https://paper.example/port/"},
        "site": {"id": "a4be"},
        "tenantID": "19ba",
        "tenantDomain": "comments.paper.example",
    }
    return json.dumps(sent, indent=2).encode()


def corals_signature(body: bytes, secret: str) -> str:
    """What stands in the header X-Coral-Signature."""
    return f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"
