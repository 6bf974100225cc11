"""One printed page as the store keeps it: the bodies, and in front of them a small JSON head.

    4 bytes: length of the head | head | identity | gzip | br | zstd

The head says where each body lies, so that a reader's request copies the one body it is answered with. It holds
the entity tag of each body, so it differs when anything differs: it serves as the version of the page.
"""

import hashlib
import json
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

IDENTITY: Final = "identity"
# Given the length of the body in each encoding that a page has: the encoding that is wanted.
Choose = Callable[[Mapping[str, int]], str]
_LENGTH = struct.Struct(">I")


class NotAPage(ValueError):
    """What lies there was not written by us, or is damaged."""


@dataclass(frozen=True, slots=True)
class Page:
    """A rendering that may be given to everybody, in every encoding.

    `headers` holds the content type and all else that the page is sent with, apart from what depends on
    the encoding (ETag, Content-Encoding, Content-Length). `order_number` is the newest reprint order at
    the time when the rendering began. `has_numbers`: under `?page=2` there may be more of it.
    """

    address: str
    headers: tuple[tuple[str, str], ...]
    keys: frozenset[str]
    bodies: Mapping[str, bytes]
    order_number: int
    is_best: bool = False
    has_numbers: bool = False

    @property
    def etags(self) -> dict[str, str]:
        """A strong validator for each encoding: other bytes, another tag (RFC 9110, 8.8.3)."""
        return {encoding: etag_of(body) for encoding, body in self.bodies.items()}

    def to_bytes(self) -> bytes:
        """The value under which `from_bytes` finds everything again."""
        places: dict[str, tuple[int, int, str]] = {}
        offset = 0
        for encoding, body in self.bodies.items():
            places[encoding] = (offset, len(body), etag_of(body))
            offset += len(body)
        head = json.dumps(
            {
                "address": self.address,
                "headers": self.headers,
                "keys": sorted(self.keys),
                "order": self.order_number,
                "best": self.is_best,
                "numbers": self.has_numbers,
                "bodies": places,
            },
            ensure_ascii=False,
            separators=(",", ":"),
        ).encode()
        return b"".join((_LENGTH.pack(len(head)), head, *self.bodies.values()))

    @classmethod
    def from_bytes(cls, value: bytes | memoryview) -> Self:
        """The whole page back."""
        head, start = read_head(value)
        return cls(
            address=head["address"],
            headers=tuple((name, text) for name, text in head["headers"]),
            keys=frozenset(head["keys"]),
            bodies={
                encoding: bytes(value[start + offset : start + offset + length])
                for encoding, (offset, length, _etag) in head["bodies"].items()
            },
            order_number=head["order"],
            is_best=head["best"],
            has_numbers=head.get("numbers", False),
        )


@dataclass(frozen=True, slots=True)
class EncodedPage:
    """What one reader gets: one encoding of a page."""

    address: str
    headers: tuple[tuple[str, str], ...]
    encoding: str
    etag: str
    body: bytes

    @classmethod
    def from_bytes(cls, value: bytes | memoryview, choose: Choose) -> Self:
        """The body in the encoding that is chosen by the sizes of all that there are."""
        head, start = read_head(value)
        chosen = choose({encoding: length for encoding, (_, length, _etag) in head["bodies"].items()})
        offset, length, etag = head["bodies"][chosen]
        body = bytes(value[start + offset : start + offset + length])
        # Read once for each print of a page, not for each reader: what is damaged is not shown.
        if etag_of(body) != etag:
            raise NotAPage("the body of a page is not the one that was written")
        return cls(
            address=head["address"],
            headers=tuple((name, text) for name, text in head["headers"]),
            encoding=chosen,
            etag=etag,
            body=body,
        )


def etag_of(body: bytes) -> str:
    """The strong entity tag of these bytes."""
    return f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'


def version_of(value: memoryview) -> bytes:
    """What differs whenever the page does: the head as it is stored."""
    try:
        (length,) = _LENGTH.unpack(value[: _LENGTH.size])
    except struct.error as wrong:
        raise NotAPage("a page has no head") from wrong
    return bytes(value[_LENGTH.size : _LENGTH.size + length])


def read_head(value: bytes | memoryview) -> tuple[dict[str, Any], int]:
    """The head of a stored value, and where the bodies begin."""
    try:
        (length,) = _LENGTH.unpack(value[: _LENGTH.size])
        start = _LENGTH.size + length
        head: dict[str, Any] = json.loads(bytes(value[_LENGTH.size : start]))
        if not head["address"] or not isinstance(head["keys"], list) or not head["bodies"]:
            raise NotAPage("a page has no head")
    except (struct.error, ValueError, KeyError, TypeError, RecursionError) as wrong:
        raise NotAPage("the head of a page cannot be read") from wrong
    return head, start
