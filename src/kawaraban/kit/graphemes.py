"""Counting and cutting text as people count it: extended grapheme clusters (UAX #29) of the NFC form.

    count("👨‍👩‍👧 e\\u0301")   -> 3

The comment box counts the same way with `Intl.Segmenter`; both are held to `tests/grapheme_cases.json`.
"""

import unicodedata

import regex

_CLUSTER = regex.compile(r"\X")


def normalise(text: str) -> str:
    """NFC, with every line end (CRLF, CR) as one LF. For counting and comparing; what was sent is stored as sent."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def count(text: str) -> int:
    """How many characters a person sees in `text`."""
    if text.isascii():
        # The one cluster of ASCII that is longer than its character is the line end.
        return len(text) - text.count("\r\n")
    return sum(1 for _ in _CLUSTER.finditer(normalise(text)))


def whole(text: str, start: int, end: int) -> tuple[int, int]:
    """The least span of whole clusters that holds this one, counted in `text` as it is. O(length of the text)."""
    first, last = start, end
    for cluster in _CLUSTER.finditer(text):
        if cluster.start() < start < cluster.end():
            first = cluster.start()
        if cluster.start() < end < cluster.end():
            last = cluster.end()
    return first, last


def cut(text: str, length: int) -> str:
    """The first `length` characters of the normalised text; a cluster is never split. Raises ValueError below 0."""
    if length < 0:
        raise ValueError("length must not be negative")
    normal = normalise(text)
    end = 0
    for number, cluster in enumerate(_CLUSTER.finditer(normal), start=1):
        if number > length:
            break
        end = cluster.end()
    return normal[:end]


def excerpt(text: str, length: int) -> str:
    """In one line; what is longer ends with an ellipsis behind `length` characters."""
    line = " ".join(text.split())
    return cut(line, length).rstrip() + "…" if count(line) > length else line
