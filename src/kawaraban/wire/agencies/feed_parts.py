"""What RSS and Atom have in common: which namespace says what, and what is said of pictures and files."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from kawaraban.kit.text import plain_text
from kawaraban.wire.dates import moment_of
from kawaraban.wire.files.xml_tree import Node
from kawaraban.wire.items import fit_line
from kawaraban.wire.links import resolved

_PRISM = ("1.0", "1.1", "1.2", "2.0", "2.1", "2.2", "3.0")
# Namespaces are compared in small letters and without what their writers vary at the end.
_SPACES = {
    "http://www.w3.org/2005/atom": "atom",
    "http://purl.org/atom/ns": "atom",  # 0.3
    "http://purl.org/dc/elements/1.1": "dc",
    "http://purl.org/dc/elements/1.0": "dc",
    "http://purl.org/dc/terms": "dcterms",
    **dict.fromkeys((f"http://prismstandard.org/namespaces/basic/{version}" for version in _PRISM), "prism"),
    "http://purl.org/rss/1.0/modules/content": "content",
    "http://search.yahoo.com/mrss": "media",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://purl.org/atompub/tombstones/1.0": "tombstones",
    "http://www.w3.org/2007/app": "app",
    "http://purl.org/atom/app": "app",
    "http://purl.org/rss/1.0": "rss",
    "http://my.netscape.com/rdf/simple/0.9": "rss",  # 0.90
    "http://channel.netscape.com/rdf/simple/0.9": "rss",
    "http://purl.org/net/rss1.1": "rss",
    "http://my.netscape.com/publish/formats/rss-0.91.dtd": "rss",
    "http://backend.userland.com/rss": "rss",
    "http://backend.userland.com/rss2": "rss",
    "http://backend.userland.com/rss091": "rss",
    "http://backend.userland.com/rss092": "rss",
    "http://blogs.law.harvard.edu/tech/rss": "rss",
    "http://cyber.law.harvard.edu/rss": "rss",
    "http://purl.org/rss/2.0": "rss",
    "": "rss",
}


def space_of(node: Node) -> str:
    """Which vocabulary the element is of; "" of one that is not read."""
    space = node.space.strip().lower().replace("https://", "http://", 1).rstrip("/#")
    return _SPACES.get(space, "")


def named(node: Node, space: str, *names: str) -> Iterator[Node]:
    """The elements directly in it that have one of these names, in their order."""
    return (child for child in node.nodes() if child.name in names and space_of(child) == space)


def first_text(node: Node, space: str, *names: str) -> str:
    """The text of the first of them that has any."""
    return next((text for child in named(node, space, *names) if (text := child.text()).strip()), "")


def all_texts(node: Node, space: str, *names: str) -> list[str]:
    return [text for child in named(node, space, *names) if (text := child.text()).strip()]


def embargoes(node: Node) -> list[str]:
    """What it says of when it may be published: of PRISM whatever stands there, of Dublin Core what is a time."""
    available = [words for words in all_texts(node, "dcterms", "available") if moment_of(fit_line(words))]
    return [fit_line(words) for words in (*all_texts(node, "prism", "embargoDate"), *available)]


def media_notes(item: Node, base: str) -> Iterator[str]:
    """Pictures and files of Media RSS, with the caption and the credit that belong to each.

    A caption is never the story's text: papers send both, and in any order.
    """
    for node in item.nodes():
        if space_of(node) == "media":
            yield from _media(node, base)


def _media(node: Node, base: str) -> Iterator[str]:
    """The notes of one element, which may be a group of others."""
    seen: set[str] = set()
    for part in node.everywhere():
        if space_of(part) != "media" or part.name not in {"content", "thumbnail", "group", "description"}:
            continue
        address = resolved(part.attributes.get("url", ""), part.base or base)
        kind = fit_line(part.attributes.get("type", "") or part.attributes.get("medium", ""))[:80]
        caption = fit_line(media_text(part) if part.name == "description" else _said(part))[:500]
        words = f"{caption} ({address})" if caption and address else caption or address
        if words in seen or not words or (part.name == "description" and part is not node):
            continue
        seen.add(words)
        is_picture = (
            part.name in {"thumbnail", "description"} or kind in {"", "image"} or kind.startswith("image/")
        )
        if is_picture:
            yield _("Picture left out: %(picture)s") % {"picture": words}
        else:
            yield left_out(kind, words)


def _said(part: Node) -> str:
    """The caption and the credit that stand in the element itself."""
    said = [fit_line(media_text(child)) for child in part.nodes() if child.name in {"description", "credit"}]
    return ", ".join(filter(None, said))


def media_text(node: Node) -> str:
    """The words of a title or description of Media RSS, which are text unless its type is `html`."""
    is_html = node.attributes.get("type", "").strip().lower() in {"html", "text/html"}
    return plain_text(node.text()) if is_html else node.text()


def left_out(kind: str, uri: str) -> str:
    return _("Left out: %(kind)s %(uri)s") % {"kind": fit_line(kind)[:80], "uri": uri}
