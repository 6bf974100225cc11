"""What was packed for the way, unpacked as far as a delivery may be large."""

import zlib

from django.utils.translation import gettext as _

from kawaraban.wire.errors import WireError

# RFC 1952: how everything that gzip packed begins.
GZIP_MARK = b"\x1f\x8b"
# Of these a gzip file may consist; each costs a copy of all that stands behind it.
_PARTS_LIMIT = 100
_ANY_HEADER = 47  # of zlib: gzip's or zlib's own
_NO_HEADER = -15


def unpacked(data: bytes, limit: int) -> bytes:
    """What gzip or zlib packed, one byte over the limit at most. Raises WireError when it is broken.

    Memory is spent for the limit only, whatever the packed bytes claim to become.
    """
    body = bytearray()
    rest = data
    for number in range(_PARTS_LIMIT + 1):
        # After the first part: what gzip wrote behind it. Padding is no part.
        if number == _PARTS_LIMIT or len(body) > limit or (number and not rest.startswith(GZIP_MARK)):
            break
        piece, rest = _part(rest, limit + 1 - len(body))
        body += piece
    return bytes(body)


def _part(data: bytes, room: int) -> tuple[bytes, bytes]:
    """One part of the packed bytes, and what stands behind it."""
    for header in (_ANY_HEADER, _NO_HEADER):
        unpacker = zlib.decompressobj(wbits=header)
        try:
            piece = unpacker.decompress(data, room)
        except zlib.error:
            continue
        if unpacker.eof or len(piece) >= room:
            return piece, unpacker.unused_data
        break
    raise WireError(_("What was packed cannot be unpacked: it is broken or not whole."))
