"""Marks quoted words in the HTML of a comment, without changing anything else in it.

    marked("<p>You idiots &amp; co</p>", ["idiots & co"])
      -> "<p>You <mark>idiots &amp; co</mark></p>"

Works on the output of kit.html.paragraphs, where a tag never holds a raw "<" or ">" inside.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable
from html import escape, unescape

_TAG = re.compile(r"(<[^>]*>)")
_HREF = re.compile(r'href="([^"]*)"')
_IS_ADDRESS = re.compile(r"(?i)(?:https?://|www\.)\S")

Span = tuple[int, int]
# From where to where, and the tag that opens it.
Mark = tuple[int, int, str]
_MARK = "<mark>"
_WEIGHED = '<mark class="weighed">'


def marked(html: str, quotes: Iterable[str], *, weighed: Iterable[str] = ()) -> str:
    """The same HTML with every place where a quote stands in <mark>. A quote that is not found marks nothing.

    What weighed for the model is <mark class="weighed">, where no finding marks it: whole words alone.
    """
    wanted = [quote for quote in (_one_line(quote) for quote in quotes) if quote]
    parts = _TAG.split(html)
    plain = "".join(_plain(part) for part in parts)
    spans = [(start, end, _MARK) for start, end in _spans(plain, wanted)]
    spans = _beside(spans, _spans(plain, [_one_line(words) for words in weighed], whole=True))
    out, place, inside_marked_link = [], 0, False
    for part in parts:
        if part.startswith("<"):
            begins = _marks_link(part, wanted)
            ends = part == "</a>" and inside_marked_link
            inside_marked_link = (inside_marked_link or begins) and not ends
            out.append(f"<mark>{part}" if begins else f"{part}</mark>" if ends else part)
            place += len(_plain(part))
            continue
        text = unescape(part)
        out.append(escape(text) if inside_marked_link else _with_marks(text, place, spans))
        place += len(text)
    return "".join(out)


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _plain(part: str) -> str:
    """What a part counts in the plain text: a paragraph's end parts words as a space does."""
    if not part.startswith("<"):
        return re.sub(r"\s", " ", unescape(part))
    return " " if part == "</p>" else ""


def _beside(marks: list[Mark], spans: list[Span]) -> list[Mark]:
    """These marks and those of what weighed, as far as it lies outside them."""
    starts = [start for start, _end, _tag in marks]

    def is_free(span: Span) -> bool:
        # The last mark that begins before it ends: the marks lie apart, in order.
        place = bisect_left(starts, span[1])
        return not place or marks[place - 1][1] <= span[0]

    return sorted([*marks, *((start, end, _WEIGHED) for start, end in filter(is_free, spans))])


def _spans(plain: str, quotes: list[str], *, whole: bool = False) -> list[Span]:
    """Where the quotes stand, in order, not overlapping; white space of any length is one.

    `whole`: not where one is part of a word.
    """
    found: list[Span] = []
    for quote in filter(None, quotes):
        pattern = r"\s+".join(re.escape(word) for word in quote.split(" "))
        pattern = rf"(?<!\w){pattern}(?!\w)" if whole else pattern
        found += [match.span() for match in re.finditer(pattern, plain, re.IGNORECASE)]
    merged: list[Span] = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _marks_link(tag: str, quotes: list[str]) -> bool:
    """A link is shown shorter than it is: one whose address holds a quote is marked whole."""
    address = _HREF.search(tag) if tag.startswith("<a ") else None
    if address is None:
        return False
    target = unescape(address[1]).casefold()
    return any(quote.casefold().rstrip("/.,;)") in target for quote in quotes if _IS_ADDRESS.match(quote))


def _with_marks(text: str, place: int, spans: list[Mark]) -> str:
    """Text that begins at `place` of the plain text, its marked stretches in <mark>."""
    out, done = [], 0
    for start, end, tag in spans:
        first, last = max(start - place, done), min(end - place, len(text))
        if first >= last:
            continue
        out += [escape(text[done:first]), tag, escape(text[first:last]), "</mark>"]
        done = last
    return "".join([*out, escape(text[done:])])
