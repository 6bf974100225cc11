"""Addresses of the paper that are no pages of the tree: feeds, maps for search engines, topics, authors."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from taggit.models import Tag

from kawaraban.kit.clock import utc_now
from kawaraban.kit.fit import fit
from kawaraban.press.printing.printable import printable
from kawaraban.stories.addresses import path_of
from kawaraban.stories.keys import FEED_KEY, FRONT_KEY, PAPER, author_key, map_key, section_key, topic_key
from kawaraban.stories.machines.feeds import FEED_COUNT, feed_bytes
from kawaraban.stories.machines.site_maps import (
    MapEntry,
    NewsEntry,
    index_entries,
    news_entries,
    paper_entries,
    part_entries,
)
from kawaraban.stories.models import Author, SectionPage
from kawaraban.stories.models.listed_story import (
    PAPER_LIST,
    ListedStory,
    StoryList,
    author_list,
    section_list,
    topic_list,
)
from kawaraban.stories.models.map_part import MapKind
from kawaraban.stories.pages.list import Heading, list_sheet, page_number
from kawaraban.stories.pages.serving import answer_list
from kawaraban.stories.pages.teasers import teasers
from kawaraban.stories.paper.paper import paper_of, settings_of

RSS = "application/rss+xml; charset=utf-8"
XML = "application/xml; charset=utf-8"


def feed(request: HttpRequest) -> HttpResponse:
    """The newest stories of the whole paper."""
    paper = paper_of(request)
    return _feed(
        PAPER_LIST,
        Heading("paper", paper.name, paper.motto, paper.default_language, "/", reverse("stories:feed")),
        key=FRONT_KEY,
    )


def section_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest stories of one section."""
    section = get_object_or_404(SectionPage.objects.live().public(), slug=slug)
    title = f"{section.title} · {paper_of(request).name}"
    return _feed(
        section_list(section.pk),
        Heading(
            "section",
            title,
            section.introduction,
            section.language,
            path_of(section),
            reverse("stories:section_feed", args=[section.slug]),
        ),
        key=section_key(section.pk),
    )


def _feed(stories: StoryList, heading: Heading, *, key: str) -> HttpResponse:
    found = teasers(ListedStory.objects.on(stories).pks()[:FEED_COUNT]).values()
    body = feed_bytes(
        found,
        title=heading.title,
        description=heading.introduction,
        language=heading.language,
        urls=(heading.url, heading.feed_url),
    )
    keys = {FEED_KEY, key, PAPER, *(teaser.key for teaser in found)}
    return printable(
        HttpResponse(body, content_type=RSS), keys=keys, address=heading.feed_url, language=heading.language
    )


def sitemap(request: HttpRequest) -> HttpResponse:
    """The files of the map."""
    response = _map(request, "stories/sitemap_index.xml", index_entries())
    return printable(response, keys=[FEED_KEY, FRONT_KEY, PAPER], address=reverse("stories:sitemap"))


def site_map(request: HttpRequest, part: str) -> HttpResponse:
    """One file of it: of stories, topics or authors printed again when one of these changes, and only then."""
    kind, _dash, number = part.partition("-")
    if part == "paper":
        entries, keys = paper_entries(), [FEED_KEY, FRONT_KEY, PAPER]
    elif kind in set(MapKind) and len(number) < 10 and number.isdecimal() and number == str(int(number)):
        entries, keys = part_entries(kind, int(number)), [map_key(kind, int(number))]
    else:
        raise Http404
    if not entries:
        raise Http404
    response = _map(request, "stories/sitemap.xml", entries)
    return printable(response, keys=keys, address=reverse("stories:map", args=[part]))


def news_sitemap(request: HttpRequest) -> HttpResponse:
    """The stories of two days. Never printed: it changes by the clock, and nothing orders a reprint for that."""
    return _map(request, "stories/news_sitemap.xml", news_entries(utc_now()))


def _map(request: HttpRequest, template: str, entries: Sequence[MapEntry | NewsEntry]) -> HttpResponse:
    """Well-formed whatever an old row holds: a headline from before texts were fitted must not stop the whole file."""
    return HttpResponse(fit(render_to_string(template, {"entries": entries}, request)), content_type=XML)


def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """The stories of one topic. A word that only pictures have is no topic."""
    tag = get_object_or_404(Tag, slug=slug)
    stories = topic_list(tag.pk)
    if not ListedStory.objects.on(stories).exists():
        raise Http404
    link = reverse("stories:topic", args=[tag.slug])
    return _list(request, stories, ("topic", tag.name, "", link), key=topic_key(tag.slug))


def author(request: HttpRequest, slug: str) -> HttpResponse:
    """The stories under one name."""
    person = get_object_or_404(Author, slug=slug)
    words = ("author", person.name, person.introduction, person.get_absolute_url())
    return _list(request, author_list(person.pk), words, key=author_key(person.pk))


def _list(
    request: HttpRequest, stories: StoryList, words: tuple[str, str, str, str], *, key: str
) -> HttpResponse:
    kind, title, introduction, link = words
    language = settings_of(request).default_language
    sheet = list_sheet(
        Heading(kind, title, introduction, language, link),
        stories=stories,
        number=page_number(request.GET.get("page")),
        key=key,
        now=utc_now(),
    )
    return answer_list(sheet, request)
