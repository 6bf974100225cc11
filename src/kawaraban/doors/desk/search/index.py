"""Finding comments by their words and names: the one place that knows how they are indexed.

    matching("harbour")     # primary keys, the newest first, at most 200

On SQLite FTS5 tables, a volume for each fifty thousand comments (`volume.py`), on PostgreSQL one table of words
(`word_table.py`), filled by the worker every two seconds from the revisions that it has not read yet; what is newer
than that is looked through one by one. So receiving a comment costs nothing more, and nothing is missed. Where SQLite
has no FTS5 the newest comments are looked through, and `is_whole` says that it was not all. The index holds folded
words without order of sentences; the words of an erased comment are taken out of it, and its volume is written anew.
"""

import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kawaraban.comments.models import Comment, Revision, Status, public_id_of
from kawaraban.doors.desk.models import SearchCursor, SearchVolume
from kawaraban.doors.desk.search import volume, word_table
from kawaraban.doors.desk.search.words import indexed, search_terms, words_of
from kawaraban.kit.work.short_steps import LEAST_PAUSE_SECONDS, short_steps
from kawaraban.law.record.following import newest_number, subjects_after
from kawaraban.press.turn import one_turn

HITS_AT_MOST = 200
_LOOKED_THROUGH = 2_000
# Few, and short ones: FTS5 writes them when they are committed, so that no clock within the step could end it in time.
_READ_AT_ONCE = 50
_CHARACTERS_AT_ONCE: Final = 40_000
# How many erased comments are taken out at once.
_TAKEN_OUT_AT_ONCE: Final = 20
# Erasures that one step follows; and how many of them say that more are coming, so that writing anew can wait.
_ERASED_KIND: Final = "comment_erased"
_FOLLOWED_AT_ONCE: Final = 500
_MORE_ARE_COMING: Final = 5


