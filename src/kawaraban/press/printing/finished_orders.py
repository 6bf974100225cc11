"""Orders that are finished leave the log: it holds what is still to be printed, and some of what was.

    let_go_of_finished(store, now=utc_now())        the worker, now and then

Why none is missed
------------------
The cursor of a store stands behind every order that is printed there. Whoever reads the log asks for what came after
a number that it knows: the printer after its cursor, a rendering after the last one (`pieces.py`, at most a few
hundred orders back), who keeps the store after the store's cursor (`keeping.py`, at most a thousand back). So what is
older than the cursor and than the newest thousands is asked for by nobody who can still use it. One who comes from
longer ago, as a copy of a store does, sees that the log does not reach back to where it stands, and begins anew.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Final

from kawaraban.kit.work.short_steps import short_steps
from kawaraban.press.models import ReprintOrder
from kawaraban.press.orders import latest_order_number
from kawaraban.press.store.store import Store
from kawaraban.press.turn import one_turn

# More than anybody goes back; and a day, for the person who wonders why a page was printed.
KEPT_COUNT: Final = 5_000
KEPT_FOR: Final = timedelta(days=1)
# So many are deleted by one statement: a few milliseconds.
AT_ONCE: Final = 200


def let_go_of_finished(store: Store, *, now: datetime) -> int:
    """Delete the orders that are printed in this store, but for the newest thousands and those of the last day.

    Returns how many. In short steps, the oldest first: what is left is without a gap whenever it ends.
    """
    bound = min(store.cursor, latest_order_number() - KEPT_COUNT)
    count = 0

    def delete_up_to(number: int) -> None:
        nonlocal count
        count += ReprintOrder.objects.filter(pk__lte=number).delete()[0]

    for _done in short_steps(_portions(bound, now), delete_up_to, within=one_turn):
        pass
    return count


def _portions(bound: int, now: datetime) -> Iterator[int]:
    """The number of the last order of each portion, up to the bound or the first order of the last day."""
    last, is_full = 0, True
    while is_full:
        orders = ReprintOrder.objects.filter(pk__gt=last, pk__lte=bound).order_by("pk")
        rows = orders.values_list("pk", "ordered_at")[:AT_ONCE]
        # What is dated after now is from a clock that was wrong, and must not keep all that follows it.
        finished = list(takewhile(lambda row: not now - KEPT_FOR <= row[1] <= now, rows))
        is_full = len(finished) == AT_ONCE
        if finished:
            last = finished[-1][0]
            yield last
