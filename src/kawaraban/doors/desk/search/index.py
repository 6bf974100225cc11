"""Finding comments by their words and names: the one place that knows how they are indexed.

    matching("harbour")     # primary keys, the newest first, at most 200

On SQLite an FTS5 table, filled by the worker every two seconds, from the revisions that it has not read yet; what is
newer than that is looked through one by one. So receiving a comment costs nothing more, and nothing is missed. Where
there is no FTS5 (another database) the newest comments are looked through, and `is_whole` says that it was not all.
The index holds folded words without order of sentences; the words of an erased comment are taken out of it. FTS5 only
marks them as deleted until it writes that piece of the index anew: after an erasure all pieces are (`_write_anew`).
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from kawaraban.comments.models import Comment, Revision, Status
from kawaraban.doors.desk.models import SearchCursor
from kawaraban.doors.desk.search.words import indexed, search_terms, words_of

TABLE = "desk_search"
HITS_AT_MOST = 200
_LOOKED_THROUGH = 2_000
# Few, and a pause between them: somebody who sends a comment meanwhile waits for the same lock.
_READ_AT_ONCE = 50
_PAUSE_SECONDS = 0.1
# How many pages of the index one step of its tidying may write: a few milliseconds' worth.
_TIDIED_PAGES = 16
# How many pages one step of writing it anew may write, and the pause after it.
_ANEW_PAGES = 64
_ANEW_PAUSE_SECONDS = 0.02
# A merge that found nothing to do changes one row (https://www.sqlite.org/fts5.html, 6.8).
_LEAST_CHANGES = 2
# Status changes that were committed a little late are swept once more.
_OVERLAP = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class FoundComments:
    """Primary keys, the newest first. `is_whole`: all comments were looked at, and there are no more than these."""

    ids: tuple[int, ...]
    is_whole: bool


def matching(query: str) -> FoundComments:
    """Comments that hold every word of the query in name or text."""
    terms = search_terms(query)
    if not terms:
        return FoundComments((), is_whole=True)
    if not has_index():
        return _looked_through(query, after=0)
    fresh = _looked_through(query, after=_cursor().revision_id)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s ORDER BY rowid DESC LIMIT %s",  # noqa: S608
            [terms, HITS_AT_MOST + 1],
        )
        known = [row[0] for row in cursor.fetchall()]
    ids = sorted({*fresh.ids, *known}, reverse=True)
    return FoundComments(tuple(ids[:HITS_AT_MOST]), is_whole=fresh.is_whole and len(ids) <= HITS_AT_MOST)


def read_on(*, now: datetime) -> int:
    """Bring the index up to date by one step; returns how many revisions it read."""
    if not has_index():
        return 0
    place = _cursor()
    seen = place.revision_id
    revisions = list(
        Revision.objects.filter(pk__gt=seen).select_related("comment").order_by("pk")[:_READ_AT_ONCE]
    )
    erased = _erased_since(place.swept_at)
    if not revisions and not erased:
        return 0
    newest = {revision.comment_id: revision.comment for revision in revisions}
    kept = [comment for comment in newest.values() if comment.status != Status.ERASED]
    # Made before the lock is taken. Only the worker reads on; should two do so, the second reads nothing.
    words: list[list[int | str]] = [
        [comment.pk, indexed(comment.name), indexed(comment.text)] for comment in kept
    ]
    with transaction.atomic():
        cursor = SearchCursor.objects.select_for_update().first() or SearchCursor.objects.create()
        if cursor.revision_id != seen:
            return 0
        gone = _in_index(erased)
        _forget([revision.comment_id for revision in revisions] + gone)
        _keep(words)
        cursor.revision_id = revisions[-1].pk if revisions else cursor.revision_id
        cursor.swept_at = now
        cursor.save()
    if gone:
        _write_anew()
    else:
        _tidy()
    return len(revisions)


def read_all(*, now: Callable[[], datetime]) -> None:
    """Step by step until nothing is left to read. The worker calls it."""
    while read_on(now=now()) == _READ_AT_ONCE:
        time.sleep(_PAUSE_SECONDS)


def has_index() -> bool:
    """Whether this database has the FTS5 table."""
    return connection.vendor == "sqlite" and TABLE in connection.introspection.table_names()


def make_table(schema_connection: BaseDatabaseWrapper) -> None:
    """Make the FTS5 table where SQLite has that module; elsewhere nothing."""
    if schema_connection.vendor != "sqlite":
        return
    with schema_connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pragma_compile_options WHERE compile_options = 'ENABLE_FTS5'")
        if cursor.fetchone():
            cursor.execute(
                f"CREATE VIRTUAL TABLE IF NOT EXISTS {TABLE} USING fts5(name, words, prefix='2 3',"
                " tokenize='unicode61 remove_diacritics 0')"
            )


def tidy_by_ourselves(schema_connection: BaseDatabaseWrapper) -> None:
    """No more tidying by FTS5 within a transaction that writes: every so often it held the lock for long."""
    if schema_connection.vendor == "sqlite" and TABLE in schema_connection.introspection.table_names():
        with schema_connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {TABLE} ({TABLE}, rank) VALUES ('automerge', 0)")  # noqa: S608


def _cursor() -> SearchCursor:
    return SearchCursor.objects.first() or SearchCursor()


def _looked_through(query: str, *, after: int) -> FoundComments:
    """Without the index: the newest revisions behind `after`, one by one."""
    wanted = list(words_of(query))
    rows = list(
        Revision.objects.filter(pk__gt=after)
        .exclude(comment__status=Status.ERASED)
        .order_by("-pk")
        .values_list("comment_id", "comment__name", "comment__text")[: _LOOKED_THROUGH + 1]
    )
    hits = {pk: None for pk, name, text in rows[:_LOOKED_THROUGH] if _holds(f"{name} {text}", wanted)}
    ids = sorted(hits, reverse=True)[:HITS_AT_MOST]
    return FoundComments(tuple(ids), is_whole=len(rows) <= _LOOKED_THROUGH and len(hits) <= HITS_AT_MOST)


def _holds(text: str, wanted: list[str]) -> bool:
    words = set(words_of(text))
    return all(any(word.startswith(start) for word in words) for start in wanted)


def _erased_since(moment: datetime | None) -> list[int]:
    rows = Comment.objects.filter(status=Status.ERASED)
    if moment:
        rows = rows.filter(status_changed_at__gt=moment - _OVERLAP)
    return list(rows.values_list("pk", flat=True))


def _in_index(ids: list[int]) -> list[int]:
    """Those of which there are words."""
    found: list[int] = []
    with connection.cursor() as cursor:
        for place in range(0, len(ids), _READ_AT_ONCE):
            some = ids[place : place + _READ_AT_ONCE]
            marks = ", ".join(["%s"] * len(some))
            cursor.execute(f"SELECT rowid FROM {TABLE} WHERE rowid IN ({marks})", some)  # noqa: S608
            found += [row[0] for row in cursor.fetchall()]
    return found


def _forget(ids: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM {TABLE} WHERE rowid = %s", [[pk] for pk in ids])  # noqa: S608


def _write_anew() -> None:
    """Merge all pieces of the index into one, without what was deleted. Each step is a transaction of its own.

    A negative number begins it, positive ones go on with it; what changed nothing but the counter was the last.
    """
    pages = -_ANEW_PAGES
    while True:
        with connection.cursor() as cursor:
            before = _changes(cursor)
            cursor.execute(f"INSERT INTO {TABLE} ({TABLE}, rank) VALUES ('merge', %s)", [pages])  # noqa: S608
            if _changes(cursor) - before < _LEAST_CHANGES:
                return
        pages = _ANEW_PAGES
        time.sleep(_ANEW_PAUSE_SECONDS)


def _changes(cursor: CursorWrapper) -> int:
    cursor.execute("SELECT total_changes()")
    return int(cursor.fetchone()[0])


def _tidy() -> None:
    """One step towards fewer and larger pieces of the index, in a transaction of its own."""
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {TABLE} ({TABLE}, rank) VALUES ('merge', %s)", [_TIDIED_PAGES])  # noqa: S608


def _keep(words: list[list[int | str]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {TABLE} (rowid, name, words) VALUES (%s, %s, %s)",  # noqa: S608
            words,
        )
