"""Writes the lists of a whole paper at once, from what its stories say: where stories came in by no action.

    fill_lists(connection, now=now)        # an upgrade; an import that writes rows
    list_branch(connection, first, last)   # the stories between two places of the tree, which are on no list

So many stories at a time, in plain SQL that SQLite and PostgreSQL read alike: fifty thousand take some seconds.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from kawaraban.stories.models.map_part import PART_NUMBERS

# A page that is live and never was published stands behind all others.
NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
_AT_ONCE: Final = 2_000
_STORIES: Final = """
    FROM stories_storypage story JOIN wagtailcore_page page ON page.id = story.page_ptr_id {join}
    WHERE {which} AND page.live AND NOT EXISTS (
        SELECT 1 FROM wagtailcore_pageviewrestriction kept JOIN wagtailcore_page above ON above.id = kept.page_id
        WHERE above.path = SUBSTR(page.path, 1, LENGTH(above.path)))
"""
_NUMBERED: Final = "story.page_ptr_id >= %s AND story.page_ptr_id < %s"
_PLACED: Final = "page.path >= %s AND page.path <= %s"
# Kind, number, and where the number is from.
_LISTS: Final = (
    ("paper", "0", ""),
    (
        "section",
        "parent.id",
        "JOIN wagtailcore_page parent ON parent.path = SUBSTR(page.path, 1, LENGTH(page.path) - 4)",
    ),
    ("topic", "topic.tag_id", "JOIN stories_storytopic topic ON topic.content_object_id = story.page_ptr_id"),
    ("author", "byline.author_id", "JOIN stories_byline byline ON byline.story_id = story.page_ptr_id"),
)
# Kind of the file, the numbers that it goes by, and the lists that have them.
_MAPS: Final = (
    ("stories", "story_id", "paper"),
    ("topics", "number", "topic"),
    ("authors", "number", "author"),
)


def fill_lists(connection: Any, *, now: datetime) -> None:
    """Make lists and files of the map anew, whatever they held."""
    moment = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM stories_listedstory")
        cursor.execute("DELETE FROM stories_mappart")
        for first, end in _ranges(cursor):
            _list(connection, _NUMBERED, (first, end))
        for kind, number, listed in _MAPS:
            cursor.execute(
                "INSERT INTO stories_mappart (kind, number, changed_at)"  # noqa: S608  our own words
                f" SELECT DISTINCT '{kind}', {number} / {PART_NUMBERS}, %s"
                f" FROM stories_listedstory WHERE kind = '{listed}'",
                [moment(now)],
            )


def list_branch(connection: Any, first: str, last: str) -> None:
    """Put the stories that stand at these places of the tree, both included, on their lists. Files of the map stay."""
    _list(connection, _PLACED, (first, last))


def _list(connection: Any, which: str, bounds: tuple[Any, Any]) -> None:
    never = connection.ops.adapt_datetimefield_value(NEVER)
    with connection.cursor() as cursor:
        for kind, number, join in _LISTS:
            cursor.execute(
                "INSERT INTO stories_listedstory (story_id, kind, number, published_at)"
                f" SELECT DISTINCT story.page_ptr_id, '{kind}', {number}, COALESCE(page.first_published_at, %s)"
                + _STORIES.format(join=join, which=which),
                [never, *bounds],
            )


def _ranges(cursor: Any) -> Iterator[tuple[int, int]]:
    cursor.execute("SELECT MIN(page_ptr_id), MAX(page_ptr_id) FROM stories_storypage")
    lowest, highest = cursor.fetchone()
    for first in range(lowest or 0, (highest or -1) + 1, _AT_ONCE):
        yield first, first + _AT_ONCE
