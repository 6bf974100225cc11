"""What clients suggest a text should be scored, kept as hashed features and a value: the words are not kept.

    keep_suggestion(client=client, suggested=request, detected="en", now=now)     # True when it is kept
    features_of(suggestion)                                                       # to learn from

It is kept where the publisher trusts the client and the paper learns at all, and nowhere when the client says
`doNotStore`. Of each client the newest are kept: whoever is trusted cannot fill the disk.

Anybody can hash words, and try which of them stand in a row. So the row is enciphered under a key of the paper.
"""

import hashlib
import hmac
import struct
from collections.abc import Mapping
from datetime import datetime
from typing import Final

import numpy as np
from django.conf import settings

from kawaraban.kit.enciphering import decipher_bytes, encipher_bytes
from kawaraban.kit.signing import derived_key
from kawaraban.press.turn import one_turn
from kawaraban.triage.formats.attributes import Attribute
from kawaraban.triage.formats.languages import plain_codes
from kawaraban.triage.formats.requests import SuggestRequest
from kawaraban.triage.model.scorer import base_model
from kawaraban.triage.model.scores import Features
from kawaraban.triage.models import ApiClient, Suggestion
from kawaraban.triage.taught.rules import rules

# As many decisions as a layer has use for: some 25 MB.
MOST_OF_ONE_CLIENT: Final = 5_000
# What is said of the text as a whole, and of no single head. Stored: frozen.
WHOLE: Final = "whole"
_LOOK_EVERY: Final = 100
_LONGEST_LANGUAGE: Final = 16
_COUNTS: Final = struct.Struct("<II")


def keep_suggestion(*, client: ApiClient, suggested: SuggestRequest, detected: str, now: datetime) -> bool:
    """Keep each value, in the place of what the client said of this text before. True when something was kept."""
    by_head = _by_head(suggested.values)
    if not (client.is_trusted and rules().learns and by_head) or suggested.do_not_store:
        return False
    language = next(iter(plain_codes(suggested.languages)), detected)[:_LONGEST_LANGUAGE]
    features = encipher_bytes(packed(base_model().features(suggested.text, language)), _key())
    token_key = _token_key(suggested.client_token)
    with one_turn():
        for head, value in by_head.items():
            kept = {"features": features, "language": language, "value": value, "suggested_at": now}
            if token_key:
                row, _is_new = Suggestion.objects.update_or_create(
                    client=client, head=head, token_key=token_key, defaults=kept
                )
            else:
                row = Suggestion.objects.create(client=client, head=head, **kept)
            if row.pk % _LOOK_EVERY == 0:
                _let_go(client)
    return True


def features_of(suggestion: Suggestion) -> Features:
    """What was kept. Raises ValueError, or cryptography.fernet.InvalidToken where the paper has another key now."""
    return unpacked(decipher_bytes(bytes(suggestion.features), _key()))


def packed(features: Features) -> bytes:
    """Features in bytes, the same on every machine. Values keep three digits."""
    parts = (
        features.indices.astype("<u4"),
        features.values.astype("<f2"),
        features.dense.astype("<f4"),
    )
    return _COUNTS.pack(len(parts[0]), len(parts[2])) + b"".join(part.tobytes() for part in parts)


def unpacked(kept: bytes) -> Features:
    """What `packed` was given. Raises ValueError for other bytes."""
    try:
        count, dense = _COUNTS.unpack_from(kept)
        indices = np.frombuffer(kept, "<u4", count, _COUNTS.size)
        values = np.frombuffer(kept, "<f2", count, _COUNTS.size + 4 * count)
        logits = np.frombuffer(kept, "<f4", dense, _COUNTS.size + 6 * count)
    except struct.error:
        raise ValueError("no features") from None
    return Features(indices.astype(np.uint32), values.astype(np.float32), logits.astype(np.float32))


def _by_head(values: Mapping[str, tuple[Attribute, float]]) -> dict[str, float]:
    """What is said of each head. Of two attributes of one head the higher value counts."""
    found: dict[str, float] = {}
    for attribute, value in values.values():
        if attribute.heads:
            head = attribute.heads[0].value if len(attribute.heads) == 1 else WHOLE
            found[head] = max(value, found.get(head, 0.0))
    return found


def _token_key(token: str | None) -> str:
    """Under a key of the paper: a token may name a person. "" of no token."""
    if not token:
        return ""
    key = derived_key(settings.SECRET_KEY, "triage-suggestion-token")
    return hmac.new(key, token.encode(), hashlib.sha256).hexdigest()


def _key() -> bytes:
    return derived_key(settings.SECRET_KEY, "triage-suggestion")


def _let_go(client: ApiClient) -> None:
    """The oldest, when there are too many."""
    newest = Suggestion.objects.filter(client=client).order_by("-pk")
    first_too_many = newest.values_list("pk", flat=True)[MOST_OF_ONE_CLIENT : MOST_OF_ONE_CLIENT + 1].first()
    if first_too_many is not None:
        Suggestion.objects.filter(client=client, pk__lte=first_too_many).delete()
