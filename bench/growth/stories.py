"""The stories of the papers of growth: what Wagtail keeps of a published page, many at a time, and their threads.

A page that is published by the editor's own way takes some 30 milliseconds: 50,000 of them would take half an hour.
Here the same rows are written: the page in the tree, the story, its bylines and topics, its revision, its line in the
history, its entry in the editor's search. Left out is Wagtail's index of references, which no page of readers asks.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from random import Random

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.db.models import F, Max
from taggit.models import Tag
from wagtail.models import Locale, Page, PageLogEntry, Revision
from wagtail.search.backends import get_search_backend

from bench.growth import words
from bench.growth.founding import Newsroom
from bench.growth.rows import write_threads
from bench.growth.sending import Place
from bench.growth.sizes import PERIOD, Size
from kawaraban.comments.models import Thread
from kawaraban.stories.addresses import path_of
from kawaraban.stories.models import Byline, SectionPage, StoryPage, StoryTopic

_SEED = 11
_TOGETHER = 500


class Printing:
    """Makes the stories of one paper."""

    def __init__(self, size: Size, newsroom: Newsroom, *, begins_at: datetime) -> None:
        self._size, self._newsroom, self._begins_at = size, newsroom, begins_at
        self._chance = Random(_SEED)
        self._locale = Locale.objects.get()
        self._type = ContentType.objects.get_for_model(StoryPage)
        self._base_type = ContentType.objects.get_for_model(Page)
        self._page_pk = (Page.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
        self._revision_pk = (Revision.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
        self._counts = {section.pk: 0 for section in newsroom.sections}

    def stories(self) -> Iterator[int]:
        """Write them in steps; yields how many are there."""
        for first in range(0, self._size.stories, _TOGETHER):
            numbers = range(first, min(first + _TOGETHER, self._size.stories))
            stories = [self._story(number) for number in numbers]
            with transaction.atomic():
                self._write(stories)
            yield numbers.stop
        with transaction.atomic():
            for pk, count in self._counts.items():
                Page.objects.filter(pk=pk).update(numchild=F("numchild") + count)

    def _story(self, number: int) -> StoryPage:
        newsroom, chance = self._newsroom, self._chance
        section = newsroom.sections[number % len(newsroom.sections)]
        at = self._begins_at + PERIOD * (number / self._size.stories)
        language = section.language
        title = words.sentence(chance, language).rstrip(".。")
        texts = [words.paragraph(chance, language, sentences=4) for _ in range(chance.randint(2, 5))]
        story = StoryPage(
            **self._place(section, f"story-{number}"),
            title=f"{title} {number}",
            draft_title=f"{title} {number}",
            lead=words.sentence(chance, language),
            automatic_lead=texts[0][:200],
            body=json.dumps([{"type": "paragraph", "value": f"<p>{text}</p>"} for text in texts]),
            language=language,
            live=True,
            owner=newsroom.publisher,
            locale=self._locale,
            content_type=self._type,
            first_published_at=at,
            last_published_at=at,
            latest_revision_created_at=at,
        )
        story.bylines = [Byline(author=chance.choice(newsroom.authors), sort_order=0)]
        story.topic_items = [StoryTopic(tag=tag) for tag in self._topics(language)]
        return story

    def _place(self, section: SectionPage, slug: str) -> dict[str, object]:
        """Its columns of the tree."""
        self._counts[section.pk] += 1
        pk, self._page_pk = self._page_pk, self._page_pk + 1
        return {
            "pk": pk,
            "page_ptr_id": pk,
            "slug": slug,
            "path": Page._get_path(section.path, section.depth + 1, self._counts[section.pk]),
            "depth": section.depth + 1,
            "url_path": f"{section.url_path}{slug}/",
        }

    def _topics(self, language: str) -> Sequence[Tag]:
        # Those of one language belong together, as they do in a paper.
        start = {"en": 0, "tr": 30, "ja": 33, "ar": 36}[language]
        count = 30 if language == "en" else 3
        return self._chance.sample(self._newsroom.topics[start : start + count], 2)

    def _write(self, stories: Sequence[StoryPage]) -> None:
        revisions = [self._revision(story) for story in stories]
        _insert(Page, stories)
        _insert(StoryPage, stories)
        Revision.objects.bulk_create(revisions)
        Byline.objects.bulk_create(byline for story in stories for byline in story.bylines.all())
        StoryTopic.objects.bulk_create(item for story in stories for item in story.topic_items.all())
        PageLogEntry.objects.bulk_create(self._published(story) for story in stories)
        get_search_backend().get_index_for_model(StoryPage).add_items(StoryPage, stories)
        write_threads(_thread(story) for story in stories)

    def _revision(self, story: StoryPage) -> Revision:
        pk, self._revision_pk = self._revision_pk, self._revision_pk + 1
        story.latest_revision_id = story.live_revision_id = pk
        return Revision(
            pk=pk,
            content_type=self._type,
            base_content_type=self._base_type,
            object_id=str(story.pk),
            created_at=story.first_published_at,
            user=self._newsroom.publisher,
            object_str=story.title,
            content=story.serializable_data(),
        )

    def _published(self, story: StoryPage) -> PageLogEntry:
        return PageLogEntry(
            content_type=self._type,
            page_id=story.pk,
            label=story.title,
            action="wagtail.publish",
            timestamp=story.first_published_at,
            user=self._newsroom.publisher,
            revision_id=story.latest_revision_id,
            content_changed=True,
            data={},
        )


def places() -> list[Place]:
    """The threads of the stories, in the order of their publication."""
    columns = ("pk", "locator", "url", "title", "language")
    return [Place(*row) for row in Thread.objects.order_by("pk").values_list(*columns)]


def _thread(story: StoryPage) -> dict[str, object]:
    return {
        "locator": story.key,
        "url": path_of(story),
        "title": story.title,
        "section": story.url_path.split("/")[-3],
        "language": story.language,
        "opened_at": story.first_published_at,
    }


def _insert(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """The columns of this one table: Django's own bulk_create refuses what stands in two."""
    fields = model._meta.local_concrete_fields
    size = connection.ops.bulk_batch_size(fields, rows)
    for place in range(0, len(rows), size):
        # What `save` calls for one row.
        model._base_manager._insert(  # type: ignore[attr-defined]
            rows[place : place + size], fields=fields, using="default", raw=True
        )
