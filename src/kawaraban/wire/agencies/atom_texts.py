"""Atom's texts, each of which says what it is (RFC 4287, 3.1 and 4.1.3); those of Atom 0.3 say it otherwise."""

import base64
import html
from dataclasses import dataclass

from kawaraban.kit.fit import fit
from kawaraban.kit.text import plain_text
from kawaraban.wire.agencies.entries import FeedText
from kawaraban.wire.agencies.feed_parts import space_of
from kawaraban.wire.agencies.nitf import is_nitf, nitf_of, nitf_parts
from kawaraban.wire.agencies.xml_markup import inner_markup
from kawaraban.wire.files.xml_tree import Node

_HTML = frozenset({"html", "text/html"})
_XHTML = frozenset({"xhtml", "application/xhtml+xml"})
_PLAIN = frozenset({"", "text", "text/plain"})


@dataclass(frozen=True, slots=True)
class AtomText:
    """One text: its value as it stands, and what it is."""

    as_body: FeedText

    @property
    def value(self) -> str:
        """As HTML."""
        return self.as_body.value if self.as_body.is_html else html.escape(self.as_body.value, quote=False)

    @property
    def plain(self) -> str:
        """Its words alone."""
        return plain_text(self.as_body.value) if self.as_body.is_html else self.as_body.value


def atom_text(node: Node, base: str) -> AtomText:
    """A title, summary or content. Plain text is literal; a type that is no text gives nothing."""
    base = node.base or base
    kind = node.attributes.get("type", "").strip().lower().split(";")[0]
    mode = node.attributes.get("mode", "").strip().lower()
    nitf = next((child for child in node.nodes() if child.name == "nitf"), None)
    if nitf is not None:
        return AtomText(FeedText(fit(nitf.text()), is_html=True, nitf=nitf_parts(nitf, base), base=base))
    if "src" in node.attributes:
        return AtomText(FeedText())
    if mode == "base64":
        return _unpacked(node, kind, base)
    if kind in _XHTML or mode == "xml" or (kind in _PLAIN and _has_xhtml(node)):
        return AtomText(
            FeedText(fit(inner_markup(node, is_escaped=False, base=base)), is_html=True, base=base)
        )
    if kind in _HTML:
        return AtomText(
            FeedText(fit(inner_markup(node, is_escaped=True, base=base)), is_html=True, base=base)
        )
    value = fit(node.text())
    if kind.endswith(("nitf+xml", "/nitf")) or is_nitf(value):
        return AtomText(FeedText(value, is_html=True, nitf=nitf_of(value, base), base=base))
    if kind in _PLAIN or (kind.startswith("text/") and kind != "text/xml"):
        return AtomText(FeedText(value))
    return AtomText(FeedText())


def _unpacked(node: Node, kind: str, base: str) -> AtomText:
    """Text that Atom 0.3 packs so; what is no text gives nothing."""
    try:
        value = base64.b64decode(node.text(), validate=False).decode("utf-8")
    except ValueError:
        return AtomText(FeedText())
    is_html = kind in _HTML | _XHTML
    return AtomText(
        FeedText(fit(value), is_html=is_html, base=base) if is_html or kind in _PLAIN else FeedText()
    )


def _has_xhtml(node: Node) -> bool:
    """Elements inside of what should be text: the sender forgot to say what it is."""
    return any(space_of(child) == "xhtml" for child in node.nodes())
