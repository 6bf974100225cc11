"""The text of a story as its writers type it, and the blocks that the editor makes of it.

An empty line ends a block. What a block is stands at the beginning of its lines:

    ## Words                             a subheading
    > Words                              a quote; its last line "> -- Name" says whose
    - Words                              a list, one line for each item
    | amount | who | what for | by when | source |      key figures, one line for each
    => https://... | title | description                a link card
    Words                                a paragraph; *words* are set in italics
"""

import html
import re
from collections.abc import Callable
from typing import Any

from kawaraban.cli.demo_paper.written import BadlyWritten

Block = dict[str, Any]
_ITALIC = re.compile(r"\*([^*]+)\*")
_FIGURE = ("amount", "who", "purpose", "by_when", "source")


def blocks(text: str) -> list[Block]:
    """The blocks as a StreamField stores them. Raises BadlyWritten."""
    return [_block(part.strip().split("\n")) for part in re.split(r"\n\s*\n", text.strip()) if part.strip()]


def _block(lines: list[str]) -> Block:
    for mark, kind, make in _KINDS:
        if lines[0].startswith(mark):
            if not all(line.startswith(mark) for line in lines):
                raise BadlyWritten(f"every line of a {kind} begins with “{mark}”: {lines[0]}")
            return {"type": kind, "value": make([line[len(mark) :].strip() for line in lines])}
    return {"type": "paragraph", "value": f"<p>{rich(' '.join(lines))}</p>"}


def rich(words: str) -> str:
    """Words as the editor's rich text: escaped, *italic*."""
    return _ITALIC.sub(r"<i>\1</i>", html.escape(words, quote=False))


def _subheading(lines: list[str]) -> str:
    return " ".join(lines)


def _quote(lines: list[str]) -> Block:
    source = lines.pop().removeprefix("--").strip() if lines[-1].startswith("--") else ""
    return {"text": " ".join(lines), "source": source}


def _list(lines: list[str]) -> list[str]:
    return [f"<p>{rich(line)}</p>" for line in lines]


def _key_figures(lines: list[str]) -> Block:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    if any(len(row) != len(_FIGURE) for row in rows):
        raise BadlyWritten(f"a key figure has five cells: {lines[0]}")
    return {"title": "", "figures": [dict(zip(_FIGURE, row, strict=True)) for row in rows]}


def _link_card(lines: list[str]) -> Block:
    url, title, description = (part.strip() for part in " ".join(lines).split("|"))
    return {"url": url, "title": title, "description": description}


_KINDS: tuple[tuple[str, str, Callable[[list[str]], Any]], ...] = (
    ("## ", "subheading", _subheading),
    ("> ", "quote", _quote),
    ("- ", "list", _list),
    ("| ", "key_figures", _key_figures),
    ("=> ", "link_card", _link_card),
)
