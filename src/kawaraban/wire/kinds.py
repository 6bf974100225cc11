"""What looks like a delivery and is none: each kind is known by its own signs, and refused with a sentence."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any
from xml.parsers import expat

import regex
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kawaraban.kit.markup import attribute, tokens
from kawaraban.wire.errors import WireError
from kawaraban.wire.files.encodings import text_of
from kawaraban.wire.files.xml_tree import Looking
from kawaraban.wire.links import resolved

# So much of a file is looked at when it is too large or broken to be read.
HEAD_BYTES = 64 * 1024
_WEB_PAGE = regex.compile(
    r"\s*+(?:<\?xml[^>]*+>\s*+|(?><!--.*?-->)\s*+)*+<(?:!doctype\s+html|html|head)\b",
    flags=regex.IGNORECASE | regex.DOTALL,
)
_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml"})

_WORDPRESS = gettext_lazy(
    "This is an export of WordPress: drafts, pages and the bin are in it, and it is not brought in over the wire."
)
_BLOGGER = gettext_lazy(
    "This is an export of Blogger: drafts, pages and comments are in it, and it is not brought in over the wire."
)
_DISQUS = gettext_lazy("This is an export of comments from Disqus, not a feed.")
# By the beginning of a namespace that is declared anywhere.
_SPACES = (
    (regex.compile(r"https?://(?:www\.)?wordpress\.org/export/", flags=regex.IGNORECASE), _WORDPRESS),
    (regex.compile(r"https?://schemas\.google\.com/blogger/", flags=regex.IGNORECASE), _BLOGGER),
    (regex.compile(r"https?://(?:www\.)?disqus\.com", flags=regex.IGNORECASE), _DISQUS),
)
_NEWSML = gettext_lazy("This is NewsML-G2, which is not read yet. RSS, Atom and ninjs are.")
_SITEMAP = gettext_lazy("This is a sitemap: it lists addresses and holds no news. Take the site's feed.")
_ROOTS = {
    **dict.fromkeys(
        ("newsItem", "newsMessage", "packageItem", "conceptItem", "knowledgeItem", "planningItem"), _NEWSML
    ),
    "NewsML": gettext_lazy("This is NewsML 1, which is not read. RSS, Atom and ninjs are."),
    "nitf": gettext_lazy(
        "This is NITF by itself, which is read only inside ninjs or Atom. RSS, Atom and ninjs are."
    ),
    "opml": gettext_lazy("This is OPML, a list of feeds. Take in each of the feeds that it names."),
    **dict.fromkeys(("urlset", "sitemapindex"), _SITEMAP),
    "disqus": _DISQUS,
    "OpenSearchDescription": gettext_lazy("This describes a search and holds no news. Take the site's feed."),
    "service": gettext_lazy("This describes the feeds of a site and holds no news. Take one of the feeds."),
    "kml": gettext_lazy("This is a map and holds no news."),
    "svg": gettext_lazy("This is a picture and holds no news."),
    "plist": gettext_lazy("This is a file of settings and holds no news."),
}
_PACKED = (
    (b"PK\x03\x04", gettext_lazy("This is a ZIP archive. Unpack it, and take in the feed that is inside.")),
    (b"%PDF-", gettext_lazy("This is a PDF. RSS, Atom and ninjs are read.")),
    (b"SQLite format 3", gettext_lazy("This is a database. RSS, Atom and ninjs are read.")),
)


def refuse_packed(data: bytes) -> None:
    """Raises WireError for what is no text at all."""
    for mark, words in _PACKED:
        if data.startswith(mark):
            raise WireError(str(words))


def refuse_other_kinds(looking: Looking) -> None:
    """Raises WireError for XML that is something else, by its root and its namespaces."""
    for sign, words in _SPACES:
        if any(sign.match(space) for space in looking.spaces):
            raise WireError(str(words))
    root = looking.root
    if root is not None and root.name in _ROOTS:
        raise WireError(str(_ROOTS[root.name]))
    if root is not None and root.name == "feed" and _is_backup(looking):
        raise WireError(str(_BLOGGER))


def refuse_web_page(text: str, address: str) -> None:
    """Raises WireError for a web page, with the address of its feed where it names one."""
    if not _WEB_PAGE.match(text[:HEAD_BYTES]):
        return
    feed = _feed_of(text[: 4 * HEAD_BYTES], address)
    if feed:
        raise WireError(_("This is a web page, not a feed. Its feed is at %(address)s") % {"address": feed})
    raise WireError(_("This is a web page, not a feed, and it does not say where its feed is."))


def refuse_head(data: bytes, content_type: str, address: str) -> None:
    """The same for a file that is too large to be read, by its beginning."""
    refuse_packed(data)
    try:
        text = text_of(data[:HEAD_BYTES], content_type)
    except WireError:
        return
    refuse_web_page(text, address)
    looking = Looking()
    # It may break off anywhere: what was seen before counts.
    with suppress(expat.ExpatError, WireError):
        looking.walk(text, is_whole=False)
    refuse_other_kinds(looking)


def refuse_other_json(document: Any) -> None:
    """Raises WireError for JSON that others call by another name."""
    for is_it, words in _JSON_KINDS:
        if isinstance(document, dict) and is_it(document):
            raise WireError(str(words))


_JSON_KINDS: tuple[tuple[Callable[[dict[str, Any]], bool], Any], ...] = (
    (
        lambda document: "jsonfeed.org" in str(document.get("version", ""))[:200],
        gettext_lazy("This is a JSON Feed, which is not read. RSS, Atom and ninjs are."),
    ),
    (
        lambda document: isinstance(document.get("db"), list),
        gettext_lazy("This is an export of Ghost, which is not brought in over the wire."),
    ),
    (
        lambda document: "@context" in document and "uri" not in document,
        gettext_lazy(
            "This is linked data (JSON-LD or ActivityPub), which is not read. RSS, Atom and ninjs are."
        ),
    ),
)


def _is_backup(looking: Looking) -> bool:
    """The older backups of Blogger are Atom with settings and templates among the entries."""
    ends = ("blogger/2008/kind#settings", "blogger/2008/kind#template")
    root = looking.root
    return root is not None and any(
        part.attributes.get("term", "").endswith(ends)
        for entry in root.nodes()
        if entry.name == "entry"
        for part in entry.nodes()
        if part.name == "category"
    )


def _feed_of(page: str, address: str) -> str:
    """Where a page says its feed is."""
    base = address
    for token in tokens(page):
        if token.kind != "start":
            continue
        if token.name == "base" and base == address:
            base = resolved(attribute(token.words, "href"), address) or base
        if token.name != "link" or "alternate" not in attribute(token.words, "rel").lower().split():
            continue
        if attribute(token.words, "type").strip().lower() in _FEED_TYPES:
            href = attribute(token.words, "href")
            return (resolved(href, base) or href)[:500]
    return ""
