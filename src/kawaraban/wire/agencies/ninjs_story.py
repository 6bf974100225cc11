"""One ninjs item to a story: which of its texts is the headline, the lead, the body."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import regex
from django.utils.translation import gettext as _

from kawaraban.kit.fit import fit
from kawaraban.kit.text import one_line, plain_text
from kawaraban.wire.agencies.nitf import Nitf, is_nitf, nitf_notes, nitf_of
from kawaraban.wire.agencies.xml_markup import without_cdata
from kawaraban.wire.bylines import bylines
from kawaraban.wire.cleaning import Cleaned, story_blocks, text_blocks
from kawaraban.wire.dates import moment_of
from kawaraban.wire.embargoes import NoTime, embargo_end, latest
from kawaraban.wire.errors import WireError
from kawaraban.wire.items import (
    BODY_LIMIT,
    DATELINE_LIMIT,
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
from kawaraban.wire.links import is_web_address
from kawaraban.wire.statuses import CANCELED, WITHDRAWN, WITHHELD

# What a media type, or the end of a field's name in generation 1, says of a text; the first that fits counts.
_KINDS = (
    ("nitf", regex.compile(r"nitf", flags=regex.IGNORECASE)),
    ("html", regex.compile(r"html|xml|rich", flags=regex.IGNORECASE)),
    ("text", regex.compile(r"(?:\A|[_\W])(?:text|txt|plain)(?:[_\W]|\Z)", flags=regex.IGNORECASE)),
)
_HAS_TAGS = regex.compile(
    r"</?(?:p|div|br|h[1-6]|ul|ol|li|b|i|a|em|strong|blockquote|section|table)\b[^<>]*+>", regex.I
)
# Each is the number and the time, or the number alone; parts of a number are in order by the time only.
_WHOLE_NUMBER = regex.compile(r"(?:v\.?\s?)?(\d{1,15})(?:\.0+)?", flags=regex.IGNORECASE)
_PARTED_NUMBER = regex.compile(r"(?:v\.?\s?)?(\d{1,15})(?:\.\d{1,15}){1,4}", flags=regex.IGNORECASE)
# The generations name the same fact differently; the first name that is there counts.
_NAMES = {
    "version_created": ("versionCreated", "versioncreated"),
    "embargo": ("embargoedUntil", "embargoed"),
    "status": ("pubStatus", "pubstatus"),
    "by": ("by", "byline"),
    "terms": ("usageTerms", "usageterms"),
    "holder": ("copyrightHolder", "copyrightholder"),
    "notice": ("copyrightNotice", "copyrightnotice"),
    "editors": ("edNote", "ednote"),
    "subjects": ("subjects", "subject"),
    "sources": ("infoSources", "infosources", "infosource"),
    "first": ("firstCreated", "firstcreated"),
}


@dataclass(frozen=True, slots=True)
class _Text:
    role: str
    form: str
    value: str

    @property
    def kind(self) -> str:
        """nitf, html or text, as its media type says, else its role; "" where neither says any of them."""
        return next(
            (kind for said in (self.form, self.role) for kind, sign in _KINDS if sign.search(said)), ""
        )

    @property
    def is_nitf(self) -> bool:
        return self.kind == "nitf" or is_nitf(self.value)

    @property
    def is_html(self) -> bool:
        """What is called text is text, whatever signs are in it. What is called nothing is what it looks like."""
        return self.kind == "html" or (not self.kind and bool(_HAS_TAGS.search(self.value)))


def read_item(item: Mapping[str, Any], generation: int, pointer: str) -> WireStory | RefusedItem:
    """The story of an item whose shape was checked, or why it is not taken.

    Raises WireError when its embargo cannot be read: to guess there would publish too early.
    """
    guid = fit(item["uri"]).strip()
    bodies = [body for body in _texts(item, "body", "bodies", generation) if body.value.strip()]
    best, nitf = _best(bodies, guid)
    headline = _headline(item, generation) or fit_line(nitf.headline if nitf else "")
    status = _status(item, nitf)
    reason = _reason(item, guid, headline=headline, bodies=bodies, status=status)
    cleaned = nitf.cleaned if nitf else _cleaned(None if reason else best, _base(guid))
    summary = _summary(list(_texts(item, "description", "descriptions", generation)))
    summary = summary or (nitf.summary if nitf else "")
    had_body = any(True for _text in _texts(item, "body", "bodies", generation))
    source, version = source_of(guid, _holder(item)), _version(item)
    if reason := reason or fault_of(cleaned.blocks, summary, had_body=had_body):
        is_withdrawn = status in WITHDRAWN
        return RefusedItem(
            guid[:GUID_LIMIT], headline, reason, source=source, version=version, is_withdrawn=is_withdrawn
        )
    language = fit(_text(item.get("language")))[:35]
    lead, blocks = lead_and_blocks(summary, cleaned.blocks, language)
    return WireStory(
        source=source,
        guid=guid,
        version=version,
        version_label=_text(item.get("version")) or _text(_of(item, "version_created")),
        headline=headline,
        lead=lead,
        blocks=blocks,
        language=language,
        dateline=(_text(item.get("located")) or fit_line(nitf.dateline if nitf else ""))[:DATELINE_LIMIT],
        bylines=bylines(_text(_of(item, "by")) or (nitf.byline if nitf else "")),
        topics=_topics(item),
        notes=notes_of([*_notes(item, cleaned, nitf), *reading_note(headline, lead, blocks)]),
        embargoed_until=latest([_embargo(item, pointer), nitf.embargoed_until if nitf else None]),
        words_are_version=not version.is_known,
        published_at=_published_at(item),
    )


def _best(bodies: list[_Text], guid: str) -> tuple[_Text | None, Nitf | None]:
    """The body that is taken, and its parts where it is NITF."""
    best = min(bodies, key=_rank, default=None)
    return best, nitf_of(best.value, _base(guid)) if best and best.is_nitf else None


def _published_at(item: Mapping[str, Any]) -> datetime | None:
    first = moment_of(_text(_of(item, "first"))) or moment_of(_text(_of(item, "version_created")))
    return first.at if first else None


def _base(guid: str) -> str:
    """What relative links in it are relative to: its own address, where its name is one."""
    return guid if is_web_address(guid) else ""


def _status(item: Mapping[str, Any], nitf: Nitf | None) -> str:
    """Its own, or where that withdraws nothing, the one of the text that it carries."""
    own = _text(_of(item, "status"))
    return nitf.status if nitf and nitf.status and own not in WITHDRAWN else own


def _reason(item: Mapping[str, Any], guid: str, *, headline: str, bodies: list[_Text], status: str) -> str:
    """Why the item is not taken; "" when it is."""
    kind = _text(item.get("type"))
    if status == CANCELED:
        return _("the agency has cancelled it")
    if status == WITHHELD:
        return _("the agency withholds it")
    if kind not in {"", "text"} and not (kind == "composite" and bodies):
        return _("it is not text but %(kind)s") % {"kind": one_line(fit(kind))[:40]}
    if not guid or len(guid) > GUID_LIMIT:
        return _("its uri cannot be kept: it is empty or longer than %(limit)d characters") % {
            "limit": GUID_LIMIT
        }
    if fault := fault_of_headline(headline):
        return fault
    if sum(len(body.value) for body in bodies) > BODY_LIMIT:
        return _("its text is longer than %(limit)d characters") % {"limit": BODY_LIMIT}
    return ""


def _of(item: Mapping[str, Any], fact: str) -> Any:
    return next((item[name] for name in _NAMES[fact] if item.get(name)), None)


def _text(value: Any) -> str:
    return one_line(fit(value)) if isinstance(value, str) else ""


def _texts(item: Mapping[str, Any], old: str, new: str, generation: int) -> Iterator[_Text]:
    """Every variant of one text: `body_xhtml` and its like in generation 1, a list from generation 2 on."""
    if generation == 1:
        for key, value in item.items():
            if (key == old or key.startswith(f"{old}_")) and isinstance(value, str):
                yield _Text(role=key[len(old) + 1 :], form="", value=without_cdata(fit(value)))
        return
    for part in item.get(new) or ():
        form = part.get("contentType") or part.get("contenttype") or ""
        yield _Text(role=part.get("role") or "", form=form, value=without_cdata(fit(part["value"])))


def _headline(item: Mapping[str, Any], generation: int) -> str:
    texts = sorted(
        _texts(item, "headline", "headlines", generation), key=lambda text: text.role not in {"main", ""}
    )
    # A headline is text unless it says otherwise: in a body tags are markup, here they are what it speaks of.
    words = [plain_text(text.value) if text.kind == "html" else text.value for text in texts]
    return next((one_line(word) for word in [*words, fit(_text(item.get("title")))] if word.strip()), "")


def _summary(texts: list[_Text]) -> str:
    best = min((text for text in texts if text.value.strip()), key=_rank, default=None)
    return "" if best is None else plain_text(best.value) if best.is_html else best.value


def _cleaned(body: _Text | None, base: str) -> Cleaned:
    """HTML before plain text, the main one before others."""
    if body is None:
        return Cleaned(blocks=(), pictures=())
    return story_blocks(body.value, base) if body.is_html else Cleaned(text_blocks(body.value), pictures=())


def _rank(text: _Text) -> tuple[bool, bool]:
    return (not (text.is_html or text.is_nitf), text.role not in {"main", ""})


def _holder(item: Mapping[str, Any]) -> str:
    sources = _of(item, "sources") or []
    named = [_text(source.get("name")) for source in sources if isinstance(source, dict)]
    return next((name for name in [_text(_of(item, "holder")), *named] if name), "ninjs")


def _version(item: Mapping[str, Any]) -> ItemVersion:
    label = _text(item.get("version"))
    at = moment_of(_text(_of(item, "version_created")))
    found = _WHOLE_NUMBER.fullmatch(label) or (_PARTED_NUMBER.fullmatch(label) if at else None)
    number = int(found[1]) if found else 0
    return ItemVersion(number=number, at=at.at) if at else ItemVersion(number=number)


def _embargo(item: Mapping[str, Any], pointer: str) -> datetime | None:
    stated = _text(_of(item, "embargo"))
    try:
        return embargo_end(stated)
    except NoTime as no_time:
        raise WireError(
            _("At %(pointer)s the end of the embargo is no time: %(stated)s.")
            % {"pointer": pointer or "/", "stated": stated[:60]}
        ) from no_time


def _topics(item: Mapping[str, Any]) -> tuple[str, ...]:
    subjects = _of(item, "subjects") or []
    return topics_of(_text(subject.get("name")) for subject in subjects if isinstance(subject, dict))


def _notes(item: Mapping[str, Any], cleaned: Cleaned, nitf: Nitf | None) -> Iterator[str]:
    """What an editor must know and a reader does not see."""
    stated = {
        _("Usage terms"): _text(_of(item, "terms")),
        _("Copyright"): _text(_of(item, "notice")) or _text(_of(item, "holder")),
        _("Note to editors"): _text(_of(item, "editors")),
    }
    yield from (f"{label}: {words}" for label, words in stated.items() if words)
    if nitf:
        yield from nitf_notes(nitf)
    yield from (_("Picture left out: %(picture)s") % {"picture": fit(p)} for p in cleaned.pictures)
    inside = item.get("associations") or {}
    for part in inside.values() if isinstance(inside, dict) else inside:
        if isinstance(part, dict):
            kind, uri = _text(part.get("type")) or "item", _text(part.get("uri"))
            yield _("Left out: %(kind)s %(uri)s") % {"kind": kind, "uri": uri}
