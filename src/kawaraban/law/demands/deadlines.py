"""Until when an order is to be followed, and how long what it took off the page is kept.

    due_of(kind=DemandKind.ACT, offence="terrorism", state="DE", received_at=10:00, named=None)    -> 11:00

A removal order of a Member State against terrorist content is followed within one hour of its receipt (Regulation (EU)
2021/784, Art. 3(3)), and what was taken off is kept for six months (Art. 6(2)). Every other order is due when it says
so itself; the Digital Services Act names no hours.
"""

import calendar
from datetime import datetime, timedelta
from typing import Final

from kawaraban.law.basis import Offence
from kawaraban.law.member_states import MEMBER_STATES
from kawaraban.law.models import Demand, DemandKind

TERRORIST_CONTENT_WITHIN: Final = timedelta(hours=1)
_KEPT_MONTHS: Final = 6


def is_terrorist_content_order(demand: Demand) -> bool:
    """Whether it is a removal order of Regulation (EU) 2021/784."""
    return _is_of_that_regulation(demand.kind, demand.offence, demand.member_state)


def due_of(
    *, kind: str, offence: str, state: str, received_at: datetime, named: datetime | None
) -> datetime | None:
    """The earlier of what the order names and what the law does; None where neither says anything."""
    by_law = received_at + TERRORIST_CONTENT_WITHIN if _is_of_that_regulation(kind, offence, state) else None
    return min((moment for moment in (by_law, named) if moment), default=None)


def kept_until(taken_off_at: datetime) -> datetime:
    """Six months later; the last day of a month that is shorter."""
    months = taken_off_at.month - 1 + _KEPT_MONTHS
    year, month = taken_off_at.year + months // 12, months % 12 + 1
    day = min(taken_off_at.day, calendar.monthrange(year, month)[1])
    return taken_off_at.replace(year=year, month=month, day=day)


def _is_of_that_regulation(kind: str, offence: str, state: str) -> bool:
    return kind == DemandKind.ACT and offence == Offence.TERRORISM and state in MEMBER_STATES
