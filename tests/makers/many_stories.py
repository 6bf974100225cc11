"""A paper with thousands of stories, made by the database itself in a moment from one that is there."""

from datetime import datetime

from django.db import connection
from taggit.models import Tag

from kawaraban.stories.lists.filling_lists import fill_lists
from kawaraban.stories.models import Author, StoryPage

_THREADS = """
    INSERT INTO comments_thread (locator, url, title, section, language, opened_at, closed_reason)
    SELECT 'story-' || page_ptr_id, '/', 'One', %s, 'en', '2026-11-01', ''
"""
# Of a section: four digits of a place in the tree.
MOST = 9_000


def many_stories(like: StoryPage, number: int, *, topic: Tag, author: Author, now: datetime) -> None:
    """So many more stories in the section of this one, each an hour older, with one topic, one name and a thread.

    They are numbered on: with one that was there the first is “...-2”, two hours older.
    """
    there = StoryPage.objects.count()
    assert there + number <= MOST
    first = StoryPage.objects.order_by("pk").values_list("pk", flat=True).last() or like.pk
    with connection.cursor() as cursor:
        for table, changed in _rows(like, first=first, there=there):
            there_are = [
                column.name for column in connection.introspection.get_table_description(cursor, table)
            ]
            columns = [name for name in there_are if name != "id" or "id" in changed]
            said = ", ".join(changed.get(name, f'"{name}"') for name in columns)
            named = ", ".join(f'"{name}"' for name in columns)
            key = "id" if table == "wagtailcore_page" else "page_ptr_id"
            cursor.execute(
                "WITH RECURSIVE counter(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counter WHERE n < %s)"
                f" INSERT INTO {table} ({named}) SELECT {said} FROM {table}, counter WHERE {table}.{key} = %s",
                [number, like.pk],
            )
        for sql, value in (
            ("INSERT INTO stories_storytopic (content_object_id, tag_id) SELECT page_ptr_id, %s", topic.pk),
            (
                "INSERT INTO stories_byline (story_id, author_id, sort_order) SELECT page_ptr_id, %s, 0",
                author.pk,
            ),
            (_THREADS, "city"),
        ):
            cursor.execute(f"{sql} FROM stories_storypage WHERE page_ptr_id > %s", [value, first])
        if connection.vendor == "postgresql":  # the numbers were given by hand
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('wagtailcore_page', 'id'), max(id)) FROM wagtailcore_page"
            )
    fill_lists(connection, now=now)


def _rows(like: StoryPage, *, first: int, there: int) -> list[tuple[str, dict[str, str]]]:
    """The tables of a story, and what is another thing in each row than in the one that is copied."""
    if connection.vendor == "sqlite":
        four = f"printf('%%04d', n + {there} + 50)"
        unique = "lower(hex(randomblob(16)))"
        published = f"datetime(first_published_at, '-' || (n + {there}) || ' hours')"
    else:
        four = f"lpad((n + {there} + 50)::text, 4, '0')"
        unique = "gen_random_uuid()"
        published = f"first_published_at - (n + {there}) * interval '1 hour'"
    page = {
        "id": f"{first} + n",
        "path": f"'{like.section_path}' || {four}",
        "slug": f"slug || '-' || (n + {there})",
        "url_path": f"rtrim(url_path, '/') || '-' || (n + {there}) || '/'",
        "translation_key": unique,
        "latest_revision_id": "NULL",
        "live_revision_id": "NULL",
        "first_published_at": published,
        "last_published_at": published,
    }
    return [("wagtailcore_page", page), ("stories_storypage", {"page_ptr_id": f"{first} + n"})]
