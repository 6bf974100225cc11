"""Every public page of the newspaper, in the order in which readers would miss them.

For a page store that was lost: the lists that all come by, what is read these days, then all else from the newest to
the oldest. Asked for in portions, each whole, since the addresses are taken over hours: a question that stays open
would keep the database's log from being folded back.
"""

from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

from django.db.models import QuerySet
from django.urls import reverse
from taggit.models import Tag
from wagtail.models import Page
from wagtail.query import PageQuerySet

from kawaraban.kit.clock import utc_now
from kawaraban.reads.counts import WEEK, most_read
from kawaraban.stories.addresses import address_of
from kawaraban.stories.keys import story_pk
from kawaraban.stories.models import Author, FrontPage, SectionPage, StoryPage

PORTION: Final = 500
MOST_READ_COUNT: Final = 200


def pages_count() -> int:
    """How many there are, by a few counts, with the two feeds and maps that the paper has besides."""
    return int(_pages().count()) + sum(things.count() for things in (_sections(), _authors(), _topics())) + 2


def addresses_most_read_first() -> Iterator[str]:
    """Canonical addresses (`press/addresses.py`), each once. Further pages of lists and threads are not among them."""
    first = _pages().not_type(StoryPage).order_by("depth", "pk").values_list("pk", "url_path")
    given = set()
    for pk, url_path in [*first, *_read_most()]:
        given.add(pk)
        yield _address(url_path)
    yield unquote(reverse("stories:feed"))
    yield from _named("section_feed", _sections())
    yield unquote(reverse("stories:sitemap"))
    yield from (_address(url_path) for pk, url_path in _newest_first() if pk not in given)
    yield from _named("author", _authors())
    yield from _named("topic", _topics())


def _pages() -> PageQuerySet:
    front = FrontPage.objects.live().first()
    if front is None:
        return Page.objects.none()
    return Page.objects.descendant_of(front, inclusive=True).live().public()


def _sections() -> "QuerySet[SectionPage]":
    sections: QuerySet[SectionPage] = SectionPage.objects.live().public()
    return sections


def _authors() -> "QuerySet[Author]":
    return Author.objects.filter(pk__in=StoryPage.objects.printed().order_by().values("bylines__author"))


def _topics() -> "QuerySet[Tag]":
    stories = StoryPage.objects.printed().order_by()
    topics: QuerySet[Tag] = Tag.objects.filter(pk__in=stories.values("topics")).exclude(slug="")
    return topics


def _read_most() -> list[tuple[int, str]]:
    """The stories read most in the last week, most first."""
    keys = most_read(now=utc_now(), limit=MOST_READ_COUNT, ranking=WEEK)
    pks = [pk for key in keys if (pk := story_pk(key))]
    found = dict(StoryPage.objects.printed().filter(pk__in=pks).values_list("pk", "url_path"))
    return [(pk, found[pk]) for pk in pks if pk in found]


def _newest_first() -> Iterator[tuple[int, str]]:
    stories = StoryPage.objects.printed().order_by("-pk").values_list("pk", "url_path")
    portion = list(stories[:PORTION])
    while portion:
        yield from portion
        portion = list(stories.filter(pk__lt=portion[-1][0])[:PORTION])


def _named(name: str, things: "QuerySet[SectionPage] | QuerySet[Author] | QuerySet[Tag]") -> Iterator[str]:
    for slug in list(things.order_by("pk").values_list("slug", flat=True)):
        yield unquote(reverse(f"stories:{name}", args=[slug]))


def _address(url_path: str) -> str:
    return unquote(address_of(url_path))
