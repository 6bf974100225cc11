"""The story page: where a story, its comments and its reads come together."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import NamedTuple

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from taggit.models import Tag

from kawaraban.comments.keys import thread_key, thread_page_key
from kawaraban.comments.models import Thread
from kawaraban.comments.thread.page import thread_view
from kawaraban.comments.thread.slices import OWN_PAGE, NoSuchPage, PageIsGone
from kawaraban.look.paper_view import Link, PaperView
from kawaraban.look.words import direction_of
from kawaraban.press.printing.pieces import KEPT
from kawaraban.reads.counts import reads_of
from kawaraban.stories.addresses import absolute, path_of
from kawaraban.stories.keys import MOST_READ_KEY, PAPER, section_key, story_key
from kawaraban.stories.machines.json_ld import news_article
from kawaraban.stories.machines.shares import share_links
from kawaraban.stories.models import Correction, StoryPage
from kawaraban.stories.models.listed_story import ListKind, section_list, topic_list
from kawaraban.stories.pages.list import page_url
from kawaraban.stories.pages.most_read import Popular, most_read_box, popular_stories
from kawaraban.stories.pages.newest import newest_of
from kawaraban.stories.pages.parts import parts_of
from kawaraban.stories.pages.sheet import PageSheet
from kawaraban.stories.pages.teasers import headline_keys, keys_of, section_links, teasers
from kawaraban.stories.pictures import STORY_PLACE, placed, share_picture_url
from kawaraban.stories.values import CorrectionView, Picture, StoryView

RELATED_COUNT = 3
# So many of the newest stories of a topic may be related to one that has it.
_LOOKED_AT_COUNT = 100


def story_sheet(page: StoryPage, *, paper: PaperView, now: datetime, number: int = OWN_PAGE) -> PageSheet:
    """The story with everything around it, in at most 30 queries whatever the number of comments.

    `number` is that of the page of its comments. A later page shows nothing beside the story and them, and no number
    that they change. Raises Http404 where there is no such page, PageIsGone where there is none any more.
    """
    thread = next(iter(Thread.objects.filter(locator=page.locator)), None) if page.pk else None
    if thread is None and number != OWN_PAGE:
        raise Http404
    try:
        view = story_view(page, thread=thread, paper=paper, now=now, number=number)
    except PageIsGone:
        raise
    except NoSuchPage:
        raise Http404 from None
    keys = {PAPER, page.key} | ({thread_key(thread), thread_page_key(thread, number)} if thread else set())
    if number == OWN_PAGE:
        keys |= {MOST_READ_KEY, section_key(page.get_parent().pk)}
        keys |= keys_of(view.related) | headline_keys(view.most_read.teasers)
    return PageSheet(
        "stories/story.html",
        {"story": view, "page": page},
        frozenset(keys),
        view.language,
        page_url(view.url, number),
        has_numbers=True,
    )


def story_view(
    page: StoryPage, *, thread: Thread | None, paper: PaperView, now: datetime, number: int = OWN_PAGE
) -> StoryView:
    """All that the page shows. Works for a page that is not saved yet (a preview)."""
    language, url = page.spoken_language, path_of(page)
    canonical_url = absolute(_own_path(page) or url)
    around = KEPT.of(("around", page.pk, language), partial(_around, page, paper), keys=[page.key, PAPER])
    beside = _beside(page, around.tags, now) if number == OWN_PAGE else _Beside([], Popular())
    reads = reads_of([page.key, *(story_key(pk) for pk in beside.pks)])
    found = teasers(beside.pks, reads=reads)
    view = StoryView(
        key=page.key,
        reads_seconds=settings.READS_SECONDS,
        url=url,
        canonical_url=canonical_url,
        headline=page.title,
        lead=page.shown_lead,
        language=language,
        direction=direction_of(language),
        dateline=page.dateline,
        section=around.section,
        bylines=around.bylines,
        published_at=page.published_at or now,
        updated_at=page.updated_at,
        reads_count=reads[page.key],
        reading_minutes=page.reading_minutes,
        picture=around.picture,
        body=page.body,
        topics=tuple(
            Link(tag.name, reverse("stories:topic", args=[tag.slug])) for tag in around.tags if tag.slug
        ),
        corrections=_corrections(around.corrections, now),
        shares=share_links(canonical_url, page.title),
        thread=thread_view(thread, language=language, now=now, number=number) if thread else None,
        related=tuple(found[pk] for pk in beside.related if pk in found),
        most_read=most_read_box(beside.popular, found),
        json_ld="",
        share_picture_url=around.share_picture_url,
    )
    return replace(view, json_ld=news_article(view, paper))


class _Beside(NamedTuple):
    """The stories below the comments: these would have every later page printed again for what they say of others."""

    related: list[int]
    popular: Popular

    @property
    def pks(self) -> list[int]:
        return [*self.related, *self.popular.pks]


def _beside(page: StoryPage, topics: Iterable[Tag], now: datetime) -> _Beside:
    return _Beside(related_pks(page, topics), popular_stories(now))


def _own_path(page: StoryPage) -> str:
    """Where the story itself stands, of an alias; "" of any other page, and where readers do not see it."""
    source = StoryPage.objects.printed().filter(pk=page.alias_of_id).first() if page.alias_of_id else None
    return path_of(source) if source else ""


class _Around(NamedTuple):
    """What belongs to the story and lies in other tables: the same on each of its pages, until it is ordered anew."""

    section: Link
    bylines: tuple[Link, ...]
    tags: tuple[Tag, ...]
    picture: Picture | None
    share_picture_url: str
    corrections: tuple[Correction, ...]


def _around(page: StoryPage, paper: PaperView) -> _Around:
    parts = parts_of(page)
    return _Around(
        section=section_links()[page.section_path],
        bylines=parts.bylines,
        tags=parts.tags,
        picture=_picture(page),
        share_picture_url=share_picture_url(page.picture, origin=paper.origin),
        corrections=parts.corrections,
    )


def related_pks(page: StoryPage, topics: Iterable[Tag]) -> list[int]:
    """Stories with the same topics, most of them first; then the newest of the section.

    Of each topic its newest are looked at, and not all that ever had it.
    """
    lists = {topic_list(topic.pk): _LOOKED_AT_COUNT for topic in topics}
    lists[section_list(page.get_parent().pk)] = RELATED_COUNT + 1
    newest = newest_of(lists)
    shared = Counter(pk for on, row in newest.items() if on.kind == ListKind.TOPIC for pk in row.pks)
    standing = {
        pk: moment for row in newest.values() for moment, pk in zip(row.moments, row.pks, strict=True)
    }
    standing.pop(page.pk, None)
    return sorted(standing, key=lambda pk: (shared[pk], standing[pk], pk), reverse=True)[:RELATED_COUNT]


def _picture(page: StoryPage) -> Picture | None:
    image = page.picture
    if image is None:
        return None
    return placed(image, STORY_PLACE, alt=image.alt, credit=image.credit, caption=page.picture_caption)


def _corrections(corrections: Iterable[Correction], now: datetime) -> tuple[CorrectionView, ...]:
    newest_first = sorted(corrections, key=lambda correction: correction.corrected_at, reverse=True)
    return tuple(
        CorrectionView(
            corrected_at=correction.corrected_at,
            text=correction.text,
            is_fresh=correction.is_fresh(now),
        )
        for correction in newest_first
    )
