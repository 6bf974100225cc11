"""Elements of a document as HTML again, for the cleaner; their links whole, each by the base that holds for it."""

import html
from collections.abc import Mapping

from kawaraban.kit.markup import VOID
from kawaraban.wire.files.xml_tree import Node
from kawaraban.wire.links import resolved

_ADDRESSES = ("href", "src")
_CDATA, _CDATA_END = "<![CDATA[", "]]>"


def inner_markup(node: Node, *, is_escaped: bool, base: str, names: Mapping[str, str] | None = None) -> str:
    """What the element holds, as HTML. `is_escaped`: its own text is markup already, as in RSS.

    `base` counts for links where no `xml:base` does; `names` says what foreign elements are called in HTML, and
    "" leaves one out with all that is in it. The walk keeps its own stack: a nest costs no frames.
    """
    names = names or {}
    pieces: list[str] = []
    waiting: list[Node | tuple[str, bool]] = _parts(node, is_escaped=is_escaped)
    while waiting:
        part = waiting.pop()
        if isinstance(part, tuple):
            text, is_markup = part
            pieces.append(text if is_markup else html.escape(text, quote=False))
            continue
        name = names.get(part.name, part.name).lower()
        if not name:
            continue
        pieces.append(f"<{name}{_attributes(part, base)}>")
        if name not in VOID:
            waiting.append((f"</{name}>", True))
            waiting.extend(_parts(part, is_escaped=False))
    return without_cdata("".join(pieces)) if is_escaped else "".join(pieces)


def without_cdata(text: str) -> str:
    """The text without the marks of a CDATA section that came as words: packed twice by whoever sent it."""
    if _CDATA not in text:
        return text
    before, _mark, after = text.partition(_CDATA)
    return before + after.replace(_CDATA, "").replace(_CDATA_END, "")


def _parts(node: Node, *, is_escaped: bool) -> list[Node | tuple[str, bool]]:
    """What it holds, last first."""
    return [child if isinstance(child, Node) else (child, is_escaped) for child in reversed(node.children)]


def _attributes(node: Node, base: str) -> str:
    stated = [
        f' {name}="{html.escape(whole)}"'
        for name in _ADDRESSES
        if name in node.attributes and (whole := resolved(node.attributes[name], node.base or base))
    ]
    if "alt" in node.attributes:
        stated.append(f' alt="{html.escape(node.attributes["alt"])}"')
    return "".join(stated)
