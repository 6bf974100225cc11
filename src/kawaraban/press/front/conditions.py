"""What a request makes of an answer that is at hand: whole, a part, unchanged, or refused (RFC 9110, 13.2.2 and 14).

    conditional_answer({"range": "bytes=0-9"}, "GET", of)                         -> 206, bytes 0 to 9
    conditional_answer({"if-match": '"x"', "range": "bytes=0-9"}, "GET", of)      -> 412: the condition comes first

What lies in the store has no date of its last change, so conditions by date say nothing of it. Of several parts at
once the whole is sent, which the RFC allows. The part is one of the coded body: each coding has its own tag.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Final, NamedTuple

from kawaraban.press.front.negotiation import etag_matches

# The names of the header lines that are read here, beside If-None-Match.
CONDITIONS: Final = frozenset({"if-match", "if-unmodified-since", "if-modified-since", "range", "if-range"})

_RANGE = re.compile(r"bytes[ \t]*=[ \t]*([0-9]{0,40})-([0-9]{0,40})[ \t]*", re.IGNORECASE)
_STRONG_TAG = re.compile(r'[ \t]*((?:W/)?"[\x21\x23-\x7e\x80-\xff]*")[ \t]*(?:,|$)')


@dataclass(frozen=True, slots=True)
class Of:
    """What there is: the tag of these bytes, how many they are, when they were last changed (seconds since 1970)."""

    etag: str
    length: int
    modified_at: int | None = None


class Conditional(NamedTuple):
    """The status, and which bytes are sent with it: from `first` up to, not including, `end`."""

    status: int
    first: int
    end: int


def conditional_answer(headers: Mapping[str, str], method: str, of: Of) -> Conditional:
    """What is answered to a GET or HEAD with these headers, in lower case."""
    if not _may_go_on(headers, of):
        return Conditional(412, 0, 0)
    if _has_it_already(headers, of):
        return Conditional(304, 0, 0)
    if method == "GET" and "range" in headers and _is_of_this(headers.get("if-range"), of):
        return _part(headers["range"], of.length)
    return Conditional(200, 0, of.length)


def content_range(conditional: Conditional, length: int) -> str:
    """The header line of a 206 or a 416."""
    if conditional.status == 416:
        return f"bytes */{length}"
    return f"bytes {conditional.first}-{conditional.end - 1}/{length}"


def _may_go_on(headers: Mapping[str, str], of: Of) -> bool:
    if_match = headers.get("if-match")
    if if_match is not None:
        return _strongly_matches(if_match, of.etag)
    since = _moment(headers.get("if-unmodified-since"))
    return since is None or of.modified_at is None or of.modified_at <= since


def _has_it_already(headers: Mapping[str, str], of: Of) -> bool:
    if_none_match = headers.get("if-none-match")
    if if_none_match is not None:
        return etag_matches(if_none_match.encode("latin-1", "replace"), of.etag.encode("ascii"))
    since = _moment(headers.get("if-modified-since"))
    return since is not None and of.modified_at is not None and of.modified_at <= since


def _is_of_this(if_range: str | None, of: Of) -> bool:
    """Whether the part that is wanted is one of these very bytes. A weak tag says nothing of bytes."""
    if if_range is None:
        return True
    if '"' in if_range:
        return if_range.strip(" \t") == of.etag
    moment = _moment(if_range)
    return moment is not None and moment == of.modified_at


def _part(wanted: str, length: int) -> Conditional:
    """206 or 416 for one range that can be read; otherwise the header is as if it were not there."""
    whole = Conditional(200, 0, length)
    found = _RANGE.fullmatch(wanted.strip(" \t"))
    if found is None or not (found[1] or found[2]):
        return whole
    if not found[1]:
        first, end = max(0, length - int(found[2])), length
    else:
        first, end = int(found[1]), length
        if found[2]:
            if int(found[2]) < first:
                return whole
            end = min(length, int(found[2]) + 1)
    return Conditional(206, first, end) if first < end else Conditional(416, 0, 0)


def _strongly_matches(if_match: str, etag: str) -> bool:
    listed = if_match.strip(" \t")
    if listed == "*":
        return True
    place = 0
    while found := _STRONG_TAG.match(listed, place):
        if found[1] == etag:
            return True
        place = found.end()
    return False


def _moment(date: str | None) -> int | None:
    """The second that an HTTP date names; None for what is no date."""
    try:
        return int(parsedate_to_datetime(date).timestamp()) if date else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
