"""RSS 0.90 to 2.0: an item's own words before what other vocabularies say beside them."""

import html
from collections.abc import Iterator

import regex
from django.utils.translation import gettext as _

from kawaraban.kit.fit import fit
from kawaraban.kit.text import plain_text
from kawaraban.wire.agencies.atom_texts import atom_text
from kawaraban.wire.agencies.entries import FeedEntry, FeedText, story_of
from kawaraban.wire.agencies.feed_parts import (
    all_texts,
    embargoes,
    first_text,
    left_out,
    media_notes,
    media_text,
    named,
    space_of,
)
from kawaraban.wire.agencies.nitf import is_nitf, nitf_of
from kawaraban.wire.agencies.xml_markup import inner_markup, without_cdata
from kawaraban.wire.files.xml_tree import Node
from kawaraban.wire.items import RefusedItem, WireStory, fit_line, source_of
from kawaraban.wire.links import is_web_address, resolved

_RIGHTS = (("dc", "rights"), ("rss", "copyright"), ("media", "copyright"))
# What no text holds that was escaped once more than XML asks for.
_NOT_ESCAPED = regex.compile(r"<|&(?!(?:\w+|#\d+|#[xX][0-9a-fA-F]+);)")


def rss_items(root: Node) -> Iterator[Node]:
    """The items of a document, wherever its version puts them; none of RDF that is no feed."""
    for node in root.nodes():
        if node.name == "item" and space_of(node) == "rss":
            yield node
        elif node.name == "channel" and space_of(node) == "rss":
            yield from named(node, "rss", "item")


def read_items(root: Node, address: str) -> Iterator[WireStory | RefusedItem]:
    """Every item, as a story or with the reason why not."""
    channel = next(named(root, "rss", "channel"), root)
    stated = fit_line(first_text(channel, "rss", "link"))
    home = resolved(stated, channel.base or address) or address
    fallback = home or fit_line(first_text(channel, "rss", "title")) or "feed"
    language = (
        first_text(channel, "rss", "language") or first_text(channel, "dc", "language") or channel.language
    )
    for item in rss_items(root):
        yield story_of(_entry(item, item.base or home, language), source_of(fallback, fallback))


def _entry(item: Node, base: str, language: str) -> FeedEntry:
    link = _link(item, base)
    guid = first_text(item, "rss", "guid") or first_text(item, "atom", "id")
    body, summary = _body_and_summary(item, link or base)
    return FeedEntry(
        stated_guid=guid or fit_line(first_text(item, "rss", "link")) or link,
        base=base,
        link=link,
        is_known_by_link=not guid,
        headline=_headline(item),
        body=body,
        summary=summary,
        language=_language(item) or language,
        authors=_authors(item),
        topics=[
            _as_meant(words)
            for words in (*all_texts(item, "rss", "category"), *all_texts(item, "dc", "subject"))
        ],
        embargoes=embargoes(item),
        changed=[
            *all_texts(item, "atom", "updated"),
            *all_texts(item, "dcterms", "modified"),
            *all_texts(item, "dc", "date"),
        ],
        published=[
            *all_texts(item, "rss", "pubDate"),
            *all_texts(item, "atom", "published"),
            *all_texts(item, "dcterms", "issued", "created"),
        ],
        notes=[*_rights(item), *media_notes(item, link or base), *_enclosures(item, link or base)],
    )


def _language(item: Node) -> str:
    """What its words say before what it says of itself; "" where neither says any."""
    words = [
        *named(item, "content", "encoded"),
        *named(item, "rss", "description"),
        *named(item, "rss", "title"),
    ]
    own = next((node.language for node in words if node.language != item.language), "")
    return own or first_text(item, "dc", "language") or item.language


