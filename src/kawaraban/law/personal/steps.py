"""Forgetting in small transactions: nobody who wants to send a comment waits for a table of years."""

import time
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import QuerySet

T = TypeVar("T")
# Rows that one statement changes; and rows each of which takes statements of its own.
_BATCH = 1000
_FEW = 2
# So many of the second kind at one time: the next hour goes on.
AT_ONCE = 2000
# Whoever waits for the lock gets it between two steps.
_PAUSE_SECONDS = 0.05


def cleared(rows: QuerySet[Any], **emptied: Any) -> int:
    """Empty these columns of all the rows. They must be such that a row without them is none of them."""
    count = 0
    while numbers := list(rows.values_list("pk", flat=True)[:_BATCH]):
        with transaction.atomic():
            count += rows.model._default_manager.filter(pk__in=numbers).update(**emptied)
    return count


def deleted(rows: QuerySet[Any]) -> int:
    """Delete all the rows, with what hangs on them. Returns how many of these very rows went."""
    count, label = 0, rows.model._meta.label
    while numbers := list(rows.values_list("pk", flat=True)[:_BATCH]):
        with transaction.atomic():
            _all, by_label = rows.model._default_manager.filter(pk__in=numbers).delete()
            count += by_label.get(label, 0)
    return count


def one_by_one(names: Sequence[T], forget: Callable[[T], bool]) -> int:
    """Forget what each of these names, a few in one transaction. Returns how many there was something to forget of."""
    count, rest = 0, iter(names)
    step = list(islice(rest, _FEW))
    while step:
        with transaction.atomic():
            count += sum(forget(name) for name in step)
        step = list(islice(rest, _FEW))
        if step:
            let_others_write()
    return count


def let_others_write() -> None:
    """Between two steps, outside of their transactions."""
    time.sleep(_PAUSE_SECONDS)
