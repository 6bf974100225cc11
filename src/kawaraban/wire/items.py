"""One item as an agency sent it, cleaned: what every reader in `agencies/` gives and `actions` takes."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import regex
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kawaraban.kit.fit import fit
from kawaraban.kit.text import one_line
from kawaraban.wire.cleaning import Block
from kawaraban.wire.files.encodings import REPLACEMENT

GUID_LIMIT = 600
HEADLINE_LIMIT = 255
SOURCE_LIMIT = 200
DATELINE_LIMIT = 80
BODY_LIMIT = 1_000_000
BLOCKS_LIMIT = 1000
TOPIC_LIMIT = 100
TOPICS_COUNT = 30
NOTES_COUNT = 50
NOTE_LIMIT = 500

_URN_NAMESPACE = regex.compile(r"urn:[a-z0-9-]+:([^:]+)", flags=regex.IGNORECASE)
_TAG_AUTHORITY = regex.compile(r"tag:([^,:]+)[,:]", flags=regex.IGNORECASE)


_NOT_IN_DIGEST = ("source", "guid", "version", "version_label", "notes", "published_at", "former_names")


@dataclass(frozen=True, slots=True, order=True)
class ItemVersion:
    """Which of two versions of an item is the newer: the agency's number first, then its time. Aware times."""

    number: int = 0
    at: datetime = datetime(1970, 1, 1, tzinfo=UTC)

    @property
    def is_known(self) -> bool:
        """False where the agency says neither a number nor a time that can be read."""
        return self != ItemVersion()


@dataclass(frozen=True, slots=True)
class WireStory:
    """A text item. Every text is plain and fit for the database; blocks hold clean HTML."""

    source: str
    guid: str
    version: ItemVersion
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
    # Feeds change words without saying so; there, words that never came before are a newer version.
    words_are_version: bool = False
    # When its first readers saw it, as the agency says.
    published_at: datetime | None = None
    # Source and guid under which this program knew it before it made relative names whole.
    former_names: tuple[tuple[str, str], ...] = ()

    @property
    def digest(self) -> str:
        """Of what readers see: equal digests mean equal stories. Stored, so the same for ever."""
        return _digest_of(self._facts())

    def former_digest(self, source: str, guid: str, notes: Sequence[str]) -> str:
        """The digest as it was stored of old: with the item's name and notes in it."""
        return _digest_of({**self._facts(), "source": source, "guid": guid, "notes": list(notes)})

    def _facts(self) -> dict[str, Any]:
        facts = asdict(self)
        for no_words in _NOT_IN_DIGEST:
            facts.pop(no_words)
        for block in facts["blocks"]:
            if not block["source"]:
                block.pop("source")
        return facts

    @property
    def is_headline_only(self) -> bool:
        """A flash of which nothing but the headline is known yet."""
        return not self.blocks and not self.lead


def _digest_of(facts: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(facts, default=str, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class RefusedItem:
    """An item that is whole but not for us: not text, withheld, without a headline.

    `is_withdrawn`: the agency says that it must not be published, or no longer.
    """

    guid: str
    headline: str
    reason: str
    source: str = field(default="", compare=False)
    version: ItemVersion = field(default=ItemVersion(), compare=False)
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class AgencyFile:
    """What one file holds, in its order."""

    format: str
    items: tuple[WireStory | RefusedItem, ...] = field(default=())


def fit_line(text: str) -> str:
    """The same for what is one line."""
    return one_line(fit(text))


def fault_of(blocks: tuple[Block, ...], summary: str, *, had_body: bool) -> str:
    """Why no story can be made of these blocks; "" when one can.

    An item without a body is a flash. One whose body is nothing but a player or a form is none.
    """
    if not blocks and not summary.strip() and had_body:
        return _("it has no text")
    if len(blocks) > BLOCKS_LIMIT:
        return _("it has more than %(limit)d paragraphs") % {"limit": BLOCKS_LIMIT}
    return ""


def fault_of_headline(headline: str) -> str:
    """Why no story can stand under this headline; "" when one can."""
    if not headline:
        return _("it has no headline")
    if len(headline) > HEADLINE_LIMIT:
        return _("its headline is longer than %(limit)d characters") % {"limit": HEADLINE_LIMIT}
    return ""


def topics_of(names: Iterable[str]) -> tuple[str, ...]:
    """Each topic once, however many an agency sends."""
    fitted = (fit_line(name)[:TOPIC_LIMIT].strip() for name in names)
    return tuple(dict.fromkeys(name for name in fitted if name))[:TOPICS_COUNT]


def notes_of(notes: Iterable[str]) -> tuple[str, ...]:
    """The notes that an editor can still read."""
    kept = [fit_line(note)[:NOTE_LIMIT] for note in notes]
    if len(kept) > NOTES_COUNT:
        left = len(kept) - NOTES_COUNT
        more = ngettext("and %(count)d note more", "and %(count)d notes more", left) % {"count": left}
        kept = [*kept[:NOTES_COUNT], more]
    return tuple(kept)


def reading_note(headline: str, lead: str, blocks: tuple[Block, ...]) -> Iterator[str]:
    """A note where bytes of the file could not be read: the place shows as one sign."""
    words = (headline, lead, *(part for block in blocks for part in (block.text, *block.items)))
    if any(REPLACEMENT in part for part in words):
        yield _("A character could not be read: look for “%(sign)s”") % {"sign": REPLACEMENT}


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
