"""Choosing the coding of a page for one reader, and whether the reader has it already (RFC 9110, 12.5.3, 13.1.2).

    wishes_of(b"gzip, br;q=0.5").groups                 -> (("gzip",), ("br",), ("identity",))
    wishes_of(b"br, gzip").choose({"identity": 900, "gzip": 300, "br": 310})   -> "gzip", the smaller one

The plain page is acceptable unless it is refused by name or by `*;q=0`; unnamed it is the last choice. Where
everything is refused it is sent as it is: RFC 9110 allows it, and nobody can read a 406.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kawaraban.press.store.page import IDENTITY

# Which of two bodies of the same length is sent. The names are in stored pages: they are frozen.
CODINGS: Final = ("br", "zstd", "gzip", IDENTITY)

_QUALITY = re.compile(r"0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?")
_ENTITY_TAG = re.compile(rb'[ \t]*(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")[ \t]*(?:,|$)')
_LONGEST_LIST = 4_096


@dataclass(frozen=True, slots=True, eq=False)
class Wishes:
    """Which codings a reader takes, the dearest first; those in one group are equally dear to it.

    There is one object for each such order, so that it can be the key of a prepared answer.
    """

    groups: tuple[tuple[str, ...], ...]

    def choose(self, sizes: Mapping[str, int]) -> str:
        """The smallest body of the first group that has one at all; the plain page when none has."""
        for group in self.groups:
            printed = [coding for coding in group if coding in sizes]
            if printed:
                return min(printed, key=sizes.__getitem__)
        return IDENTITY


# Four codings can be ordered and refused in finitely many ways: this table is small whatever readers send.
_KNOWN: dict[tuple[tuple[str, ...], ...], Wishes] = {}


@lru_cache(maxsize=1_024)
def wishes_of(accept_encoding: bytes | None) -> Wishes:
    """What this Accept-Encoding asks for; None is a request without one."""
    weights = _weights((accept_encoding or b"")[:_LONGEST_LIST].decode("latin-1"))
    # Below every weight that can be written, and above 0: unnamed, the plain page is the last choice.
    unnamed = {IDENTITY: 0.0001}
    everything_else = weights.get("*")
    of_coding = {
        coding: weights.get(coding, unnamed.get(coding, 0.0) if everything_else is None else everything_else)
        for coding in CODINGS
    }
    groups = tuple(
        tuple(coding for coding in CODINGS if of_coding[coding] == weight)
        for weight in sorted(set(of_coding.values()), reverse=True)
        if weight > 0
    )
    return _KNOWN.setdefault(groups, Wishes(groups))


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
                # What is no weight is a refusal: the plain page is right for everybody.
                quality = float(value) if _QUALITY.fullmatch(value := value.strip()) else 0.0
        weights["gzip" if name == "x-gzip" else name] = quality
    return weights


def etag_matches(if_none_match: bytes, etag: bytes) -> bool:
    """Whether the reader has these bytes already: weak comparison over a list, or `*`."""
    if if_none_match == etag:
        return True
    listed = if_none_match.strip(b" \t")
    if listed == b"*":
        return True
    place = 0
    while found := _ENTITY_TAG.match(listed, place):
        if found[1] == etag:
            return True
        place = found.end()
    return False
