"""A printed page ready to be sent: the head lines of its answers, made once, for both forms of the front.

The server writes the status line, the date, then these lines. The plain ASGI form hands over `headers`; the
protocol writes `head`, which is the same lines joined. So both say the same, byte for byte.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Final

from kawaraban.press.front.conditions import Conditional
from kawaraban.press.front.negotiation import Wishes
from kawaraban.press.store.page import IDENTITY, EncodedPage

Header = tuple[bytes, bytes]

# What a 304 repeats of the page's headers (RFC 9110, 15.4.5): a cache has the others, with the page.
_KEPT_IN_304: Final = frozenset({b"cache-control", b"content-location", b"expires", b"vary"})
# What an answer and its two heads take beside the body, roughly, for the shelf's bound.
_OVERHEAD_BYTES: Final = 3_000


class Message:
    """An answer as it is written, in one piece: an opening (status line, date), then head and body.

    The opening is another every second. A message that is asked for is put together again once in a second, and lies
    in memory once.
    """

    __slots__ = ("_opening_length", "stamp", "whole")

    def __init__(self, headers: Iterable[Header], body: bytes) -> None:
        self.whole = b"".join((head_lines(headers), b"\r\n", body))
        self.stamp: object = None  # under which the opening was made
        self._opening_length = 0

    def open(self, stamp: object, opening: bytes) -> bytes:
        """The message with this opening from now on."""
        self.whole = b"".join((opening, memoryview(self.whole)[self._opening_length :]))
        self.stamp = stamp
        self._opening_length = len(opening)
        return self.whole


@dataclass(slots=True, eq=False)
class ReadyAnswer:
    """One body of a page, and the two messages that can be made of it: 200 and 304."""

    etag: bytes
    headers: tuple[Header, ...]
    unchanged_headers: tuple[Header, ...]
    length: int  # bytes of the body
    full: Message
    unchanged: Message

    @classmethod
    def of(cls, encoded: EncodedPage, *, hidden: Collection[bytes] = ()) -> "ReadyAnswer":
        """The answers with this body, without those headers that are kept for ourselves."""
        etag = encoded.etag.encode("ascii")
        lines = [(name.lower().encode("latin-1"), text.encode("latin-1")) for name, text in encoded.headers]
        page = [line for line in lines if line[0] not in hidden]
        headers = [*page, (b"etag", etag)]
        if encoded.encoding != IDENTITY:
            headers.append((b"content-encoding", encoded.encoding.encode("ascii")))
        length = len(encoded.body)
        headers.append((b"content-length", str(length).encode("ascii")))
        unchanged = [*(header for header in page if header[0] in _KEPT_IN_304), (b"etag", etag)]
        return cls(
            etag=etag,
            headers=tuple(headers),
            unchanged_headers=tuple(unchanged),
            length=length,
            full=Message(headers, encoded.body),
            unchanged=Message(unchanged, b""),
        )

    @property
    def body(self) -> bytes:
        """The body alone, for who writes the head by other means."""
        whole = self.full.whole
        return whole[len(whole) - self.length :]

    @property
    def size(self) -> int:
        """What it takes in memory, roughly."""
        return self.length + _OVERHEAD_BYTES


@dataclass(slots=True, eq=False)
class ReadyPage:
    """A page and those of its answers that were asked for."""

    address: str
    version: bytes
    checked_at: int  # the shelf's turn in which the version was last seen to be the store's
    is_used: bool = False  # since it came, or was last spared
    answers: dict[Wishes, ReadyAnswer] = field(default_factory=dict)
    by_coding: dict[str, ReadyAnswer] = field(default_factory=dict)


def headers_for(answer: ReadyAnswer, conditional: Conditional, part: str) -> list[Header]:
    """The header lines of this answer when it is sent whole, in part, or not at all. `part` is its Content-Range."""
    if conditional.status == 200:
        return list(answer.headers)
    if conditional.status in {304, 412}:
        return [
            *answer.unchanged_headers,
            *([] if conditional.status == 304 else [(b"content-length", b"0")]),
        ]
    lines = answer.headers if conditional.status == 206 else answer.unchanged_headers
    kept = [line for line in lines if line[0] != b"content-length"]
    length = str(conditional.end - conditional.first).encode("ascii")
    return [*kept, (b"content-range", part.encode("ascii")), (b"content-length", length)]


def head_lines(headers: Iterable[Header]) -> bytes:
    """The lines as they are written, without the empty one that ends a head."""
    return b"".join(b"%s: %s\r\n" % header for header in headers)


def closing(whole: bytes) -> bytes:
    """The same answer, as the last one on its connection. uvicorn says so at the end of the head, too."""
    head, end, body = whole.partition(b"\r\n\r\n")
    return b"".join((head, b"\r\nconnection: close", end, body))
