"""A file or an answer to what it holds: the form is told by the first signs, never by the name."""

import time
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from django.utils.translation import gettext as _

from kawaraban.wire.agencies.atom import is_atom, read_entries
from kawaraban.wire.agencies.feed_parts import space_of
from kawaraban.wire.agencies.ninjs import parse_json, read_ninjs
from kawaraban.wire.agencies.rss import read_items
from kawaraban.wire.errors import WireError
from kawaraban.wire.files.encodings import text_of
from kawaraban.wire.files.unpacking import GZIP_MARK, unpacked
from kawaraban.wire.files.xml_tree import Looking, Node, broken
from kawaraban.wire.items import AgencyFile, RefusedItem, WireStory
from kawaraban.wire.kinds import (
    refuse_head,
    refuse_other_json,
    refuse_other_kinds,
    refuse_packed,
    refuse_web_page,
)

SIZE_LIMIT = 10_000_000
# One delivery is one transaction, and while it lasts nobody else writes.
ITEMS_LIMIT = 500
# All work is linear in the size; this is for machines that are slower than anybody thought of.
WHOLE_SECONDS = 120

Items = Iterator[WireStory | RefusedItem]


def read_file(path: Path) -> bytes:
    """The bytes of a file. Raises WireError when it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(SIZE_LIMIT + 1)
    except (OSError, ValueError) as fault:
        words = getattr(fault, "strerror", None) or str(fault)
        raise WireError(_("The file cannot be read: %(fault)s.") % {"fault": words}) from fault


def read_delivery(data: bytes, *, content_type: str = "", address: str = "") -> AgencyFile:
    """Everything in the file. Raises WireError, and nothing else, with the place of the fault.

    `content_type` and `address` are what the server said and where the file was found; "" for one from a disk.
    """
    if data.startswith(GZIP_MARK):
        data = unpacked(data, SIZE_LIMIT)
    if len(data) > SIZE_LIMIT:
        refuse_head(data, content_type, address)
        raise WireError(_("The file is larger than %(limit)d MB.") % {"limit": SIZE_LIMIT // 1_000_000})
    refuse_packed(data)
    begins = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if not begins:
        raise WireError(_("The file is empty."))
    if begins in {b"{", b"["} and data.lstrip()[1:2] != b"\x00":
        document = parse_json(data)
        refuse_other_json(document)
        return _gathered("ninjs", read_ninjs(document))
    return _read_text(text_of(data, content_type), address)


def _read_text(text: str, address: str) -> AgencyFile:
    begins = text.lstrip()[:1]
    if begins in {"{", "["}:
        document = parse_json(text.encode("utf-8", "replace"))
        refuse_other_json(document)
        return _gathered("ninjs", read_ninjs(document))
    if begins != "<":
        raise WireError(_("The file is neither XML nor JSON. RSS, Atom and ninjs are read."))
    refuse_web_page(text, address)
    root = _root_of(text, address)
    if is_atom(root):
        return _gathered("atom", read_entries(root, address))
    if _is_rss(root):
        return _gathered("rss", read_items(root, address))
    raise WireError(
        _("The XML is not a feed: it begins with <%(root)s>. RSS and Atom are read.")
        % {"root": root.name[:80]}
    )


def _root_of(text: str, address: str) -> Node:
    """The document. Raises WireError when it is broken, too much, or something else."""
    looking = Looking()
    try:
        looking.walk(text)
    except expat.ExpatError as fault:
        refuse_other_kinds(looking)
        raise broken(fault) from fault
    refuse_other_kinds(looking)
    if looking.root is None:
        raise WireError(_("The file is neither XML nor JSON. RSS, Atom and ninjs are read."))
    return looking.root


def _is_rss(root: Node) -> bool:
    if root.name in {"rss", "RSS", "Channel"}:
        return True
    is_feed = any(space_of(node) == "rss" and node.space for node in root.nodes())
    return root.name == "RDF" and is_feed


def _gathered(form: str, items: Items) -> AgencyFile:
    """What was read, within its limits: items beyond them are not even looked at."""
    deadline = time.monotonic() + WHOLE_SECONDS
    found: list[WireStory | RefusedItem] = []
    for item in items:
        if len(found) == ITEMS_LIMIT:
            raise WireError(_("The file holds more than %(limit)d items.") % {"limit": ITEMS_LIMIT})
        if time.monotonic() > deadline:
            raise WireError(_("The file takes too long to be read."))
        found.append(item)
    if not found:
        raise WireError(_("The file holds no items."))
    return AgencyFile(format=form, items=tuple(found))
