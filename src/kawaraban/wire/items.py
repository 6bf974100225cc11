"""One item as an agency sent it, cleaned: what every reader in `agencies/` gives and `actions` takes."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlsplit

import regex
from django.utils.translation import gettext as _

from kawaraban.wire.cleaning import Block

GUID_LIMIT = 600
HEADLINE_LIMIT = 255
SOURCE_LIMIT = 200
DATELINE_LIMIT = 80
BODY_LIMIT = 1_000_000
BLOCKS_LIMIT = 1000

# Control signs and halves of characters: no database and no page can hold them.
_UNFIT = regex.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\p{Cs}]")
_URN_NAMESPACE = regex.compile(r"urn:[a-z0-9-]+:([^:]+)", flags=regex.IGNORECASE)
_TAG_AUTHORITY = regex.compile(r"tag:([^,:]+)[,:]", flags=regex.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """Which of two versions of an item is the newer: the agency's number first, then its time. Aware times."""

    number: int = 0
    at: datetime = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class WireStory:
    """A text item. Every text is plain and fit for the database; blocks hold clean HTML."""

    source: str
    guid: str
    version: Version
    version_label: str
    headline: str
    lead: str
    blocks: tuple[Block, ...]
    language: str = ""
    dateline: str = ""
    bylines: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    embargoed_until: datetime | None = None
    # Feeds change words without saying so; there, other words under the same version are a newer one.
    words_are_version: bool = False

    @property
    def digest(self) -> str:
        """Of everything but the version: equal digests mean equal stories."""
        facts = asdict(self)
        facts.pop("version")
        facts.pop("version_label")
        return hashlib.sha256(json.dumps(facts, default=str, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class RefusedItem:
    """An item that is whole but not for us: not text, withheld, without a headline."""

    guid: str
    headline: str
    reason: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one file holds, in its order."""

    format: str
    items: tuple[WireStory | RefusedItem, ...] = field(default=())


def fit(text: str) -> str:
    """The text without what no database and no page can hold."""
    return _UNFIT.sub("", text)


def fault_of(blocks: tuple[Block, ...]) -> str:
    """Why no story can be made of these blocks; "" when one can."""
    if not blocks:
        return _("it has no text")
    if len(blocks) > BLOCKS_LIMIT:
        return _("it has more than %(limit)d paragraphs") % {"limit": BLOCKS_LIMIT}
    return ""


def source_of(guid: str, fallback: str) -> str:
    """Who names the item: the host of a web address, the owner of a URN or tag, else `fallback`."""
    named = _URN_NAMESPACE.match(guid) or _TAG_AUTHORITY.match(guid)
    if named:
        return named[1].lower()[:SOURCE_LIMIT]
    try:
        host = urlsplit(guid).hostname
    except ValueError:
        host = None
    return (host or fallback)[:SOURCE_LIMIT]
