"""Ordering a reprint: one row in the transaction of the change.

    with transaction.atomic():
        comment.status = ...
        order_reprint(keys=["thread-42"], reason="approve", now=now)

The worker follows the log and prints every stored page that carries one of the keys.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from kawaraban.press.models import ReprintOrder


def order_reprint(*, keys: Iterable[str], reason: str, now: datetime) -> ReprintOrder:
    """Write the next order for these keys. Must be called inside the transaction of the change it follows.

    Raises RuntimeError outside a transaction: an order without its change, or the other way round, is the
    one thing that this log exists to make impossible.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("order_reprint must be called inside the transaction of its change")
    return ReprintOrder.objects.create(keys=sorted(set(keys)), reason=reason, ordered_at=now)


def latest_order_number() -> int:
    """The number of the newest order; 0 when there is none. Read it before a rendering starts."""
    number = ReprintOrder.objects.order_by("-pk").values_list("pk", flat=True).first()
    return number or 0
