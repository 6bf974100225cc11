"""Ordering a reprint: one row in the transaction of the change.

    with transaction.atomic():
        comment.status = ...
        order_reprint(keys=["thread-42"], reason="approve", now=now)

The worker follows the log and prints every stored page that carries one of the keys.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction

from kawaraban.kit.work.turn import take_turn
from kawaraban.press.bell import bell_path, ring
from kawaraban.press.epoch import epoch_sql
from kawaraban.press.models import ReprintOrder
from kawaraban.press.order_log import OrderBatch, OrderLog, batch_of


def order_reprint(
    *,
    keys: Iterable[str],
    reason: str,
    now: datetime,
    addresses: Iterable[str] = (),
    takes_away: bool = False,
) -> ReprintOrder:
    """Write the next order for these keys. Must be called inside the transaction of the change it follows.

    `addresses` are what the order is about: they are printed before all else that it names, and for the first
    time, too, so that no reader waits for the rendering of what is new. `takes_away`: readers must no longer
    see something. A page that cannot be printed without it is dropped; otherwise its old print stays.

    Raises RuntimeError outside a transaction: an order without its change, or the other way round, is the
    one thing that this log exists to make impossible.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("order_reprint must be called inside the transaction of its change")
    # Numbers must be committed in their order: else 7 would be seen before 6.
    take_turn(connection)
    # The worker finds the order by itself, too: the bell only says that it need not wait for its next look.
    transaction.on_commit(lambda: ring(bell_path(Path(settings.STORE_DIRECTORY))), robust=True)
    return ReprintOrder.objects.create(
        keys=sorted(set(keys)),
        addresses=sorted(set(addresses)),
        reason=reason,
        ordered_at=now,
        takes_away=takes_away,
    )


@dataclass(frozen=True, slots=True)
class LogMoment:
    """The newest order, 0 where there is none, and the epoch in which it has this number."""

    number: int
    epoch: str


_NEWEST: Final = "SELECT id FROM press_reprintorder ORDER BY id DESC LIMIT 1"


def log_moment() -> LogMoment:
    """Read it before a rendering starts."""
    # By hand: every rendering asks it.
    epoch = epoch_sql(connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ({_NEWEST}), {epoch}" if epoch else _NEWEST)
        found: tuple[Any, ...] = cursor.fetchone() or (0,)
    return LogMoment(int(found[0] or 0), str(found[1]) if epoch else "")


def latest_order_number() -> int:
    """The number of the newest order; 0 when there is none."""
    return log_moment().number


def orders_after(number: int, *, limit: int = 1_000) -> OrderBatch | None:
    """What was ordered since `number`, at most `limit` orders of it; None when there is nothing."""
    # By hand: the printer asks thirteen times a second, and mostly there is nothing.
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM press_reprintorder WHERE id > %s LIMIT 1", [number])
        if cursor.fetchone() is None:
            return None
    log = ReprintOrder.objects.filter(pk__gt=number).order_by("pk")
    return batch_of(list(log.values_list("pk", "keys", "addresses", "takes_away", "ordered_at")[:limit]))


def order_log() -> OrderLog:
    """The log for whoever compares the page store with it."""

    def execute(sql: str) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return list(cursor.fetchall())

    return OrderLog(execute, vendor=connection.vendor)