def _link(item: Node, base: str) -> str:
    """Where the item stands on the web; "" when it says no such address."""
    stated = [(node.text(), node.base) for node in named(item, "rss", "link")]
    stated += [
        (node.attributes.get("href", ""), node.base) for node in named(item, "atom", "link") if _is_page(node)
    ]
    stated += [
        (node.text(), node.base)
        for node in named(item, "rss", "guid")
        if node.attributes.get("isPermaLink", "true").strip().lower() == "true" and _may_be_link(node.text())
    ]
    whole = (resolved(fit_line(words), own or base) for words, own in stated)
    return next((address for address in whole if is_web_address(address)), "")


def _may_be_link(guid: str) -> bool:
    return is_web_address(guid.strip()) or guid.strip().startswith("/")


def _is_page(link: Node) -> bool:
    return link.attributes.get("rel", "alternate") == "alternate"


def _headline(item: Node) -> str:
    """RSS titles are text: tags in them are words. Atom's and Media RSS's are what their type says."""
    if stated := first_text(item, "rss", "title"):
        return _as_meant(stated)
    typed = next((words for node in named(item, "atom", "title") if (words := atom_text(node, "").plain)), "")
    if stated := typed or first_text(item, "dc", "title"):
        return stated if typed else _as_meant(stated)
    return next((words for node in named(item, "media", "title") if (words := media_text(node))), "")


def _as_meant(text: str) -> str:
    """Many programs escape a text twice: one that holds nothing unescaped is read once more."""
    bare = without_cdata(text)
    return bare if _NOT_ESCAPED.search(bare) else html.unescape(bare)


def _body_and_summary(item: Node, base: str) -> tuple[FeedText, str]:
    """The item's own text, and what stands beside it as its beginning.

    Only when it has none of its own, a description by Dublin Core or a podcast's summary is taken for it.
    """
    description = _markup(item, "rss", ("description",), base)
    own = [
        _markup(item, "content", ("encoded",), base),
        *(atom_text(node, base).as_body for node in named(item, "atom", "content")),
        _markup(item, "xhtml", ("body", "div"), base),
        _markup(item, "rss", ("fullitem", "body"), base),
    ]
    body = next((text for text in own if text.value.strip()), None)
    if body is None:
        described = FeedText(
            fit(first_text(item, "dc", "description"))
        )  # of Dublin Core, where nothing is HTML
        beside = (described, _markup(item, "itunes", ("summary",), base))
        body = next((text for text in (description, *beside) if text.value.strip()), description)
        return body, ""
    summary = description.value if description.value.strip() else ""
    for node in named(item, "atom", "summary") if not summary else ():
        summary = summary or atom_text(node, base).value
    return body, "" if summary == body.value else plain_text(summary)


def _markup(item: Node, space: str, names: tuple[str, ...], base: str) -> FeedText:
    """The first of these elements that holds anything, as HTML."""
    for node in named(item, space, *names):
        value = fit(inner_markup(node, is_escaped=space != "xhtml", base=node.base or base))
        if value.strip():
            nitf = nitf_of(value, node.base or base) if is_nitf(value) else None
            return FeedText(value, is_html=True, nitf=nitf, base=node.base or base)
    return FeedText(is_html=True)


def _authors(item: Node) -> list[str]:
    """Whoever wrote it, by every field that says so."""
    people = [first_text(person, "atom", "name") for person in named(item, "atom", "author")]
    stated = [
        *all_texts(item, "rss", "author"),
        *all_texts(item, "dc", "creator", "author"),
        *all_texts(item, "dcterms", "creator"),
    ]
    stated += [name for name in people if name]
    return stated or all_texts(item, "itunes", "author")


def _rights(item: Node) -> Iterator[str]:
    rights = (
        first_text(item, "dc", "rights")
        or first_text(item, "rss", "copyright")
        or first_text(item, "media", "copyright")
    )
    if rights:
        yield _("Copyright: %(words)s") % {"words": fit_line(rights)}


def _enclosures(item: Node, base: str) -> Iterator[str]:
    for node in named(item, "rss", "enclosure"):
        if address := resolved(node.attributes.get("url", ""), node.base or base):
            yield left_out(node.attributes.get("type", ""), address)
