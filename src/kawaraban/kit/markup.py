"""Strangers' HTML as a row of tokens, cut as browsers cut it: text, start tags and end tags.

    list(tokens("<p>a &amp; <b x='>'>c"))
    -> [Token("start", "p", ""), Token("text", "", "a & "), Token("start", "b", " x='>'"), Token("text", "", "c")]

No tree is built, so nothing that a stranger sends can make it deep. Linear, and never raises.
"""

import html
from collections.abc import Iterator
from typing import NamedTuple

import regex

# What a reader of text never reads: left out with all that is in it.
_UNREAD = (
    "script style rt rp head title template noscript iframe svg math object form button select textarea audio video "
    "canvas xmp noembed noframes"
)
UNREAD = frozenset(_UNREAD.split())
# Elements whose content is no markup: it lasts until their end tag, or to the end.
_RAW = frozenset({"script", "style", "title", "textarea", "iframe", "xmp", "noembed", "noframes"})
# Elements without content, and so without an end tag.
_VOID = "area base br col embed hr img input link meta source track wbr"
VOID = frozenset(_VOID.split())
_READINGS = frozenset({"rt", "rp"})
_ATTRIBUTE = (
    r"(?P<key>=[^\s/>=]*+|[^\s/>=]++)"
    r"(?:\s*+=\s*+(?:\"(?P<double>[^\"]*+)\"|'(?P<single>[^']*+)'|(?P<bare>[^\s>\"'][^\s>]*+)|(?=>)))?+"
)
_ATTRIBUTES = regex.compile(_ATTRIBUTE)
_UNNAMED = regex.sub(r"\?P<\w+>", "?:", _ATTRIBUTE)
_PIECE = regex.compile(
    r"(?P<text>(?:[^<]++|<(?![A-Za-z/!?]))++)"
    rf"|<(?P<slash>/?)(?P<name>[A-Za-z][^\s/>]*+)(?P<attributes>(?:[\s/]++|{_UNNAMED})*+)(?:>|\Z)"
    r"|<!--(?:-?>|.*?(?:--!?>|\Z))"
    r"|<[!?/][^>]*+(?:>|\Z)",
    flags=regex.DOTALL,
)


class Token(NamedTuple):
    """`kind` is text, start or end; `name` in small letters; `words` a text without entities, or raw attributes."""

    kind: str
    name: str
    words: str


def tokens(markup: str) -> Iterator[Token]:
    """All of the markup in its order. Comments and what is raw inside scripts, styles and their like are left out."""
    place = 0
    while piece := _PIECE.match(markup, place):
        place = piece.end()
        if piece["text"] is not None:
            yield Token("text", "", html.unescape(piece["text"]))
        elif piece["name"] is not None:
            name = piece["name"].lower()
            yield Token("end" if piece["slash"] else "start", name, piece["attributes"])
            if name in _RAW and not piece["slash"]:
                end = regex.compile(rf"</{name}(?=[\s/>])", regex.IGNORECASE).search(markup, place)
                place = end.start() if end else len(markup)


def read_tokens(markup: str) -> Iterator[Token]:
    """The tokens without elements that nobody reads, and without all that is inside them."""
    unread, depth = "", 0
    for token in tokens(markup):
        if unread in _READINGS and (token.name in _READINGS | {"rb"} or token == ("end", "ruby", "")):
            unread = ""  # a reading ends where the next begins, with or without its end tag
            if token.kind == "end" and token.name in _READINGS:
                continue
        if not unread and token.kind == "start" and token.name in UNREAD:
            unread, depth = token.name, 1
        elif unread and token.name == unread:
            depth += 1 if token.kind == "start" else -1
            unread = unread if depth else ""
        elif not unread and not (token.kind == "end" and token.name in UNREAD):
            yield token


def attribute(attributes: str, name: str) -> str:
    """The value of one of a token's attributes, without entities; "" when it is not there."""
    for found in _ATTRIBUTES.finditer(attributes):
        if found["key"].lower() == name:
            return html.unescape(found["double"] or found["single"] or found["bare"] or "")
    return ""
