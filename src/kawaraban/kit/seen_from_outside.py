"""The paper asks itself, by the address that readers use: what a request looks like when it arrives.

    GET /.well-known/kawaraban?ask=5f3c…      -> {"host": "paper.example", "scheme": "https", "believes": false,
                                                  "proof": "91ab…"}

A server in front may rewrite the host, hide that it speaks TLS, or pass on what a stranger says of their own address:
the question carries such an address, from a network that nobody has, and `believes` says whether it was taken for
true. `proof` tells this paper from whatever else answers there. None of it is a secret.
"""

import hashlib
import hmac
from dataclasses import dataclass
from typing import Final

from kawaraban.kit.signing import derived_key

PATH: Final = "/.well-known/kawaraban"
# RFC 5737: for documentation alone.
FORGED_ADDRESS: Final = "192.0.2.77"
ASK_LENGTH: Final = 32


@dataclass(frozen=True, slots=True)
class Arrived:
    """What the app was told of a request."""

    host: str
    scheme: str
    believes: bool


def proof(seen: Arrived, *, ask: str, secret: str) -> str:
    """That it is this paper which answers, and answers this question."""
    told = "\n".join((ask, seen.host, seen.scheme, str(seen.believes)))
    return hmac.new(derived_key(secret, "seen-from-outside"), told.encode(), hashlib.sha256).hexdigest()
