"""Strangers' HTML to the blocks of a story: paragraphs, subheadings, lists, quotes. Nothing else passes.

    story_blocks("<h2>Fleet</h2><p>Two <b>ships</b> left.<script>x()</script></p>").blocks
    -> (Block("subheading", "Fleet"), Block("paragraph", "Two <b>ships</b> left."))

The sorter writes every tag itself, and nh3 looks at each block once more. Links are made whole with the base they
stand under, or dropped. Pictures are not fetched: their addresses and captions are given back as notes.
"""

import html
from dataclasses import dataclass

import nh3
import regex

from kawaraban.kit.markup import Token, attribute, read_tokens
from kawaraban.kit.text import one_line
from kawaraban.wire.links import resolved

SUBHEADING_LIMIT = 120
SOURCE_LIMIT = 200
# So many inline elements are opened again in the next block: what is never closed must not be paid for twice.
INLINE_LIMIT = 8
# No story has so many; what comes after them is not looked at.
PIECES_LIMIT = 10_000

_INLINE = {"b": "b", "strong": "b", "i": "i", "em": "i", "cite": "i", "a": "a", "sup": "sup", "sub": "sub"}
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "hl2"})  # the last one is of NITF
_LISTS = frozenset({"ul", "ol"})
_BLOCKS = (
    "p div section article aside header footer main nav address details summary tr pre dt dd dl li hr table caption "
    "blockquote figure figcaption center fieldset"
)
_BREAKING = _HEADINGS | _LISTS | frozenset(_BLOCKS.split())
_DASHES = " \t—–―-~,(\u2015\u2212"
_TAGS = regex.compile(r"<[^<>]*+>")
_EMPTY = regex.compile(r"<(b|i|a|sup|sub)(?: [^<>]*+)?>\s*</\1>")
_ENDS = regex.compile(r"\A(?:\s|<br/>)++|(?<!\s|<br/>)(?:\s|<br/>)++\Z")
_CLEANER = nh3.Cleaner(
    tags={"b", "i", "a", "sup", "sub", "br"},
    attributes={"a": {"href"}},
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)


@dataclass(frozen=True, slots=True)
class Block:
    """One block. `kind`: paragraph, subheading, quote, list. A list has `items`, all others `text`.

    Paragraphs and list items are HTML with b, i, sup, sub, a[href] and br; subheadings and quotes are plain text.
    A quote may have a `source`: whose words they are.
    """

    kind: str
    text: str = ""
    items: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What became of a body, and what was left out of it."""

    blocks: tuple[Block, ...]
    pictures: tuple[str, ...]  # "caption (address)": noted, not fetched


def story_blocks(markup: str, base: str = "") -> Cleaned:
    """The blocks of an HTML body whose links are relative to `base`. Never raises; linear in the body's length."""
    sorter = _Sorter(base)
    for token in read_tokens(markup):
        sorter.take(token)
        if sorter.pieces_count > PIECES_LIMIT:
            break
    sorter.end_block()
    sorter.end_list()
    return Cleaned(blocks=tuple(sorter.blocks), pictures=tuple(sorter.pictures))


def text_blocks(text: str) -> tuple[Block, ...]:
    """The paragraphs of a plain text: parted by empty lines, or else by line ends."""
    lines = regex.sub(r"\r\n?", "\n", text)
    parts = regex.split(r"\n\s*+\n|\n(?:[^\S\n]*+\n)++", lines)
    if len(parts) == 1:
        parts = lines.split("\n")
    return tuple(Block("paragraph", html.escape(line, quote=False)) for line in map(one_line, parts) if line)


