"""Keeps the lists true: a story stands on them as long as readers may see it.

Called inside the transaction that changes the story, by `stories/actions.py` alone. What is here may be behind the
page itself for nobody: a list asks for the stories once more (`teasers`), and shows only what is printed.
"""

from collections.abc import Iterable, Set
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from taggit.models import Tag
from wagtail.models import Page

from kawaraban.stories.keys import author_key, map_key, section_key, topic_key
from kawaraban.stories.lists.filling_lists import NEVER, list_branch
from kawaraban.stories.models.authors import Author
from kawaraban.stories.models.listed_story import (
    PAPER_LIST,
    ListedStory,
    ListKind,
    StoryList,
    author_list,
    section_list,
    topic_list,
)
from kawaraban.stories.models.map_part import MapKind, MapPart, numbers_of, part_of
from kawaraban.stories.models.story_page import StoryPage
from kawaraban.stories.models.story_parts import Byline, StoryTopic

_COLUMNS: Final = ("kind", "number", "published_at")
# Lists that have a page of their own, and the map that names these pages.
_MAPPED: Final = {ListKind.TOPIC: MapKind.TOPICS, ListKind.AUTHOR: MapKind.AUTHORS}


def keep_listed(story: StoryPage, *, is_shown: bool, now: datetime) -> set[str]:
    """Put the story on its lists, or take it off all.

    Returns the keys of the files of the map that change with it, and of the lists that it leaves: what stood behind it
    on any of their pages moves up.
    """
    rows = ListedStory.objects.filter(story_id=story.pk)
    standing = {StoryList(kind, number): at for kind, number, at in rows.values_list(*_COLUMNS)}
    wanted = dict.fromkeys(lists_of(story), published_at(story)) if is_shown else {}
    before, after = set(standing), set(wanted)
    appear = _without_others(after - before)
    if standing != wanted:
        rows.delete()
        ListedStory.objects.bulk_create(
            ListedStory(story_id=story.pk, kind=kind, number=number, published_at=at)
            for (kind, number), at in sorted(wanted.items())
        )
    vanish = _without_others(before - after)
    changed = {(_MAPPED[ListKind(kind)], part_of(number)) for kind, number in appear | vanish}
    if standing or wanted:
        changed.add((MapKind.STORIES, part_of(story.pk)))
    for kind, part in sorted(changed):
        MapPart.objects.note(kind, part, is_empty=_is_empty(kind, part), now=now)
    return {map_key(kind, part) for kind, part in changed} | _keys_of(before - after)


def keep_branch_listed(page: Page, *, now: datetime) -> set[str]:
    """The same of the live stories that stand under a page, in one go: on their lists those that readers may see."""
    stories = StoryPage.objects.under(page).live()
    rows = ListedStory.objects.filter(story__in=stories.values("pk"))
    before = set(rows.order_by().values_list("kind", "number").distinct())
    listed = set(rows.order_by().values_list("story_id", flat=True).distinct())
    rows.delete()
    # While they stand on no list it is seen on which nothing else stands.
    others = _standing_beside(stories)
    list_branch(connection, *StoryPage.objects.places_under(page))
    after = set(rows.order_by().values_list("kind", "number").distinct())
    listed |= set(rows.order_by().values_list("story_id", flat=True).distinct())
    changed = {
        (_MAPPED[ListKind(kind)], part_of(number))
        for kind, number in (before ^ after) - others
        if kind in _MAPPED
    }
    changed |= {(MapKind.STORIES, part) for part in {part_of(pk) for pk in listed}}
    for kind, part in sorted(changed):
        MapPart.objects.note(kind, part, is_empty=_is_empty(kind, part), now=now)
    return {map_key(kind, part) for kind, part in changed}


def note_moved(page: Page, *, now: datetime) -> set[str]:
    """The stories under a page have other addresses. Returns the keys of the files of the map that name them."""
    listed = ListedStory.objects.on(PAPER_LIST).filter(
        story__in=StoryPage.objects.under(page).live().values("pk")
    )
    parts = {part_of(pk) for pk in listed.pks()}
    MapPart.objects.filter(kind=MapKind.STORIES, number__in=parts).update(changed_at=now)
    return {map_key(MapKind.STORIES, part) for part in parts}


def note_author(author: Author, *, now: datetime) -> set[str]:
    """The author's page may have another address. Returns the key of the file of the map that names it, if any."""
    part = part_of(author.pk)
    is_there = MapPart.objects.filter(kind=MapKind.AUTHORS, number=part).update(changed_at=now)
    return {map_key(MapKind.AUTHORS, part)} if is_there else set()


def lists_of(story: StoryPage) -> Iterable[StoryList]:
    """The lists that it belongs on. From the page itself: of an alias that is just being made no row is there yet."""
    yield PAPER_LIST
    yield section_list(story.get_parent().pk)
    yield from (topic_list(topic.pk) for topic in story.topics.all())
    yield from (author_list(byline.author_id) for byline in story.bylines.all())


def published_at(story: StoryPage) -> datetime:
    """What its place on a list goes by."""
    moment: datetime = story.first_published_at or NEVER
    return moment


def _keys_of(lists: Set[StoryList]) -> set[str]:
    """The keys of the pages of these lists. One query where one is a topic's."""
    numbers = {kind: [number for on, number in lists if on == kind] for kind in ListKind}
    topics = Tag.objects.filter(pk__in=numbers[ListKind.TOPIC])
    return {
        *map(section_key, numbers[ListKind.SECTION]),
        *map(topic_key, topics.values_list("slug", flat=True)),
        *map(author_key, numbers[ListKind.AUTHOR]),
    }


def _without_others(lists: Set[StoryList]) -> set[StoryList]:
    """Those of the lists with a page of their own on which nothing stands now. One query, or none."""
    mapped = {each for each in lists if each.kind in _MAPPED}
    return mapped - {row.on for row in ListedStory.objects.newest_on(dict.fromkeys(mapped, 1))}


def _standing_beside(stories: QuerySet[StoryPage]) -> set[tuple[str, int]]:
    """The lists of topics and authors of these stories on which others stand. Two queries."""
    found: set[tuple[str, int]] = set()
    for kind, numbers in (
        (ListKind.TOPIC, StoryTopic.objects.filter(content_object__in=stories.values("pk")).values("tag_id")),
        (ListKind.AUTHOR, Byline.objects.filter(story__in=stories.values("pk")).values("author_id")),
    ):
        rows = ListedStory.objects.filter(kind=kind, number=OuterRef("pk"))
        model: Any = Tag if kind == ListKind.TOPIC else Author
        standing = model.objects.filter(Exists(rows), pk__in=numbers)
        found |= {(str(kind), pk) for pk in standing.values_list("pk", flat=True)}
    return found


def _is_empty(kind: str, part: int) -> bool:
    first, end = numbers_of(part)
    if kind == MapKind.STORIES:
        rows = ListedStory.objects.filter(story_id__gte=first, story_id__lt=end)
    else:
        listed = next(name for name, mapped in _MAPPED.items() if mapped == kind)
        rows = ListedStory.objects.filter(kind=listed, number__gte=first, number__lt=end)
    return not rows.exists()
