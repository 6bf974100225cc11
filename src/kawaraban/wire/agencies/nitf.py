"""NITF (IPTC's older markup of a text) by its parts: what is headline, byline and text, each in its place.

It comes as the body of a ninjs item or inside an Atom entry. Only `body.content` is the text; what stands in
`body.head` is said elsewhere, or becomes a note.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from xml.parsers import expat

import regex
from django.utils.translation import gettext as _

from kawaraban.kit.text import one_line
from kawaraban.wire.agencies.xml_markup import inner_markup
from kawaraban.wire.cleaning import Block, Cleaned, story_blocks
from kawaraban.wire.embargoes import NoTime, embargo_end
from kawaraban.wire.errors import WireError
from kawaraban.wire.files.xml_tree import Looking, Node
from kawaraban.wire.statuses import WITHDRAWN, WITHHELD, status_of

_BEGINS = regex.compile(
    r"(?:\s++|<\?[^>]*+>|(?s:<!--.*?-->)|<!DOCTYPE\s+nitf[^>\[]*+(?:\[[^\]]*+\]\s*+)?>)*+<(?:\w+:)?nitf\b",
    flags=regex.IGNORECASE,
)
# What NITF calls otherwise than HTML; "" is left out with all that is in it.
_NAMES = {
    "hl1": "h2", "hl2": "h2", "bq": "blockquote", "credit": "cite", "media": "figure", "media-caption": "figcaption",
    "media-producer": "figcaption", "media-metadata": "", "media-object": "", "media-reference": "", "note": "",
    "block": "div", "nitf-table": "table", "nitf-table-metadata": "", "body.head": "", "body.end": "", "docdata": "",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Nitf:
    """The parts of an NITF text; "" for what it does not have."""

    cleaned: Cleaned
    headline: str = ""
    summary: str = ""
    byline: str = ""
    dateline: str = ""
    distributor: str = ""
    editors: str = ""  # what editors are told
    status: str = ""  # canceled or withheld; "" of what may be published, be it later
    embargoed_until: datetime | None = None


def is_nitf(markup: str) -> bool:
    return bool(_BEGINS.match(markup[:2000]))


def nitf_of(markup: str, base: str) -> Nitf:
    """The parts of a text that `is_nitf`. Where its XML is broken, its content alone is read, as HTML."""
    looking = Looking()
    try:
        looking.walk(markup)
    except (expat.ExpatError, WireError):
        return Nitf(cleaned=story_blocks(_content_of_broken(markup), base))
    return nitf_parts(looking.root, base) if looking.root else Nitf(cleaned=Cleaned((), ()))


def nitf_parts(root: Node, base: str) -> Nitf:
    """The same of a tree."""
    found: dict[str, Node] = {}
    for node in root.everywhere():
        found.setdefault(node.name, node)
    head, content = found.get("body.head"), found.get("body.content")
    cleaned = (
        story_blocks(inner_markup(content, is_escaped=False, base=base, names=_NAMES), base)
        if content
        else Cleaned((), ())
    )
    below = [Block("subheading", words) for words in _all(head, "hl2")]
    references = _references(content, base) if content else ()
    status, until = _standing(found.get("docdata"))
    return Nitf(
        cleaned=Cleaned((*below, *cleaned.blocks), (*cleaned.pictures, *references)),
        headline=_first(head, "hl1") or _first(head, "headline"),
        summary=_first(head, "abstract"),
        byline=_byline(head),
        dateline=_first(head, "location") or _first(head, "dateline"),
        distributor=_first(head, "distributor"),
        editors=one_line(_stated(found.get("docdata"), "ed-msg", "info")),
        status=status,
        embargoed_until=until,
    )


def _standing(docdata: Node | None) -> tuple[str, datetime | None]:
    """What its `docdata` says: whether it is withdrawn, and when it may be published.

    An embargo whose end is not stated, or is no time, ends when the agency says so.
    """
    status = status_of(docdata.attributes.get("management-status", "")) if docdata else ""
    try:
        until = embargo_end(_stated(docdata, "date.release", "norm"))
    except NoTime:
        return (status if status in WITHDRAWN else WITHHELD), None
    if status == "embargoed" and until is None:
        return WITHHELD, None
    return (status if status in WITHDRAWN else ""), until


def _stated(docdata: Node | None, name: str, attribute: str) -> str:
    found = (
        (node.attributes.get(attribute, "") for node in docdata.nodes() if node.name == name)
        if docdata
        else ()
    )
    return next(iter(found), "")


def nitf_notes(nitf: Nitf) -> Iterator[str]:
    if nitf.editors:
        yield f"{_('Note to editors')}: {nitf.editors}"
    if nitf.distributor:
        yield _("Distributor: %(name)s") % {"name": nitf.distributor}


def _all(head: Node | None, name: str) -> list[str]:
    found = [one_line(node.text()) for node in head.everywhere() if node.name == name] if head else []
    return [words for words in found if words]


def _first(head: Node | None, name: str) -> str:
    return next(iter(_all(head, name)), "")


def _byline(head: Node | None) -> str:
    """The people it names, else its words without the title of whoever wrote it."""
    byline = next((node for node in head.everywhere() if node.name == "byline"), None) if head else None
    if byline is None:
        return ""
    people = [one_line(node.text()) for node in byline.everywhere() if node.name == "person"]
    if any(people):
        return "; ".join(filter(None, people))
    own = [
        child if isinstance(child, str) else child.text() for child in byline.children if not _is_title(child)
    ]
    return one_line(" ".join(own)) or _first(byline, "byttl")


def _is_title(child: Node | str) -> bool:
    return isinstance(child, Node) and child.name == "byttl"


def _references(content: Node, base: str) -> tuple[str, ...]:
    """Where its pictures are."""
    stated = (
        node.attributes.get("source", "") for node in content.everywhere() if node.name == "media-reference"
    )
    return tuple(dict.fromkeys(words[:500] for words in map(one_line, stated) if words))


def _content_of_broken(markup: str) -> str:
    begin = regex.search(r"<body\.content", markup, flags=regex.IGNORECASE)
    start = markup.find(">", begin.end()) + 1 if begin else 0
    if not start:
        return ""
    end = regex.search(r"</body\.content", markup, flags=regex.IGNORECASE, pos=start)
    return markup[start : end.start() if end else len(markup)]
