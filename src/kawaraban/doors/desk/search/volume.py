"""One volume of the search index: the words of fifty thousand comments, in an FTS5 table of its own.

    volume_of(123_456)          # 2: the third table holds the comments from 100,000 to 149,999

Whatever FTS5 does at once is bounded by its table: a word's list of comments is written in one go, and taking one
comment's words out means writing all of the table anew. So no table grows with the paper, only their number does.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from kawaraban.doors.desk.models import SearchVolume
from kawaraban.doors.desk.search.pieces import IndexPieces, pieces_in
from kawaraban.kit.work.short_steps import short_steps

VOLUME_COMMENTS: Final = 50_000
_PREFIX: Final = "desk_search_"
# Its own tidying within a transaction that writes is off, and what it does against too many pieces far away: an
# insert of a few comments would now and then write half of the volume.
_FAR_AWAY: Final = 500
# How many pages one merge may write. A step of the tidying takes as many merges as its time allows.
_PAGES: Final = 16
# A merge that found nothing to do changes one row (https://www.sqlite.org/fts5.html, 6.8).
_LEAST_CHANGES: Final = 2
_LEAST_TO_MERGE: Final = 2
# Keys asked for in one statement: SQLite takes no more than 999 in its older versions.
_KEYS_AT_ONCE: Final = 500


def can_be_made() -> bool:
    """Whether this database has the FTS5 module."""
    if connection.vendor != "sqlite":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_compileoption_used('ENABLE_FTS5')")
        return bool(cursor.fetchone()[0])


def volume_of(comment_pk: int) -> int:
    """The number of the volume that a comment stands in."""
    return comment_pk // VOLUME_COMMENTS


def make(number: int) -> None:
    """Make a volume; the one before it is full, and is made one piece at the next opportunity."""
    table = _table(number)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {table} USING fts5(name, words, prefix='2 3',"
            " tokenize='unicode61 remove_diacritics 0')"
        )
        for setting, value in (("automerge", 0), ("crisismerge", _FAR_AWAY)):
            cursor.execute(f"INSERT INTO {table} ({table}, rank) VALUES (%s, %s)", [setting, value])  # noqa: S608
        SearchVolume.objects.get_or_create(number=number)
        SearchVolume.objects.filter(number=number - 1).update(is_to_be_written_anew=True)


def keep(number: int, rows: Sequence[tuple[int, str, str]]) -> None:
    """Put words into a volume: primary key of the comment, name, text. Nothing may stand there under these keys."""
    table = _table(number)
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} (rowid, name, words) VALUES (%s, %s, %s)", rows)  # noqa: S608


def forget(number: int, keys: Sequence[int]) -> None:
    """Take the words of these comments out; FTS5 keeps them in its pieces until the volume is written anew."""
    table = _table(number)
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM {table} WHERE rowid = %s", [[key] for key in keys])  # noqa: S608


def kept(number: int, keys: Sequence[int]) -> list[int]:
    """Those of the comments of which this volume has words."""
    table = _table(number)
    found: list[int] = []
    with connection.cursor() as cursor:
        for place in range(0, len(keys), _KEYS_AT_ONCE):
            some = list(keys[place : place + _KEYS_AT_ONCE])
            marks = ", ".join(["%s"] * len(some))
            cursor.execute(f"SELECT rowid FROM {table} WHERE rowid IN ({marks})", some)  # noqa: S608
            found += [row[0] for row in cursor.fetchall()]
    return found


def hits(number: int, terms: str, *, at_most: int) -> list[int]:
    """Primary keys of the comments in this volume that hold the terms, the newest first."""
    table = _table(number)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT rowid FROM {table} WHERE {table} MATCH %s ORDER BY rowid DESC LIMIT %s",  # noqa: S608
            [terms, at_most],
        )
        return [row[0] for row in cursor.fetchall()]


def pieces_of(number: int) -> IndexPieces:
    """Of what the volume is made now."""
    with connection.cursor() as cursor:
        # Under this key FTS5 keeps what its pieces are.
        cursor.execute(f"SELECT block FROM {_table(number)}_data WHERE id = 10")  # noqa: S608
        return pieces_in(bytes(cursor.fetchone()[0]))


def tidy(number: int) -> None:
    """Merge small pieces into larger ones until few are left, in short steps.

    It keeps pace, for it ends only when nothing is left to do: what was inserted is written some five times in all.
    """
    _merge(number, _PAGES, until=lambda pieces: pieces.are_few)


def write_anew(number: int) -> None:
    """Merge all pieces into one, without what was taken out. Nothing may be put into the volume meanwhile.

    Whoever is stopped in between begins again where this one was: what is merged is merged.
    """
    _merge(number, -_PAGES, until=lambda pieces: pieces.count < _LEAST_TO_MERGE)
    SearchVolume.objects.filter(number=number).update(is_to_be_written_anew=False)


def _merge(number: int, pages: int, *, until: Callable[[IndexPieces], bool]) -> None:
    """Merge so many pages at a time; a negative number takes all pieces together, as if they were of one level."""
    table = _table(number)
    changed = _LEAST_CHANGES

    def left() -> Iterator[int]:
        while changed >= _LEAST_CHANGES and not until(pieces_of(number)):
            yield pages

    def merge(some: int) -> bool:
        nonlocal changed
        with connection.cursor() as cursor:
            before = _changes(cursor)
            cursor.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('merge', %s)", [some])  # noqa: S608
            changed = _changes(cursor) - before
        return changed >= _LEAST_CHANGES

    for _step in short_steps(left(), merge, within=transaction.atomic):
        pass


def _changes(cursor: CursorWrapper) -> int:
    cursor.execute("SELECT total_changes()")
    return int(cursor.fetchone()[0])


def _table(number: int) -> str:
    return f"{_PREFIX}{number:d}"