@dataclass(frozen=True, slots=True)
class FoundComments:
    """Primary keys, the newest first. `is_whole`: all comments were looked at, and there are no more than these."""

    ids: tuple[int, ...]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one step reads: the words of the comments, up to which revision, and whether it saw more than it takes."""

    words: tuple[tuple[int, str, str], ...]
    comments: frozenset[int]
    revision_id: int
    count: int
    is_cut: bool


def can_be_made() -> bool:
    """Whether this database can have an index of words."""
    return word_table.is_used() or volume.can_be_made()


def matching(query: str) -> FoundComments:
    """Comments that hold every word of the query in name or text."""
    terms = search_terms(query)
    if not terms:
        return FoundComments((), is_whole=True)
    if not can_be_made():
        return _looked_through(query, after=0)
    fresh = _looked_through(query, after=_cursor().revision_id)
    known = word_table.hits(query, at_most=HITS_AT_MOST + 1) if word_table.is_used() else _known(terms)
    ids = sorted({*fresh.ids, *known}, reverse=True)
    return FoundComments(tuple(ids[:HITS_AT_MOST]), is_whole=fresh.is_whole and len(ids) <= HITS_AT_MOST)


def read_on() -> int:
    """Bring the index up to date by one step; returns how many revisions it read."""
    return _read_step().count if can_be_made() else 0


def read_all() -> None:
    """Step by step until nothing is left to read. The worker calls it. It rests for as long as it worked."""
    if not can_be_made():
        return
    while True:
        began = time.monotonic()
        if not _read_step().is_cut:
            return
        time.sleep(max(time.monotonic() - began, LEAST_PAUSE_SECONDS))


def _read_step() -> _Reading:
    """Take out what was erased, put in what is new, tidy what was written to, and write one volume anew."""
    place = _cursor()
    erased = subjects_after(place.entry_number, kind=_ERASED_KIND, limit=_FOLLOWED_AT_ONCE)
    reading = _next_words(place.revision_id)
    taken_out = _take_out([subject for _number, subject in erased])
    if reading.count or erased:
        entry_number = erased[-1][0] if erased else place.entry_number
        for number in _put_in(reading, seen=place, entry_number=entry_number):
            volume.tidy(number)
    if taken_out < _MORE_ARE_COMING:
        _write_one_anew()
    return replace(reading, is_cut=reading.is_cut or len(erased) == _FOLLOWED_AT_ONCE)


def _write_one_anew() -> None:
    """The oldest of those that want it: a step reads what is new before it goes on with another."""
    wanting = SearchVolume.objects.filter(is_to_be_written_anew=True).order_by("number")
    number = wanting.values_list("number", flat=True).first()
    if number is not None:
        volume.write_anew(number)


def _next_words(seen: int) -> _Reading:
    """Made before the lock is taken."""
    revisions = list(
        Revision.objects.filter(pk__gt=seen).select_related("comment").order_by("pk")[:_READ_AT_ONCE]
    )
    words: dict[int, tuple[int, str, str]] = {}
    comments: set[int] = set()
    left = _CHARACTERS_AT_ONCE
    taken = 0
    for revision in revisions:
        comment = revision.comment
        if comment.pk not in comments and comment.status != Status.ERASED:
            row = (comment.pk, indexed(comment.name), indexed(comment.text))
            left -= len(row[1]) + len(row[2])
            if left < 0 and taken:
                break
            words[comment.pk] = row
        comments.add(comment.pk)
        taken += 1
    return _Reading(
        words=tuple(words.values()),
        comments=frozenset(comments),
        revision_id=revisions[taken - 1].pk if taken else seen,
        count=taken,
        is_cut=taken < len(revisions) or taken == _READ_AT_ONCE,
    )


def _put_in(reading: _Reading, *, seen: SearchCursor, entry_number: int) -> Sequence[int]:
    """In one transaction with the place up to which it was read; returns the volumes that were written to.

    Only the worker reads on; should two do so, the second writes nothing.
    """
    words = {row[0]: row for row in reading.words}
    with one_turn():
        cursor = SearchCursor.objects.select_for_update().first() or SearchCursor()
        if cursor.revision_id != seen.revision_id:
            return ()
        cursor.revision_id = reading.revision_id
        cursor.entry_number = entry_number
        cursor.save()
        if word_table.is_used():
            word_table.replace(reading.comments, reading.words)
            return ()
        volumes = _by_volume(reading.comments)
        made = set(SearchVolume.objects.filter(number__in=volumes).values_list("number", flat=True))
        for number, keys in volumes.items():
            if number not in made:
                volume.make(number)
            volume.forget(number, keys)
            volume.keep(number, [words[key] for key in keys if key in words])
    return tuple(volumes)


def _take_out(subjects: Sequence[str]) -> int:
    """The words of erased comments, some at a time; their volumes are marked in the same transaction. How many."""
    if not subjects:
        return 0
    names = [public_id_of(subject) for subject in subjects]
    erased = Comment.objects.filter(public_id__in=names).values_list("pk", flat=True)
    if word_table.is_used():
        word_table.forget(list(erased))
        return 0
    volumes = _by_volume(erased)
    count = 0
    for number in SearchVolume.objects.filter(number__in=volumes).values_list("number", flat=True):
        keys = volume.kept(number, volumes[number])
        count += len(keys)
        parts = [
            (number, keys[place : place + _TAKEN_OUT_AT_ONCE])
            for place in range(0, len(keys), _TAKEN_OUT_AT_ONCE)
        ]
        for _step in short_steps(parts, _forget_for_good, within=one_turn):
            pass
    return count


def _forget_for_good(part: tuple[int, Sequence[int]]) -> None:
    number, keys = part
    volume.forget(number, keys)
    SearchVolume.objects.filter(number=number).update(is_to_be_written_anew=True)


def _by_volume(keys: Iterable[int]) -> dict[int, list[int]]:
    volumes: dict[int, list[int]] = defaultdict(list)
    for key in sorted(keys):
        volumes[volume.volume_of(key)].append(key)
    return dict(volumes)


def _known(terms: str) -> list[int]:
    """What the volumes hold, the newest first; the older ones are not asked when there is enough."""
    found: list[int] = []
    for number in SearchVolume.objects.order_by("-number").values_list("number", flat=True):
        found += volume.hits(number, terms, at_most=HITS_AT_MOST + 1 - len(found))
        if len(found) > HITS_AT_MOST:
            break
    return found


def _cursor() -> SearchCursor:
    """An index that has read nothing holds no word of what was erased up to now."""
    return SearchCursor.objects.first() or SearchCursor(entry_number=newest_number())


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
