"""The order in which a paper of growth is filled. Django is loaded over it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max

from bench.growth.beside import write_matters, write_orders, write_places, write_search_words
from bench.growth.deciding import Deciding, mails_left
from bench.growth.founding import found
from bench.growth.reads import write_reads
from bench.growth.rows import records_of, write_comments
from bench.growth.sending import Course, Sent
from bench.growth.sizes import PERIOD, Size
from bench.growth.stories import Printing, places
from kawaraban.comments.keys import thread_key
from kawaraban.comments.models import Comment, Thread
from kawaraban.kit.work.once import read_once
from kawaraban.law.record.heads import Head, append_head
from kawaraban.law.record.ledger import ChainLink, Record, record_many
from kawaraban.stories.lists.filling_lists import fill_lists

# In how many commits the record of one window is written: so many heads there would be at least.
_MOMENTS = 50
# Nobody loses a paper that can be made again: nothing waits for the disk, and much of it is held in memory.
_QUICKLY = (
    "PRAGMA synchronous=OFF",
    "PRAGMA cache_size=-500000",
    "PRAGMA wal_autocheckpoint=50000",
    "PRAGMA temp_store=MEMORY",
)
_TOLD_EVERY = 20


def fill(size: Size, *, begins_at: datetime, now: datetime) -> Iterator[str]:
    """Fill the paper; yields what is done, in words."""
    with connection.cursor() as cursor:
        for pragma in _QUICKLY:
            cursor.execute(pragma)
    newsroom = found(begins_at=begins_at)
    for count in Printing(size, newsroom, begins_at=begins_at).stories():
        if count % 5_000 == 0:
            yield f"{count} stories"
    fill_lists(connection, now=now)
    threads = places()
    write_reads(threads, begins_at=begins_at)
    yield f"{len(threads)} stories and their reads"
    course = Course(size, threads, begins_at=begins_at, first_pk=_first_pk())
    step = PERIOD * (size.window / size.comments)
    playing = Playing(Deciding(newsroom.moderators), step)
    with read_once():
        for place, window in enumerate(course.windows()):
            playing.play(window, begins_at + step * (place + 1))
            if place % _TOLD_EVERY == 0:
                yield f"{(place + 1) * size.window} comments"
        playing.play([], begins_at + PERIOD + step)
    yield f"{size.comments} comments, {playing.entries_count} entries"
    write_places()
    yield "places in threads"
    write_search_words()
    yield "search words"
    write_matters(size, now=now)
    write_orders([thread_key(thread) for thread in _newest_threads()], now=now)
    _fold()
    yield f"the paper is whole: {_megabytes():.0f} MB"


class Playing:
    """Plays window after window: what comes in now, and what is decided about those of the window before."""

    def __init__(self, deciding: Deciding, step: timedelta) -> None:
        self._deciding, self._step = deciding, step
        self._before: Sequence[Sent] = ()
        self.entries_count = 0

    def play(self, window: Sequence[Sent], until: datetime) -> None:
        """`until`: the end of this window; the decisions about the one before fall into it, too."""
        moments = [until - self._step + self._step * (number + 1) / _MOMENTS for number in range(_MOMENTS)]
        later = [moment + self._step for moment in moments]
        self._deciding.plan(window, later)
        due: defaultdict[datetime, list[Sent]] = defaultdict(list)
        for sent in self._before:
            for moment in {sent.decided_at, sent.outcome_at} - {None}:
                due[moment].append(sent)  # type: ignore[index]
        unsealed: list[ChainLink] = []
        with transaction.atomic():
            write_comments(window)
            waiting = list(window)
            for moment in moments:
                came = [sent for sent in waiting if sent.sent_at <= moment]
                waiting = waiting[len(came) :]
                records = [record for sent in came for record in records_of(sent)]
                records += self._deciding.write(due[moment], now=moment)
                unsealed += self._record(records, moment)
            self._record([record for sent in waiting for record in records_of(sent)], until)
            mails_left(until=until)
        # A paper that had two years for it has a head for each commit: here each entry was one.
        for link in unsealed:
            append_head(Head(link.number, link.mac, link.recorded_at))
        self._before = window

    def _record(self, records: Sequence[Record], now: datetime) -> list[ChainLink]:
        """All but the newest, which has its head by the commit."""
        links = record_many(records, now=now)
        self.entries_count += len(links)
        return links[:-1]


def _first_pk() -> int:
    return (Comment.objects.aggregate(last=Max("pk"))["last"] or 0) + 1


def _newest_threads() -> list[Thread]:
    return list(reversed(Thread.objects.order_by("-pk")[:200]))


def _fold() -> None:
    """All that stands in the log goes into the file."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _megabytes() -> float:
    return Path(settings.DATABASES["default"]["NAME"]).stat().st_size / 1e6
