"""A file or an answer to what it holds: the form is told by the first signs, never by the name."""

from pathlib import Path

from django.utils.translation import gettext as _

from kawaraban.wire.agencies.ninjs import parse_json, read_ninjs
from kawaraban.wire.agencies.rss import read_feed
from kawaraban.wire.errors import WireError
from kawaraban.wire.items import Delivery

SIZE_LIMIT = 10_000_000
# One delivery is one transaction, and while it lasts nobody else writes.
ITEMS_LIMIT = 500


def read_file(path: Path) -> bytes:
    """The bytes of a file. Raises WireError when it cannot be read or is too large."""
    try:
        with path.open("rb") as file:
            return file.read(SIZE_LIMIT + 1)
    except (OSError, ValueError) as broken:
        fault = getattr(broken, "strerror", None) or str(broken)
        raise WireError(_("The file cannot be read: %(fault)s.") % {"fault": fault}) from broken


def read_delivery(data: bytes) -> Delivery:
    """Everything in the file. Raises WireError, and nothing else, with the place of the fault."""
    if len(data) > SIZE_LIMIT:
        raise WireError(_("The file is larger than %(limit)d MB.") % {"limit": SIZE_LIMIT // 1_000_000})
    begins = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if not begins:
        raise WireError(_("The file is empty."))
    if begins in {b"{", b"["}:
        document = parse_json(data)
        if isinstance(document, dict) and "jsonfeed.org" in str(document.get("version", "")):
            raise WireError(_("This is a JSON Feed, which is not read. RSS, Atom and ninjs are."))
        return _counted(read_ninjs(document))
    if begins == b"<" or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _counted(read_feed(data))
    raise WireError(_("The file is neither XML nor JSON. RSS, Atom and ninjs are read."))


def _counted(delivery: Delivery) -> Delivery:
    if not delivery.items:
        raise WireError(_("The file holds no items."))
    if len(delivery.items) > ITEMS_LIMIT:
        raise WireError(_("The file holds more than %(limit)d items.") % {"limit": ITEMS_LIMIT})
    return delivery
