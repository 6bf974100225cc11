"""Part 3 of the report: orders of the authorities of Member States (Annex II, part II, 1.2).

    orders_part(rows, figures.orders, had_no_orders=False)

First the rows of all together, then the same rows for each state from which an order came. The template's rows for
"AT, […], SE" are left out, as column F asks for. Orders of other states are not counted (`law/dsa/orders_counted.py`).
"""

from collections.abc import Iterable, Iterator, Sequence

from kawaraban.law.dsa.category_rows import Filled, Rows, categorised, hours
from kawaraban.law.dsa.orders_counted import OrderCount, OrderFigures
from kawaraban.law.dsa.terms import Category
from kawaraban.law.dsa.year_counts import median_of
from kawaraban.law.member_states import eurostat_code

_SCOPE, _ALL = 5, "TOTAL"


def orders_part(rows: Rows, orders: OrderFigures, *, had_no_orders: bool) -> Iterator[list[str]]:
    """The rows. Where no order is in the record: 0 if the publisher says that there were none, else blank."""
    for row in rows:
        row[4] = ""
    block = [row for row in rows if row[_SCOPE] == _ALL]
    if not orders:
        for row in block:
            if had_no_orders:
                row[6] = row[7] = row[10] = "0"
            yield row
        return
    yield from _scope(block, orders, _ALL)
    for state in sorted({each.member_state for each in (*orders.to_act, *orders.to_inform)}):
        theirs = OrderFigures(*([o for o in some if o.member_state == state] for some in _both(orders)))
        yield from _scope(block, theirs, eurostat_code(state))


def _both(orders: OrderFigures) -> tuple[list[OrderCount], list[OrderCount]]:
    return orders.to_act, orders.to_inform


def _scope(block: Rows, orders: OrderFigures, scope: str) -> Iterable[list[str]]:
    def fill(categories: Sequence[Category]) -> Filled:
        act, inform = ([each for each in some if each.category in categories] for some in _both(orders))
        return {
            _SCOPE: scope,
            6: str(sum(each.orders for each in act)),
            7: str(sum(each.items for each in act)),
            8: _median(each.receipt_hours for each in act),
            9: _median(each.effect_hours for each in act),
            10: str(sum(each.orders for each in inform)),
            11: _median(each.receipt_hours for each in inform),
            12: _median(each.effect_hours for each in inform),
        }

    known = dict.fromkeys(each.category for some in _both(orders) for each in some)
    return categorised([list(row) for row in block], known, fill)


def _median(each: Iterable[list[float]]) -> str:
    return hours(median_of([hour for some in each for hour in some]))
