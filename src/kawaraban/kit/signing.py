"""Signed short values without Django: the front checks what the app has signed."""

import hashlib
import hmac
from functools import lru_cache


@lru_cache(maxsize=64)  # every comment and every entry of the record asks for the same few
def derived_key(secret: str, purpose: str) -> bytes:
    """A key for one purpose, so that a value signed for one thing is worth nothing for another."""
    return hmac.new(secret.encode(), purpose.encode(), hashlib.sha256).digest()


def sign(value: str, key: bytes) -> str:
    """`value` with its mark: "value.mark". The value may hold dots."""
    return f"{value}.{hmac.new(key, value.encode(), hashlib.sha256).hexdigest()}"


def unsign(signed: str, key: bytes) -> str | None:
    """The value when its mark is right, else None."""
    value, dot, _mark = signed.rpartition(".")
    if dot and hmac.compare_digest(sign(value, key).encode(), signed.encode()):
        return value
    return None
