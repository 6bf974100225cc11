"""What search engines ask for: an index of every page of the paper in files that stand still, and the news of two days.

A file lists the pages of so many numbers (`models/map_part.py`): a page never changes its file, no file can outgrow
what it may hold, and only the file of a page that changes is made again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from django.db.models import Exists, Max, OuterRef
from django.urls import reverse
from taggit.models import Tag
from wagtail.models import Page
from wagtail.query import PageQuerySet

from kawaraban.look.rule_pages import rule_addresses
from kawaraban.stories.addresses import absolute, address_of
from kawaraban.stories.models import Author, FrontPage, SectionPage, StandardPage, StoryPage
from kawaraban.stories.models.listed_story import PAPER_LIST, ListedStory, ListKind
from kawaraban.stories.models.map_part import MapKind, MapPart, numbers_of

# One address that is too long spoils a whole file (sitemaps.org).
LONGEST_ADDRESS: Final = 2_047
# What Google takes of news.
NEWS_COUNT: Final = 1_000
NEWS_FOR: Final = timedelta(hours=48)
_PAPER_MAP: Final = "paper"


@dataclass(frozen=True, slots=True)
class MapEntry:
    """One page of a map, or one map of the index."""

    url: str
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class NewsEntry:
    """One fresh story."""

    url: str
    headline: str
    language: str
    published_at: datetime


def index_entries() -> list[MapEntry]:
    """Every file of the map: the paper's own first, then stories, topics and authors by their numbers. Two queries."""
    parts = [(f"{part.kind}-{part.number}", part.changed_at) for part in MapPart.objects.in_order()]
    newest = max((changed_at for _name, changed_at in parts), default=None)
    return [
        MapEntry(absolute(reverse("stories:map", args=[name])), changed_at)
        for name, changed_at in [(_PAPER_MAP, newest), *parts]
    ]


def paper_entries() -> list[MapEntry]:
    """The front, which is as new as what changed last, sections, ordinary pages, and the paper's rules."""
    newest = MapPart.objects.aggregate(at=Max("changed_at"))["at"]
    front = [
        MapEntry(absolute(address_of(url_path)), newest)
        for url_path in FrontPage.objects.live().order_by().values_list("url_path", flat=True)
    ]
    pages = (Page.objects.filter(pk__in=model.objects.values("pk")) for model in (SectionPage, StandardPage))
    return [
        *front,
        *(entry for rows in pages for entry in _pages(rows.live().public().order_by("pk"))),
        *(MapEntry(absolute(path), None) for path in rule_addresses()),
    ]


def part_entries(kind: str, part: int) -> list[MapEntry]:
    """What one file lists, in the order of the numbers. One or two queries; [] where there is nothing."""
    first, end = numbers_of(part)
    if kind == MapKind.STORIES:
        return list(_pages(StoryPage.objects.printed().filter(pk__gte=first, pk__lt=end).order_by("pk")))
    model, listed, name = _NAMED[MapKind(kind)]
    rows = model.objects.filter(pk__gte=first, pk__lt=end).filter(
        Exists(ListedStory.objects.filter(kind=listed, number=OuterRef("pk")))
    )
    slugs = rows.exclude(slug="").order_by("pk").values_list("slug", flat=True)
    return list(_fitting(MapEntry(absolute(reverse(name, args=[slug])), None) for slug in slugs))


# What lists topics and authors have, and where their pages are.
_NAMED: Final = {
    MapKind.TOPICS: (Tag, ListKind.TOPIC, "stories:topic"),
    MapKind.AUTHORS: (Author, ListKind.AUTHOR, "stories:author"),
}


def _pages(rows: "PageQuerySet[Any]") -> Iterator[MapEntry]:
    columns = rows.values_list("url_path", "last_published_at")
    return _fitting(MapEntry(absolute(address_of(url_path)), changed_at) for url_path, changed_at in columns)


def _fitting(entries: Iterable[MapEntry]) -> Iterator[MapEntry]:
    """Without those whose address no map may name."""
    return (entry for entry in entries if len(entry.url) <= LONGEST_ADDRESS)


def public_addresses() -> Iterator[str]:
    """Where every public page is printed: of the tree, of topics and authors, of the rules, feeds and maps.

    Further pages of lists and threads are not named: each page leads to the next.
    """
    yield from paper_addresses()
    yield from listed_addresses()


def paper_addresses() -> Iterator[str]:
    """What all come by: the front, sections, ordinary pages, rules, feeds, and the index of the map."""
    yield from (_path(entry.url) for entry in paper_entries())
    yield from (reverse("stories:feed"), reverse("stories:sitemap"))
    yield from (unquote(reverse("stories:section_feed", args=[slug])) for slug in _section_slugs())
    yield reverse("stories:map", args=[_PAPER_MAP])


def listed_addresses() -> Iterator[str]:
    """Topics, stories and authors, the newest first: read a file of the map at a time, however many there are."""
    for part in MapPart.objects.in_order().reverse():
        yield from (_path(entry.url) for entry in reversed(part_entries(part.kind, part.number)))
        yield reverse("stories:map", args=[f"{part.kind}-{part.number}"])


def public_count() -> int:
    """How many `public_addresses` names, but for addresses that no map may name. A few counts."""
    listed = ListedStory.objects.order_by()
    lists = (
        listed.exclude(kind=ListKind.SECTION).exclude(kind=ListKind.PAPER).values("kind", "number").distinct()
    )
    feeds = len(_section_slugs()) + 1
    maps = MapPart.objects.count() + 2
    return len(paper_entries()) + feeds + maps + listed.filter(kind=ListKind.PAPER).count() + lists.count()


def _section_slugs() -> list[str]:
    return list(SectionPage.objects.live().public().order_by("pk").values_list("slug", flat=True))


def _path(url: str) -> str:
    return unquote(urlsplit(url).path)


def news_entries(now: datetime) -> list[NewsEntry]:
    """The stories of the last 48 hours, newest first. Two queries."""
    fresh = ListedStory.objects.on(PAPER_LIST).filter(published_at__gt=now - NEWS_FOR).pks()[:NEWS_COUNT]
    rows = (
        StoryPage.objects.printed()
        .filter(pk__in=list(fresh))
        .values_list("url_path", "title", "language", "first_published_at")
    )
    return [
        NewsEntry(url, title, language, at)
        for url_path, title, language, at in rows
        if len(url := absolute(address_of(url_path))) <= LONGEST_ADDRESS
    ]
