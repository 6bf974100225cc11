"""Avatars drawn from the name: no upload, no request to anybody.

A page defines twelve shapes once (`look/avatars.svg` symbols); an avatar only names one and a tint. The same
arithmetic is in `avatar.js`, for the preview in the comment box.
"""

import unicodedata
from dataclasses import dataclass

SHAPES_COUNT = 12
TINTS_COUNT = 8


@dataclass(frozen=True, slots=True)
class Avatar:
    """`shape` 0..11 names a symbol, `tint` 0..7 a pair of colours of tokens.css."""

    shape: int
    tint: int


def avatar_for(name: str) -> Avatar:
    """The avatar of a name: FNV-1a (32 bits) over the UTF-8 bytes of the NFC name in lower case."""
    value = 0x811C9DC5
    for byte in unicodedata.normalize("NFC", name.strip()).lower().encode():
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return Avatar(shape=value % SHAPES_COUNT, tint=(value >> 16) % TINTS_COUNT)