class _Sorter:
    """Walks through the tokens of a body and cuts it into blocks."""

    def __init__(self, base: str) -> None:
        self.blocks: list[Block] = []
        self.pictures: list[str] = []
        self._base = base
        self._pieces: list[str] = []
        self._open: list[tuple[str, str]] = []  # inline elements: name and start tag
        self._kind = "paragraph"
        self._items: list[str] = []
        # How many elements of these are open now.
        self._depth = {
            "list": 0,
            "blockquote": 0,
            "figcaption": 0,
            "figure": 0,
            "pre": 0,
            "table": 0,
            "footer": 0,
        }
        self._cited: list[str] = []  # the words of each <cite> of this block, within a quote
        self._cite_from: int | None = None
        self._quotes_from = 0  # the first block of the innermost quote or figure
        self._source = ""  # of a quote that is still to come

    @property
    def pieces_count(self) -> int:
        return len(self.blocks) + len(self._items) + len(self.pictures)

    def take(self, token: Token) -> None:
        if token.kind == "text":
            words = html.escape(token.words, quote=False)
            self._pieces.append(words.replace("\n", "<br/>") if self._depth["pre"] else words)
        elif token.kind == "start":
            self._start(token)
        elif token.name == "cite" and self._depth["blockquote"]:
            self._end_cite()
        elif token.name in _INLINE:
            self._end_inline(_INLINE[token.name])
        elif token.name in _BREAKING:
            self._end(token.name)

    def _start(self, token: Token) -> None:
        name = token.name
        if name == "cite" and self._depth["blockquote"]:
            self._cite_from = len(self._pieces)
        elif name in _INLINE:
            self._start_inline(_INLINE[name], token.words)
        elif name == "br":
            self._break_line()
        elif name in {"img", "image"}:
            self._note_picture(token.words)
        elif name in {"td", "th"}:
            self._pieces.append(" ")
        elif name in _BREAKING:
            self.end_block()
            if name in {"blockquote", "figure"}:
                self._quotes_from, self._source = len(self.blocks), ""
            self._count(name, 1)
            self._kind = "subheading" if name in _HEADINGS else "paragraph"

    def _end(self, name: str) -> None:
        self.end_block()
        self._count(name, -1)
        self._kind = "paragraph"
        self.end_list()

    def _count(self, name: str, by: int) -> None:
        counted = "list" if name in _LISTS else name
        if counted in self._depth:
            self._depth[counted] = max(0, self._depth[counted] + by)

    def _start_inline(self, name: str, attributes: str) -> None:
        href = resolved(attribute(attributes, "href"), self._base) if name == "a" else ""
        if name == "a":
            self._end_inline("a")  # a link inside a link is no link to anybody
        if len(self._open) >= INLINE_LIMIT or (name == "a" and not href):
            return
        start = f'<a href="{html.escape(href)}">' if href else f"<{name}>"
        self._open.append((name, start))
        self._pieces.append(start)

    def _end_inline(self, name: str) -> None:
        """Close it and what was opened inside it; the inner ones go on behind it."""
        place = next((at for at in reversed(range(len(self._open))) if self._open[at][0] == name), None)
        if place is None:
            return
        inner = self._open[place + 1 :]
        self._pieces += [f"</{opened}>" for opened, _start in reversed(self._open[place:])]
        self._pieces += [start for _name, start in inner]
        del self._open[place]

    def _end_cite(self) -> None:
        if self._cite_from is not None:
            self._cited.append(_words("".join(self._pieces[self._cite_from :])))
            self._cite_from = None

    def _break_line(self) -> None:
        if self._pieces and self._pieces[-1] == "<br/>" and not self._depth["pre"]:
            self._pieces.pop()
            self.end_block()
        else:
            self._pieces.append("<br/>")

    def _note_picture(self, attributes: str) -> None:
        alt = one_line(attribute(attributes, "alt"))
        src = resolved(attribute(attributes, "src"), self._base)
        if src or alt:
            self.pictures.append(f"{alt} ({src})" if alt and src else src or alt)

    def end_block(self) -> None:
        """Close the inline elements, keep what was gathered, and open them again."""
        closing = [f"</{name}>" for name, _start in reversed(self._open)]
        gathered = _squeezed("".join([*self._pieces, *closing]))
        self._pieces = [start for _name, start in self._open]
        self._cite_from = None
        if words := _words(gathered):
            self._keep(gathered, words)
        self._cited = []
        self.end_list()

    def _keep(self, gathered: str, words: str) -> None:
        if self._depth["figcaption"]:
            self._keep_caption(words)
        elif self._depth["list"]:
            self._items.append(_safe(gathered))
        elif self._depth["blockquote"]:
            self._keep_quote(words)
        elif self._depth["figure"] and not self._depth["table"] and not self._depth["pre"]:
            self.pictures.append(words)
        elif self._kind == "subheading" and len(words) <= SUBHEADING_LIMIT:
            self.blocks.append(Block("subheading", words))
        else:
            self.blocks.append(Block("paragraph", _safe(gathered)))

    def _keep_quote(self, words: str) -> None:
        """A quote; where all of it, or its end, is a <cite> or a footer, that is whose words they are."""
        cited = self._cited[-1].lstrip(_DASHES) if self._cited else ""
        bare = words.lstrip(_DASHES)
        if self._depth["footer"] or (cited and bare.startswith(cited)):
            self._give_source(bare)
        elif cited and words.rstrip(" .)").endswith(cited):
            said = words.rstrip(" .)")[: -len(cited)].rstrip(_DASHES)
            self.blocks.append(Block("quote", said, source=cited[:SOURCE_LIMIT]))
        else:
            self.blocks.append(Block("quote", words, source=self._source))
            self._source = ""

    def _keep_caption(self, words: str) -> None:
        """The caption of a quote is its source; any other one belongs to a picture."""
        if self._has_quote():
            self._give_source(words.lstrip(_DASHES))
        else:
            self.pictures.append(words)

    def _has_quote(self) -> bool:
        return len(self.blocks) > self._quotes_from and self.blocks[-1].kind == "quote"

    def _give_source(self, source: str) -> None:
        """To the quote before it, else to the next one."""
        if self._has_quote():
            self.blocks[-1] = Block("quote", self.blocks[-1].text, source=source[:SOURCE_LIMIT])
        else:
            self._source = source[:SOURCE_LIMIT]

    def end_list(self) -> None:
        """One list block, when the outermost list has ended."""
        if self._items and not self._depth["list"]:
            self.blocks.append(Block("list", items=tuple(self._items)))
            self._items = []


def _words(gathered: str) -> str:
    return one_line(html.unescape(_TAGS.sub("", gathered.replace("<br/>", " "))))


def _squeezed(markup: str) -> str:
    """One line, no line breaks at its ends, no empty inline elements."""
    line = one_line(markup)
    for _turn in range(INLINE_LIMIT):
        shorter = _EMPTY.sub("", line)
        if shorter == line:
            break
        line = shorter
    return _ENDS.sub("", line)


def _safe(gathered: str) -> str:
    """The block as nh3 passes it: a second pair of eyes on what the sorter wrote."""
    if "<" not in gathered:
        return gathered
    return _CLEANER.clean(gathered).replace("<br>", "<br/>")
