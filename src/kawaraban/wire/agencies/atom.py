"""Atom 1.0 and 0.3, with deletions by RFC 6721."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from kawaraban.kit.text import plain_text
from kawaraban.wire.agencies.atom_texts import atom_text
from kawaraban.wire.agencies.entries import FeedEntry, FeedText, story_of, version_of
from kawaraban.wire.agencies.feed_parts import (
    all_texts,
    embargoes,
    first_text,
    left_out,
    media_notes,
    space_of,
)
from kawaraban.wire.files.xml_tree import Node
from kawaraban.wire.items import GUID_LIMIT, RefusedItem, WireStory, fit_line, source_of
from kawaraban.wire.links import is_web_address, resolved

# The standard has one word for it: what others write must not publish a draft.
_YES = {"yes", "y", "true", "1", "on"}


def is_atom(root: Node) -> bool:
    return root.name in {"feed", "entry"} and space_of(root) in {"atom", "rss"}


def atom_entries(root: Node) -> Iterator[Node]:
    """The entries of a feed and the marks of what was deleted; a document that is one entry."""
    if root.name == "entry":
        yield root
        return
    own = space_of(root)
    for node in root.nodes():
        if (node.name == "entry" and space_of(node) == own) or _is_deletion(node):
            yield node


def read_entries(root: Node, address: str) -> Iterator[WireStory | RefusedItem]:
    """Every entry, as a story or with the reason why not."""
    own = space_of(root)
    home = _link(root, own, root.base or address) if root.name == "feed" else ""
    fallback = home or fit_line(_words(root, own, "title")) or "feed"
    source = source_of(fallback, fallback)
    authors = _authors(root, own) if root.name == "feed" else []
    for node in atom_entries(root):
        base = node.base or home or address
        yield (
            _deletion(node, source)
            if _is_deletion(node)
            else story_of(_entry(node, own, base, authors), source)
        )


def _is_deletion(node: Node) -> bool:
    return node.name == "deleted-entry" and space_of(node) == "tombstones"


def _deletion(node: Node, feed_source: str) -> RefusedItem:
    guid = fit_line(node.attributes.get("ref", ""))
    version, _label = version_of(
        FeedEntry(stated_guid=guid, base="", changed=[node.attributes.get("when", "")])
    )
    return RefusedItem(
        guid[:GUID_LIMIT],
        "",
        _("the agency has deleted it"),
        source=source_of(guid, feed_source),
        version=version,
        is_withdrawn=True,
    )


def _entry(node: Node, own: str, base: str, feed_authors: list[str]) -> FeedEntry:
    name = fit_line(first_text(node, own, "id"))
    link = _link(node, own, base) or (name if is_web_address(name) else "")
    body, summary = _body_and_summary(node, own, link or base)
    guid = first_text(node, own, "id")
    return FeedEntry(
        stated_guid=guid or link,
        is_known_by_link=not guid,
        base=base,
        link=link,
        headline=_words(node, own, "title"),
        body=body,
        summary=summary,
        language=_language(node, own),
        authors=_authors(node, own)
        or all_texts(node, "dc", "creator")
        or [name for feed in _own(node, own, "source") for name in _authors(feed, own)]
        or feed_authors,
        topics=[
            category.attributes.get("label") or category.attributes.get("term") or ""
            for category in _own(node, own, "category")
        ],
        changed=[*all_texts(node, own, "updated", "modified")],
        published=[*all_texts(node, own, "published", "issued", "created")],
        notes=[*_notes(node, own, link or base)],
        embargoes=embargoes(node),
        withheld=_("the agency withholds it") if _is_draft(node) else "",
    )


def _authors(node: Node, own: str) -> list[str]:
    """Of an entry or of a feed, whose authors are those of an entry that names none (RFC 4287, 4.2.1)."""
    return [name for author in _own(node, own, "author") if (name := first_text(author, own, "name"))]


def _own(node: Node, own: str, name: str) -> Iterator[Node]:
    return (child for child in node.nodes() if child.name == name and space_of(child) == own)


def _words(node: Node, own: str, *names: str) -> str:
    """The first of these texts that holds any words: each says itself whether it is HTML."""
    texts = (atom_text(part, "").plain for name in names for part in _own(node, own, name))
    return next((words for words in texts if words.strip()), "")


def _language(node: Node, own: str) -> str:
    """Of its words, the most of them first."""
    words = (part.language for name in ("content", "summary", "title") for part in _own(node, own, name))
    return next(filter(None, words), node.language)


def _link(node: Node, own: str, base: str) -> str:
    """The page of a feed or an entry; "" when it names none."""
    for link in _own(node, own, "link"):
        if link.attributes.get("rel", "alternate").strip().lower() == "alternate":
            whole = resolved(link.attributes.get("href", ""), link.base or base)
            if is_web_address(whole):
                return whole
    return ""


def _body_and_summary(node: Node, own: str, base: str) -> tuple[FeedText, str]:
    contents = [atom_text(part, base) for part in _own(node, own, "content")]
    summaries = [atom_text(part, base) for part in _own(node, own, "summary")]
    content = next((part for part in contents if part.as_body.value.strip()), None)
    summary = next((part for part in summaries if part.as_body.value.strip()), None)
    if content is None:
        return (summary.as_body if summary else FeedText()), ""
    if summary is None or summary.as_body.value == content.as_body.value:
        return content.as_body, ""
    return content.as_body, plain_text(
        summary.as_body.value
    ) if summary.as_body.is_html else summary.as_body.value


def _is_draft(node: Node) -> bool:
    """RFC 5023, 13.1: `app:control` says that the entry is not to be seen."""
    return any(
        first_text(control, "app", "draft").strip().lower() in _YES
        for control in node.nodes()
        if control.name == "control" and space_of(control) == "app"
    )


def _notes(node: Node, own: str, base: str) -> Iterator[str]:
    if rights := _words(node, own, "rights", "copyright"):
        yield _("Copyright: %(words)s") % {"words": fit_line(rights)}
    yield from media_notes(node, base)
    for link in _own(node, own, "link"):
        address = resolved(link.attributes.get("href", ""), link.base or base)
        if link.attributes.get("rel") == "enclosure" and address:
            yield left_out(link.attributes.get("type", ""), address)
    for content in _own(node, own, "content"):
        if address := resolved(content.attributes.get("src", ""), content.base or base):
            yield left_out(content.attributes.get("type", ""), address)
