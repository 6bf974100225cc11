"""RSS 2.0, RSS 1.0 and Atom, read by feedparser after our own look at the XML.

The XML must be whole: feedparser would guess on, and half a feed would come in. Documents that declare
entities are refused: no feed needs them, and a few lines of them can fill a memory.
"""

import codecs
import io
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from time import struct_time
from typing import Any
from xml.parsers import expat

import feedparser
import regex
from django.utils.translation import gettext as _

from kawaraban.kit.text import one_line, plain_text
from kawaraban.wire.bylines import bylines
from kawaraban.wire.cleaning import story_blocks
from kawaraban.wire.errors import WireError
from kawaraban.wire.items import (
    BODY_LIMIT,
    GUID_LIMIT,
    HEADLINE_LIMIT,
    Delivery,
    RefusedItem,
    Version,
    WireStory,
    fault_of,
    fit,
    source_of,
)
from kawaraban.wire.leads import lead_and_blocks

_DEEPEST = 200
_ENCODING = regex.compile(rb"\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_DECLARATION = regex.compile(r"\A\s*<\?xml[^>]{0,200}\?>")
_CODECS = regex.compile(
    r"utf-8|utf-16(-[lb]e)?|ascii|iso8859-\d+|cp125\d|koi8-[ru]|mac-roman"
    r"|shift_jis|cp932|euc_jp|iso2022_jp|euc_kr|cp949|gb2312|gbk|gb18030|big5|cp950|tis-620"
)
_FEED_ROOTS = {"rss", "feed", "RDF"}
_NEWSML_ROOTS = {"newsItem", "newsMessage", "packageItem", "conceptItem", "knowledgeItem"}


def decoded_xml(data: bytes) -> str:
    """The document as text without its XML declaration. Raises WireError with the place of the fault."""
    name = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    stated = _ENCODING.match(data.removeprefix(codecs.BOM_UTF8))
    if stated and name != "utf-16" and not data.startswith(codecs.BOM_UTF8):
        name = stated[1].decode("ascii")
    try:
        if name != "utf-8-sig" and not _CODECS.fullmatch(codecs.lookup(name).name):
            raise LookupError(name)
        return _DECLARATION.sub("", data.decode(name)).lstrip("\ufeff")
    except LookupError as unknown:
        raise WireError(_("The encoding %(name)s is not one a feed may have.") % {"name": name}) from unknown
    except UnicodeError as broken:
        line = data.count(b"\n", 0, getattr(broken, "start", 0)) + 1
        raise WireError(
            _("The file is not %(name)s in line %(line)d.") % {"name": name, "line": line}
        ) from broken


def check_xml(text: str) -> str:
    """The name of the root element. Raises WireError with line and column when the XML is broken or declares
    entities."""
    looking = _Looking()
    try:
        looking.parser.Parse(text.encode("utf-8", "surrogatepass"), True)
    except expat.ExpatError as broken:
        place = {"line": broken.lineno, "column": broken.offset + 1, "fault": expat.ErrorString(broken.code)}
        raise WireError(
            _("The XML is broken in line %(line)d, column %(column)d: %(fault)s.") % place
        ) from broken
    return looking.root


class _Looking:
    """Walks through a document and keeps nothing but the root's name."""

    def __init__(self) -> None:
        self.root, self.depth = "", 0
        self.parser = expat.ParserCreate(encoding="utf-8", namespace_separator=" ")
        self.parser.EntityDeclHandler = self._refuse_entity
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def _refuse_entity(self, *_declaration: object) -> None:
        line = self.parser.CurrentLineNumber
        raise WireError(
            _("Line %(line)d declares an entity of its own: such files are refused.") % {"line": line}
        )

    def _start(self, name: str, _attributes: object) -> None:
        self.root = self.root or name.rsplit(" ", 1)[-1]
        self.depth += 1
        if self.depth > _DEEPEST:
            line = self.parser.CurrentLineNumber
            raise WireError(_("The XML is nested too deeply in line %(line)d to be a feed.") % {"line": line})

    def _end(self, _name: str) -> None:
        self.depth -= 1


def read_feed(data: bytes) -> Delivery:
    """Every entry of a feed. Raises WireError when it is no feed, or broken."""
    text = decoded_xml(data)
    root = check_xml(text)
    if root in _NEWSML_ROOTS:
        raise WireError(_("This is NewsML-G2, which is not read yet. RSS, Atom and ninjs are."))
    if root not in _FEED_ROOTS:
        raise WireError(
            _("The XML is not a feed: it begins with <%(root)s>. RSS and Atom are read.") % {"root": root}
        )
    try:
        # A stream, not the bytes: bytes would be tried as the name of a file first.
        parsed = feedparser.parse(
            io.BytesIO(text.encode("utf-8", "replace")),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as broken:  # whatever a stranger's library may raise on a stranger's file
        raise WireError(_("The feed cannot be read: %(fault)s.") % {"fault": str(broken)[:200]}) from broken
    if not parsed.get("version"):
        raise WireError(_("The XML is not a feed that is known: RSS and Atom are read."))
    feed = parsed.feed
    fallback = one_line(fit(str(feed.get("link") or feed.get("title") or "feed")))
    return Delivery(
        format=str(parsed.version),
        items=tuple(
            _read_entry(entry, source_of(fallback, fallback), _language(feed)) for entry in parsed.entries
        ),
    )


def _read_entry(entry: Mapping[str, Any], source: str, language: str) -> WireStory | RefusedItem:
    guid = _line(entry.get("id") or entry.get("link"))
    headline = _headline(entry)
    body = _body(entry)
    reason = _reason(guid, headline, body)
    cleaned = story_blocks("" if reason else body)
    if reason := reason or fault_of(cleaned.blocks):
        return RefusedItem(guid=guid[:GUID_LIMIT], headline=headline, reason=reason)
    language = _line(_content(entry).get("language")) or language
    summary = plain_text(_summary(entry))
    lead, blocks = lead_and_blocks(summary, cleaned.blocks, language)
    stated = "updated" if "updated" in entry else "published"
    at = _time(entry.get(f"{stated}_parsed"))
    return WireStory(
        source=source_of(guid, source),
        guid=guid,
        version=Version(at=at) if at else Version(),
        version_label=_line(entry.get(stated))[:100],
        headline=headline,
        lead=lead,
        blocks=blocks,
        language=language[:35],
        bylines=_authors(entry),
        topics=tuple(
            dict.fromkeys(t for tag in entry.get("tags") or () if (t := _line(tag.get("term"))[:100]))
        ),
        notes=tuple(_notes(entry, cleaned.pictures)),
        words_are_version=True,
    )


def _reason(guid: str, headline: str, body: str) -> str:
    """Why the entry is not taken; "" when it is."""
    if not guid or len(guid) > GUID_LIMIT:
        return _("it has neither guid nor link to know it by, or one longer than %(limit)d characters") % {
            "limit": GUID_LIMIT
        }
    if not headline:
        return _("it has no headline")
    if len(headline) > HEADLINE_LIMIT:
        return _("its headline is longer than %(limit)d characters") % {"limit": HEADLINE_LIMIT}
    if len(body) > BODY_LIMIT:
        return _("its text is longer than %(limit)d characters") % {"limit": BODY_LIMIT}
    return ""


def _line(value: Any) -> str:
    return one_line(fit(str(value))) if value else ""


def _headline(entry: Mapping[str, Any]) -> str:
    """RSS titles are text that often holds entities or tags; Atom says which."""
    stated = fit(str(entry.get("title") or ""))
    kind = (entry.get("title_detail") or {}).get("type", "")
    is_markup = kind in {"text/html", "application/xhtml+xml"} or regex.search(r"&\w+;|</\w", stated)
    return one_line(plain_text(stated) if is_markup else stated)


def _content(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    return next((part for part in entry.get("content") or () if part.get("value")), {})


def _body(entry: Mapping[str, Any]) -> str:
    return fit(str(_content(entry).get("value") or entry.get("summary") or ""))


def _summary(entry: Mapping[str, Any]) -> str:
    """What stands beside a whole body; feedparser gives the body itself where there is nothing else."""
    summary, body = entry.get("summary"), _content(entry).get("value")
    return fit(str(summary)) if summary and body and summary != body else ""


def _language(feed: Mapping[str, Any]) -> str:
    return _line(feed.get("language"))


def _authors(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """Names only: a mail address is nobody's byline."""
    stated = [author.get("name") for author in entry.get("authors") or () if author.get("name")]
    names = [name for author in stated for name in bylines(_line(author))]
    return tuple(dict.fromkeys(name for name in names if "@" not in name))


def _notes(entry: Mapping[str, Any], pictures: tuple[str, ...]) -> Iterator[str]:
    if entry.get("link"):
        yield _("Link: %(link)s") % {"link": _line(entry["link"])}
    if entry.get("rights"):
        yield _("Copyright: %(words)s") % {"words": _line(entry["rights"])}
    yield from (_("Picture left out: %(picture)s") % {"picture": picture} for picture in pictures)
    for enclosure in entry.get("enclosures") or ():
        kind, link = _line(enclosure.get("type")), _line(enclosure.get("href"))
        yield _("Left out: %(kind)s %(uri)s") % {"kind": kind, "uri": link}


def _time(parsed: struct_time | None) -> datetime | None:
    if parsed is None:
        return None
    try:
        return datetime(*parsed[:6], tzinfo=UTC)
    except (ValueError, TypeError):
        return None
