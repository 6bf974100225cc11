"""What belongs to one story and lies in other tables: who wrote it, its topics, its corrections."""

from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db import connection
from taggit.models import Tag

from kawaraban.kit.work.one_trip import DatabaseQuestion, ask_all
from kawaraban.look.paper_view import Link
from kawaraban.stories.models import Author, Correction, StoryPage


class StoryParts(NamedTuple):
    """Each in its order."""

    bylines: tuple[Link, ...]
    tags: tuple[Tag, ...]
    corrections: tuple[Correction, ...]


def parts_of(page: StoryPage) -> StoryParts:
    """In one way there and back; from the page itself where an editor previews what is not saved."""
    # Where modelcluster keeps what a page was given and the database does not know.
    if page.pk is None or getattr(page, "_cluster_related_objects", None):
        names = (byline.author for byline in page.bylines.all().select_related("author"))
        return StoryParts(
            tuple(_link(author) for author in names),
            tuple(page.topics.all()),
            tuple(page.corrections.all()),
        )
    return StoryParts(*ask_all(connection, _bylines(page.pk), _tags(page.pk), _corrections(page.pk)))


def _bylines(pk: int) -> DatabaseQuestion[tuple[Link, ...]]:
    return DatabaseQuestion(
        "SELECT author.name, author.slug FROM stories_byline byline"
        " JOIN stories_author author ON author.id = byline.author_id"
        " WHERE byline.story_id = %s ORDER BY byline.sort_order",
        [pk],
        lambda rows: tuple(_link(Author(name=name, slug=slug)) for name, slug in rows),
    )


def _tags(pk: int) -> DatabaseQuestion[tuple[Tag, ...]]:
    return DatabaseQuestion(
        "SELECT tag.id, tag.name, tag.slug FROM taggit_tag tag"
        " JOIN stories_storytopic topic ON topic.tag_id = tag.id"
        " WHERE topic.content_object_id = %s ORDER BY topic.id",
        [pk],
        lambda rows: tuple(Tag(id=number, name=name, slug=slug) for number, name, slug in rows),
    )


def _corrections(pk: int) -> DatabaseQuestion[tuple[Correction, ...]]:
    return DatabaseQuestion(
        "SELECT corrected_at, text FROM stories_correction WHERE story_id = %s ORDER BY sort_order",
        [pk],
        lambda rows: tuple(Correction(corrected_at=_aware(moment), text=text) for moment, text in rows),
    )


def _link(author: Any) -> Link:
    return Link(author.name, author.get_absolute_url())


def _aware(moment: datetime) -> datetime:
    """SQLite keeps no zone: what is written there is UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
