"""Strangers' HTML to the blocks of a story: paragraphs, subheadings, lists, quotes. Nothing else passes.

    story_blocks("<h2>Fleet</h2><p>Two <b>ships</b> left.<script>x()</script></p>").blocks
    -> (Block("subheading", "Fleet"), Block("paragraph", "Two <b>ships</b> left."))

nh3 decides which tags live; what it gives is well-formed, and the second pass only sorts it into blocks.
Pictures are not fetched: their addresses and captions are given back as notes.
"""

import html
from dataclasses import dataclass
from html.parser import HTMLParser

import nh3
import regex

from kawaraban.kit.markup import shallow
from kawaraban.kit.text import one_line

SUBHEADING_LIMIT = 120

_INLINE = {"b": "b", "strong": "b", "i": "i", "em": "i", "cite": "i", "a": "a", "sup": "sup", "sub": "sub"}
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LISTS = frozenset({"ul", "ol"})
_SIDE = frozenset({"figure", "figcaption"})
_BREAKING = frozenset({"p", "div", "section", "article", "tr", "pre", "dt", "dd", "hr", "table"}) | _HEADINGS
_TAGS = {*_INLINE, *_BREAKING, *_LISTS, *_SIDE, "li", "blockquote", "br", "img", "td", "th", "tbody", "thead"}
_DROPPED = {"script", "style", "rt", "rp", "head", "title", "template", "noscript", "iframe", "svg", "math"}
_DROPPED |= {"object", "form", "button", "select", "textarea", "audio", "video", "canvas"}


@dataclass(frozen=True, slots=True)
class Block:
    """One block. `kind`: paragraph, subheading, quote, list. A list has `items`, all others `text`.

    Paragraphs and list items are HTML with b, i, sup, sub, a[href] and br; subheadings and quotes are plain text.
    """

    kind: str
    text: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What became of a body, and what was left out of it."""

    blocks: tuple[Block, ...]
    pictures: tuple[str, ...]  # "caption (address)": noted, not fetched


def story_blocks(markup: str) -> Cleaned:
    """The blocks of an HTML body. Never raises; linear in the body's length."""
    kept = nh3.clean(
        shallow(markup),
        tags=_TAGS,
        attributes={"a": {"href"}, "img": {"src", "alt"}},
        url_schemes={"http", "https", "mailto"},
        clean_content_tags=_DROPPED,
        link_rel=None,
    )
    sorter = _Sorter()
    sorter.feed(kept)
    sorter.close()
    sorter.end_block()
    return Cleaned(blocks=tuple(sorter.blocks), pictures=tuple(sorter.pictures))


def text_blocks(text: str) -> tuple[Block, ...]:
    """The paragraphs of a plain text: parted by empty lines, or else by line ends."""
    parts = regex.split(r"\n\s*\n", text) if regex.search(r"\n\s*\n", text) else text.split("\n")
    return tuple(Block("paragraph", html.escape(line, quote=False)) for line in map(one_line, parts) if line)


class _Sorter(HTMLParser):
    """Walks through clean HTML and cuts it into blocks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.pictures: list[str] = []
        self._pieces: list[str] = []
        self._open: list[tuple[str, str]] = []  # inline elements: name and start tag
        self._kind = "paragraph"
        self._items: list[str] = []
        self._lists = self._quotes = self._asides = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in _INLINE:
            self._start_inline(tag, dict(attributes).get("href"))
        elif tag == "br":
            self._break_line()
        elif tag == "img":
            self._note_picture(dict(attributes))
        elif tag in {"td", "th"}:
            self._pieces.append(" ")
        elif tag in _TAGS:
            self.end_block()
            self._lists += tag in _LISTS
            self._quotes += tag == "blockquote"
            self._asides += tag in _SIDE
            self._kind = "subheading" if tag in _HEADINGS else "paragraph"

    def handle_endtag(self, tag: str) -> None:
        if tag in _INLINE:
            self._end_inline(_INLINE[tag])
        elif tag in _TAGS - {"br", "img", "td", "th"}:
            self.end_block()
            self._lists -= tag in _LISTS and self._lists > 0
            self._quotes -= tag == "blockquote" and self._quotes > 0
            self._asides -= tag in _SIDE and self._asides > 0
            self._kind = "paragraph"
            self._end_list()

    def handle_data(self, data: str) -> None:
        self._pieces.append(html.escape(data, quote=False))

    def _start_inline(self, tag: str, href: str | None) -> None:
        name = _INLINE[tag]
        if name == "a" and not href:
            return
        start = f'<a href="{html.escape(href)}">' if name == "a" and href else f"<{name}>"
        self._open.append((name, start))
        self._pieces.append(start)

    def _end_inline(self, name: str) -> None:
        if self._open and self._open[-1][0] == name:
            self._open.pop()
            self._pieces.append(f"</{name}>")

    def _break_line(self) -> None:
        if self._pieces and self._pieces[-1] == "<br/>":
            self._pieces.pop()
            self.end_block()
        else:
            self._pieces.append("<br/>")

    def _note_picture(self, attributes: dict[str, str | None]) -> None:
        alt, src = one_line(attributes.get("alt") or ""), attributes.get("src") or ""
        if src:
            self.pictures.append(f"{alt} ({src})" if alt else src)

    def end_block(self) -> None:
        """Close the inline elements, keep what was gathered, and open them again."""
        closing = [f"</{name}>" for name, _start in reversed(self._open)]
        gathered = _squeezed("".join([*self._pieces, *closing]))
        self._pieces = [start for _name, start in self._open]
        words = one_line(html.unescape(regex.sub(r"<[^<>]*+>", "", gathered.replace("<br/>", " "))))
        if words:
            self._keep(gathered, words)
        self._end_list()

    def _keep(self, gathered: str, words: str) -> None:
        if self._asides:
            self.pictures.append(words)
        elif self._lists:
            self._items.append(gathered)
        elif self._quotes:
            self.blocks.append(Block("quote", words))
        elif self._kind == "subheading" and len(words) <= SUBHEADING_LIMIT:
            self.blocks.append(Block("subheading", words))
        else:
            self.blocks.append(Block("paragraph", gathered))

    def _end_list(self) -> None:
        if self._items and not self._lists:
            self.blocks.append(Block("list", items=tuple(self._items)))
            self._items = []


def _squeezed(markup: str) -> str:
    """One line, no line breaks at its ends, no empty inline elements."""
    line = one_line(markup)
    while (shorter := regex.sub(r"<(b|i|a|sup|sub)(?: [^<>]*+)?>\s*</\1>", "", line)) != line:
        line = shorter
    return regex.sub(r"\A(?:\s|<br/>)++|(?:\s|<br/>)++\Z", "", line)
