"""What search engines ask for: every page of the paper, and the news of two days."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import Max
from django.urls import reverse
from taggit.models import Tag
from wagtail.models import Page

from kawaraban.stories.addresses import absolute, address_of
from kawaraban.stories.models import Author, FrontPage, SectionPage, StoryPage

# What one file may hold: sitemaps.org for pages, Google for news. One address that is too long spoils a whole file.
PAGES_COUNT = 50_000
MAP_BYTES = 50 * 1024 * 1024
LONGEST_ADDRESS = 2_047
# Of an entry without its address: elements and date.
_ENTRY_BYTES = 100
NEWS_COUNT = 1_000
NEWS_FOR = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class MapEntry:
    """One page of the map."""

    url: str
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class NewsEntry:
    """One fresh story."""

    url: str
    headline: str
    language: str
    published_at: datetime


def map_entries() -> list[MapEntry]:
    """Every public page, those changed last first. The front page is as new as its newest story."""
    front = FrontPage.objects.live().first()
    if front is None:
        return []
    newest = StoryPage.objects.printed().aggregate(at=Max("last_published_at"))["at"]
    rows = (
        Page.objects.descendant_of(front)
        .live()
        .public()
        .order_by("-last_published_at", "-pk")
        .values_list("url_path", "last_published_at")
    )
    pages = (
        MapEntry(absolute(address_of(url_path)), changed_at)
        for url_path, changed_at in rows[: PAGES_COUNT - 1]
    )
    return [MapEntry(absolute(address_of(front.url_path)), newest), *_fitting(pages)]


def _fitting(entries: Iterable[MapEntry]) -> Iterator[MapEntry]:
    """As many as one file may hold, without those whose address no map may name."""
    left = MAP_BYTES - 10 * _ENTRY_BYTES  # for the head of the file, and the front page
    for entry in entries:
        if len(entry.url) > LONGEST_ADDRESS:
            continue
        left -= len(entry.url) + _ENTRY_BYTES
        if left < 0:
            return
        yield entry


def public_addresses() -> list[str]:
    """Where every public page is printed: of the tree, of topics and authors, of the rules, feeds and maps.

    Further pages of lists and threads are not named: each page leads to the next.
    """
    stories = StoryPage.objects.printed().order_by()
    topics = Tag.objects.filter(pk__in=stories.values("topics")).exclude(slug="")
    authors = Author.objects.filter(pk__in=stories.values("bylines__author"))
    sections = SectionPage.objects.live().public()
    named = [
        *(
            unquote(reverse("stories:section_feed", args=[slug]))
            for slug in sections.values_list("slug", flat=True)
        ),
        *(unquote(reverse("stories:topic", args=[slug])) for slug in topics.values_list("slug", flat=True)),
        *(unquote(reverse("stories:author", args=[slug])) for slug in authors.values_list("slug", flat=True)),
    ]
    pages = [unquote(urlsplit(entry.url).path) for entry in map_entries()]
    return list(
        dict.fromkeys([*pages, reverse("stories:feed"), *named, *_rules(), reverse("stories:sitemap")])
    )


def _rules() -> list[str]:
    """The paper's own rules, in each language in which they are shown."""
    names = ("policy", "reads_rule", "contact_points", "moderation", "transparency")
    languages = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
    return [
        *(reverse(f"public:{name}") for name in names),
        *(reverse(f"public:{name}_in", args=[code]) for name in names for code in languages),
    ]


def news_entries(now: datetime) -> list[NewsEntry]:
    """The stories of the last 48 hours, newest first."""
    rows = (
        StoryPage.objects.printed()
        .filter(first_published_at__gt=now - NEWS_FOR)
        .values_list("url_path", "title", "language", "first_published_at")[:NEWS_COUNT]
    )
    return [
        NewsEntry(url, title, language, at)
        for url_path, title, language, at in rows
        if len(url := absolute(address_of(url_path))) <= LONGEST_ADDRESS
    ]
