"""What front and clerk say to each other over their Unix socket, in frames. Without Django.

    length (4 bytes) | number of the request (8 bytes) | what is said

The front sends a Letter and is answered with a Reply of the same number; an empty frame asks whether somebody is there
and is answered with an empty one. Both ends are of one version, started by one supervisor: nothing here is stored.
"""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from struct import Struct
from typing import Final

LONGEST_FRAME: Final = 4 * 1024 * 1024
_HEAD: Final = Struct("!IQ")
_LETTER: Final = Struct("!I")
_REPLY: Final = Struct("!HHHI")

Headers = tuple[tuple[str, str], ...]


class NotAFrame(Exception):
    """What arrived is longer than anything that is said here."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A form as the front read it from the wire, unopened. `site` and `origin` are None where they were not sent."""

    content_type: str
    address: str  # of the sender
    scheme: str
    host: str
    accept: str
    site: str | None  # Sec-Fetch-Site
    origin: str | None
    body: bytes
    # In the seconds of time.monotonic(), which are the same in all processes of a machine: after it nothing is begun.
    deadline: float = math.inf
    request_id: str = ""  # by which logs know it


@dataclass(frozen=True, slots=True)
class Reply:
    """What the sender is answered. `headers` are mostly the same few; `location` is one person's.

    With a `note` the app answers instead: it is given the form again, and the note says what became of it.
    """

    status: int = 0
    headers: Headers = ()
    body: bytes = b""
    location: str = ""
    note: str = ""


# How the front hands the note on. No sender can set it: the relay drops what begins like this.
NOTE_HEADER: Final = "X-Kawaraban-Note"
# The note of the front itself, when there is no clerk to ask. doors/public/form/clerk_notes.py reads all notes.
BUSY: Final = Reply(note='{"refused": "busy"}')
# The same when there was one, and what it did before it was lost nobody can say.
UNKNOWN: Final = Reply(note='{"refused": "unknown"}')


def frame(number: int, said: bytes) -> bytes:
    """One frame."""
    return _HEAD.pack(len(said), number) + said


class FrameReader:
    """Puts together what arrives in pieces."""

    def __init__(self) -> None:
        self._pieces = bytearray()

    def read(self, piece: bytes) -> Iterator[tuple[int, bytes]]:
        """The frames that are whole now, as (number, what is said). Raises NotAFrame."""
        self._pieces += piece
        start = 0
        while len(self._pieces) - start >= _HEAD.size:
            length, number = _HEAD.unpack_from(self._pieces, start)
            if length > LONGEST_FRAME:
                raise NotAFrame
            end = start + _HEAD.size + length
            if len(self._pieces) < end:
                break
            yield number, bytes(self._pieces[start + _HEAD.size : end])
            start = end
        del self._pieces[:start]


def packed_letter(letter: Letter) -> bytes:
    """The letter as it is said in a frame."""
    head = json.dumps(
        (
            letter.content_type,
            letter.address,
            letter.scheme,
            letter.host,
            letter.accept,
            letter.site,
            letter.origin,
            letter.deadline,
            letter.request_id,
        )
    ).encode()
    return _LETTER.pack(len(head)) + head + letter.body


def opened_letter(said: bytes) -> Letter:
    """The letter out of its frame."""
    [length] = _LETTER.unpack_from(said)
    end = _LETTER.size + length
    content_type, address, scheme, host, accept, site, origin, *ours = json.loads(said[_LETTER.size : end])
    return Letter(content_type, address, scheme, host, accept, site, origin, said[end:], *ours)


def packed_reply(reply: Reply) -> bytes:
    """The reply as it is said in a frame."""
    headers = _packed_headers(reply.headers)
    location, note = reply.location.encode(), reply.note.encode()
    head = _REPLY.pack(reply.status, len(headers), len(location), len(note))
    return b"".join((head, headers, location, note, reply.body))


def opened_reply(said: bytes) -> Reply:
    """The reply out of its frame."""
    status, headers_length, location_length, note_length = _REPLY.unpack_from(said)
    headers_end = _REPLY.size + headers_length
    location_end = headers_end + location_length
    note_end = location_end + note_length
    return Reply(
        status=status,
        headers=_opened_headers(said[_REPLY.size : headers_end]),
        location=said[headers_end:location_end].decode(),
        note=said[location_end:note_end].decode(),
        body=said[note_end:],
    )


@lru_cache(maxsize=64)
def _packed_headers(headers: Headers) -> bytes:
    return json.dumps(headers).encode()


@lru_cache(maxsize=64)
def _opened_headers(packed: bytes) -> Headers:
    return tuple((name, value) for name, value in json.loads(packed))
