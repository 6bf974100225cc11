"""One entry of a feed, whatever the feed is called, to a story."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from kawaraban.wire.agencies.nitf import Nitf, nitf_notes
from kawaraban.wire.bylines import all_bylines
from kawaraban.wire.cleaning import Cleaned, story_blocks, text_blocks
from kawaraban.wire.dates import Moment, moment_of
from kawaraban.wire.embargoes import NoTime, embargo_end, latest
from kawaraban.wire.items import (
    BODY_LIMIT,
    GUID_LIMIT,
    ItemVersion,
    RefusedItem,
    WireStory,
    fault_of,
    fault_of_headline,
    fit_line,
    notes_of,
    reading_note,
    source_of,
    topics_of,
)
from kawaraban.wire.leads import lead_and_blocks
from kawaraban.wire.links import resolved
from kawaraban.wire.statuses import CANCELED


@dataclass(frozen=True, slots=True)
class FeedText:
    """A text with its form: HTML, plain words, or NITF that is parted already."""

    value: str = ""
    is_html: bool = False
    nitf: Nitf | None = None
    base: str = ""


@dataclass(slots=True)
class FeedEntry:
    """What a feed says of one item, before any of it is cleaned."""

    stated_guid: str  # as it stands there
    base: str  # for relative links where nothing nearer says otherwise
    link: str = ""  # whole
    is_known_by_link: bool = False
    headline: str = ""
    body: FeedText = field(default_factory=FeedText)
    summary: str = ""
    language: str = ""
    authors: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)  # times, the best first
    published: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    embargoes: list[str] = field(default_factory=list)  # times at which each of them ends
    withheld: str = ""  # why it is not to be published


def story_of(entry: FeedEntry, feed_source: str) -> WireStory | RefusedItem:
    """The story of an entry, or why it is not taken."""
    stated = fit_line(entry.stated_guid)
    guid = _name(entry, stated)
    source = source_of(guid, feed_source)
    headline = fit_line(entry.headline or (entry.body.nitf.headline if entry.body.nitf else ""))
    version, label = version_of(entry)
    withheld, embargoed_until = _held_back(entry)
    reason = withheld or _reason(entry, guid, headline)
    cleaned = Cleaned((), ()) if reason else _cleaned(entry)
    summary = entry.summary or (entry.body.nitf.summary if entry.body.nitf else "")
    if reason := reason or fault_of(cleaned.blocks, summary, had_body=bool(entry.body.value.strip())):
        is_withdrawn = bool(withheld)
        return RefusedItem(
            guid[:GUID_LIMIT], headline, reason, source=source, version=version, is_withdrawn=is_withdrawn
        )
    language = fit_line(entry.language)[:35]
    lead, blocks = lead_and_blocks(summary, cleaned.blocks, language)
    notes = [*_notes(entry, cleaned), *reading_note(headline, lead, blocks)]
    first = _moment([*entry.published, *entry.changed])
    return WireStory(
        source=source,
        guid=guid,
        version=version,
        version_label=label,
        headline=headline,
        lead=lead,
        blocks=blocks,
        language=language,
        dateline=entry.body.nitf.dateline[:80] if entry.body.nitf else "",
        bylines=all_bylines(entry.authors or ([entry.body.nitf.byline] if entry.body.nitf else [])),
        topics=topics_of(entry.topics),
        notes=notes_of(notes),
        embargoed_until=embargoed_until,
        words_are_version=True,
        published_at=first.at if first else None,
        former_names=() if stated == guid else ((source_of(stated, feed_source), stated),),
    )


def _held_back(entry: FeedEntry) -> tuple[str, datetime | None]:
    """Why it is not to be published, "" of what is; and until when not yet."""
    nitf = entry.body.nitf
    try:
        until = latest([embargo_end(*entry.embargoes), nitf.embargoed_until if nitf else None])
    except NoTime:
        return _("the agency withholds it"), None
    if entry.withheld or not nitf or not nitf.status:
        return entry.withheld, until
    said = _("the agency has cancelled it") if nitf.status == CANCELED else _("the agency withholds it")
    return said, until


def version_of(entry: FeedEntry) -> tuple[ItemVersion, str]:
    """Its version, and the words that state it. Only a sure time is one."""
    stated = [words for words in map(fit_line, [*entry.changed, *entry.published]) if words]
    for words in stated:
        moment = moment_of(words)
        if moment and moment.is_sure:
            return ItemVersion(at=moment.at), words[:100]
    return ItemVersion(), (stated[0][:100] if stated else "")


def _moment(stated: list[str]) -> Moment | None:
    found = [moment for words in stated if (moment := moment_of(fit_line(words)))]
    return next((moment for moment in found if moment.is_sure), found[0] if found else None)


def _name(entry: FeedEntry, stated: str) -> str:
    """What it is known by: a relative guid or link is made whole, all else is taken as it is."""
    if entry.is_known_by_link:
        return entry.link or stated
    is_relative = stated.startswith(("/", "?", "./", "../"))
    return (resolved(stated, entry.base) or stated) if is_relative else stated


def _reason(entry: FeedEntry, guid: str, headline: str) -> str:
    """Why the entry is not taken; "" when it is."""
    if not guid or len(guid) > GUID_LIMIT:
        return _("it has neither guid nor link to know it by, or one longer than %(limit)d characters") % {
            "limit": GUID_LIMIT
        }
    if fault := fault_of_headline(headline):
        return fault
    if len(entry.body.value) > BODY_LIMIT:
        return _("its text is longer than %(limit)d characters") % {"limit": BODY_LIMIT}
    return ""


def _cleaned(entry: FeedEntry) -> Cleaned:
    body = entry.body
    if body.nitf:
        return body.nitf.cleaned
    if body.is_html:
        return story_blocks(body.value, body.base or entry.link or entry.base)
    return Cleaned(blocks=text_blocks(body.value), pictures=())


def _notes(entry: FeedEntry, cleaned: Cleaned) -> Iterator[str]:
    if entry.link:
        yield _("Link: %(link)s") % {"link": entry.link}
    if entry.body.nitf:
        yield from nitf_notes(entry.body.nitf)
    yield from entry.notes
    yield from (_("Picture left out: %(picture)s") % {"picture": picture} for picture in cleaned.pictures)
