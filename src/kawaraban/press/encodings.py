"""Compressing a page, and choosing which of its encodings a reader gets (RFC 9110, 8.8.3, 12.5.3 and 13.1.2)."""

import gzip
from functools import lru_cache

import brotli

from kawaraban.press.page import IDENTITY

# What we would rather send, when the reader likes them equally.
_PREFERENCE = ("br", "gzip", IDENTITY)


def quick_bodies(body: bytes) -> dict[str, bytes]:
    """Compressed well enough to be sent at once: about 2 ms for a long story."""
    return _bodies(body, brotli_quality=5, gzip_level=6)


def best_bodies(body: bytes) -> dict[str, bytes]:
    """Compressed as well as possible: about 150 ms, for when nothing else waits."""
    return _bodies(body, brotli_quality=11, gzip_level=9)


def _bodies(body: bytes, *, brotli_quality: int, gzip_level: int) -> dict[str, bytes]:
    return {
        IDENTITY: body,
        # mtime=0: the same page gives the same bytes and so the same entity tag.
        "gzip": gzip.compress(body, compresslevel=gzip_level, mtime=0),
        "br": brotli.compress(body, mode=brotli.MODE_TEXT, quality=brotli_quality),
    }


@lru_cache(maxsize=512)
def chosen_encoding(accept_encoding: str) -> str:
    """The encoding for this Accept-Encoding. Where everything is refused the page is sent as it is."""
    weights = _weights(accept_encoding)
    others = weights.get("*")

    def weight(encoding: str) -> float:
        if encoding in weights:
            return weights[encoding]
        if others is not None:
            return others
        # Unnamed, the plain page is acceptable but the last choice; a compressed one is not.
        return 0.0001 if encoding == IDENTITY else 0.0

    best = max(_PREFERENCE, key=weight)
    return best if weight(best) > 0 else IDENTITY


def _weights(accept_encoding: str) -> dict[str, float]:
    weights: dict[str, float] = {}
    for part in accept_encoding.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        if not name:
            continue
        quality = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip() == "q":
                quality = _quality(value.strip())
        weights["gzip" if name == "x-gzip" else name] = quality
    return weights


def _quality(value: str) -> float:
    try:
        quality = float(value)
    except ValueError:
        return 0.0
    return quality if 0.0 <= quality <= 1.0 else 0.0


def etag_matches(if_none_match: str, etag: str) -> bool:
    """Whether the reader has these bytes already: weak comparison over a list, or `*`."""
    if if_none_match.strip() == "*":
        return True
    return any(part.strip().removeprefix("W/") == etag for part in if_none_match.split(","))
