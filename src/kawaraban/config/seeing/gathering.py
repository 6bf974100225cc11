"""What the worker asks the database for whoever watches the paper: every twelve seconds, and as cheap for any paper.

Each question goes along an index, counts to ten thousand and no further, and fails alone: what cannot be asked is left
out. The answers lie in `run/figures.json`; nothing is asked when somebody reads them.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import lmdb
from django.db import DatabaseError, connection
from django.db.models import QuerySet

from kawaraban.alerts.models import Delivery
from kawaraban.comments.need import FIRST_THINGS, since_when
from kawaraban.config.copies.last import last_backup
from kawaraban.config.env import DataDir
from kawaraban.doors.desk.lane.lanes import WORK
from kawaraban.kit.complaints import Complaint
from kawaraban.kit.faults import said_plainly
from kawaraban.kit.seeing.gauges import MOST_COUNTED, write_gathered
from kawaraban.kit.work.turn import TURN
from kawaraban.law.models import Demand, Notice, OutboxMessage
from kawaraban.law.outbox_standing import LATE, given_up
from kawaraban.press.front.beacons.file import FILE_SUFFIX
from kawaraban.press.models import ReprintOrder
from kawaraban.press.store.store import Store

logger = logging.getLogger(__name__)

GATHER_SECONDS: Final = 12.0
FIGURES_FILE: Final = "figures.json"

# Name of a gauge, value of its label where it has one, value.
_Row = tuple[str, list[str], float]


@dataclass(slots=True)
class GaugeGathering:
    """The worker's. `look` asks everything once."""

    data: DataDir
    store: Store
    _unwritten: Complaint = field(
        default_factory=lambda: Complaint(logger, "the figures of the paper cannot be written")
    )
    _unasked: Complaint = field(
        default_factory=lambda: Complaint(logger, "some figures of the paper cannot be told")
    )

    def look(self, *, now: datetime) -> None:
        """Ask, and write down what was answered."""
        values: dict[str, list[tuple[list[str], float]]] = {}
        failed = ""
        for ask in self._questions(now):
            try:
                for name, labels, value in list(ask()):
                    values.setdefault(name, []).append((labels, value))
            except (DatabaseError, lmdb.Error, OSError) as refused:
                failed = said_plainly(refused)
        if failed:
            self._unasked.hear(failed)
        else:
            self._unasked.over()
        try:
            write_gathered(self.data.run / FIGURES_FILE, values, at=now.timestamp())
            self._unwritten.over()
        except OSError as refused:
            self._unwritten.hear(said_plainly(refused))

    def _questions(self, now: datetime) -> Iterator[Callable[[], Iterable[_Row]]]:
        yield lambda: _lanes(now)
        yield lambda: _matters(now)
        yield lambda: _orders(self.store, now)
        yield lambda: _mails(now)
        yield lambda: _hooks(now)
        yield lambda: _pages(self.store)
        yield lambda: _database(self.data.database_file)
        yield lambda: _unfolded(self.data.beacons)
        yield lambda: _backup(now)


def _lanes(now: datetime) -> Iterator[_Row]:
    for lane in WORK:
        rows = lane.comments()
        yield "kawaraban_queue_comments", [lane.code], _count(rows)
        # What is urgent is sorted a century ahead of the rest: the oldest is the first of either.
        rest = rows.filter(**{f"{lane.since}__gte": FIRST_THINGS})
        firsts = [
            each.order_by(lane.since).values_list(lane.since, flat=True).first() for each in (rows, rest)
        ]
        oldest = min((since_when(moment) for moment in firsts if moment), default=None)
        yield "kawaraban_queue_oldest_seconds", [lane.code], _since(oldest, now)


def _matters(now: datetime) -> Iterator[_Row]:
    opened: dict[str, QuerySet[Any]] = {"notices": Notice.objects.open(), "demands": Demand.objects.open()}
    for code, rows in opened.items():
        yield "kawaraban_queue_comments", [code], _count(rows)
        yield "kawaraban_queue_oldest_seconds", [code], _age(rows, "received_at", now)


def _orders(store: Store, now: datetime) -> Iterator[_Row]:
    rows = ReprintOrder.objects.filter(pk__gt=store.cursor)
    oldest = rows.order_by("pk").values_list("ordered_at", flat=True).first()
    yield "kawaraban_orders_waiting", [], _count(rows)
    yield "kawaraban_orders_oldest_seconds", [], _since(oldest, now)


def _mails(now: datetime) -> Iterator[_Row]:
    waiting = OutboxMessage.objects.filter(sent_at=None, cancelled_at=None)
    states: dict[str, QuerySet[Any]] = {
        "waiting": waiting,
        "failing": waiting.filter(attempts_count__gt=0).exclude(last_error=""),
        "late": waiting.filter(due_at__lt=now - LATE),
        "given_up": given_up(),
    }
    for state, rows in states.items():
        yield "kawaraban_mails_waiting", [state], _count(rows)
    yield "kawaraban_mails_oldest_seconds", [], _age(waiting, "due_at", now)


def _hooks(now: datetime) -> Iterator[_Row]:
    waiting = Delivery.objects.filter(delivered_at=None, dead_at=None, hook__is_on=True)
    yield "kawaraban_hooks_waiting", ["waiting"], _count(waiting)
    yield "kawaraban_hooks_waiting", ["failing"], _count(waiting.filter(attempts_count__gt=0))
    yield "kawaraban_hooks_oldest_seconds", [], _age(waiting, "due_at", now)


def _pages(store: Store) -> Iterator[_Row]:
    yield "kawaraban_store_bytes", [], store.used_bytes()
    yield "kawaraban_store_pages", [], store.pages_count()
    yield "kawaraban_store_failed_pages", [], len(store.failed())


def _database(file: Path) -> Iterator[_Row]:
    if connection.vendor != "postgresql":
        yield "kawaraban_database_bytes", [], file.stat().st_size
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        yield "kawaraban_database_bytes", [], cursor.fetchone()[0]
        # As many rows as the server lets in.
        cursor.execute(
            "SELECT CASE WHEN wait_event_type = 'Lock' THEN 'waits for a lock'"
            " ELSE coalesce(state, 'unknown') END, count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() GROUP BY 1"
        )
        for state, count in cursor.fetchall():
            yield "kawaraban_database_connections", [state], count
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            " AND ((classid::bigint << 32) | objid::bigint) = %s",
            [TURN],
        )
        yield "kawaraban_database_waiting_for_turn", [], cursor.fetchone()[0]


def _unfolded(folder: Path) -> Iterator[_Row]:
    yield (
        "kawaraban_reads_unfolded_bytes",
        [],
        sum(each.stat().st_size for each in folder.glob(f"*{FILE_SUFFIX}")),
    )


def _backup(now: datetime) -> Iterator[_Row]:
    last = last_backup()
    if last is not None and last.finished_at is not None:
        yield "kawaraban_backup_seconds", [], _since(last.finished_at, now)


def _count(rows: QuerySet[Any]) -> int:
    return rows.order_by()[:MOST_COUNTED].count()


def _age(rows: QuerySet[Any], moment: str, now: datetime) -> float:
    """Of the first along the index of that moment."""
    return _since(rows.order_by(moment).values_list(moment, flat=True).first(), now)


def _since(moment: datetime | None, now: datetime) -> float:
    return max(timedelta(0), now - moment).total_seconds() if moment else 0.0
