"""What did not reach a hook: how much, which, and trying it again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import F, Q, QuerySet

from kawaraban.alerts.models import Delivery
from kawaraban.press.turn import one_turn

LATE: Final = timedelta(hours=1)
OVERDUE: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class UndeliveredCounts:
    """`late_count` of those that wait were tried in vain, and are from more than an hour ago."""

    waiting_count: int
    late_count: int
    given_up_count: int


def counts(*, now: datetime) -> UndeliveredCounts:
    """The figures of this moment. What was given up long ago is let go with all other deliveries."""
    waiting = _waiting()
    return UndeliveredCounts(
        waiting_count=waiting.count(),
        late_count=waiting.filter(attempts_count__gt=0, made_at__lt=now - LATE).count(),
        given_up_count=_given_up().count(),
    )


def undelivered(*, now: datetime) -> QuerySet[Delivery]:
    """Given up, tried in vain or overdue, with hook and tries. What was given up first, then the oldest."""
    waiting = Q(delivered_at=None, dead_at=None) & (Q(attempts_count__gt=0) | Q(due_at__lt=now - OVERDUE))
    rows = Delivery.objects.filter(waiting | Q(delivered_at=None, dead_at__isnull=False), hook__is_on=True)
    rows = rows.select_related("hook").prefetch_related("attempts")
    return rows.order_by(F("dead_at").asc(nulls_last=True), "due_at", "pk")


def try_again(pk: int, *, now: datetime) -> bool:
    """Let one be sent now. False where there is nothing to do: it arrived, its hook is off, or it is due already.

    One UPDATE on the row's own columns: asked for twice, it leaves once.
    """
    stuck = Q(dead_at__isnull=False) | Q(due_at__gt=now, attempts_count__gt=0)
    with one_turn():
        rows = Delivery.objects.filter(stuck, pk=pk, delivered_at=None, hook__is_on=True)
        # By number alone: what an UPDATE looks up elsewhere is no condition on its own row.
        again = Delivery.objects.filter(pk__in=rows.values("pk"))
        return bool(again.update(dead_at=None, due_at=now, attempts_count=0))


def _waiting() -> QuerySet[Delivery]:
    return Delivery.objects.filter(delivered_at=None, dead_at=None, hook__is_on=True)


def _given_up() -> QuerySet[Delivery]:
    return Delivery.objects.filter(delivered_at=None, dead_at__isnull=False, hook__is_on=True)
