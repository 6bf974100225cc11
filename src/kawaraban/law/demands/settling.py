"""What becomes of an order, a letter or a call: its receipt is confirmed, it is given effect, it is settled.

DSA Art. 9(1) and 10(1): the authority is told of the receipt and of any effect that was given, without undue delay.
What is sent to it is sent by a person; here is kept that it was, and when. Everything here must be called inside the
transaction of `comments/actions/demands.py`, and asks nobody's right.
"""

from datetime import datetime

from kawaraban.law.demands.entering import record_demand
from kawaraban.law.models import Demand, DemandKind, DemandOutcome
from kawaraban.people.models import User


class AlreadySettled(Exception):
    """Somebody was faster."""


class NotSettled(Exception):
    """There is nothing to open again."""


class StillThere(Exception):
    """It is said to be done, and a comment that it names is still on the page."""


def confirm(demand: Demand, *, at: datetime, person: User, now: datetime) -> None:
    """Its sender was told that it arrived, at this moment. Raises ValueError for one before it came, or to come."""
    if not demand.received_at <= at <= now:
        raise ValueError("a receipt is confirmed after it, and not in the future")
    demand.confirmed_at = at
    demand.save(update_fields=["confirmed_at"])
    record_demand(demand, "demand_confirmed", {"person": person.get_username()}, now=now)


def close(
    demand: Demand,
    outcome: DemandOutcome,
    *,
    answer: str,
    effect_at: datetime | None,
    person: User,
    now: datetime,
) -> None:
    """Settle it. `answer` is what its sender was told; `effect_at` since when it is given effect, where it is known.

    Raises AlreadySettled; ValueError for an order that is done or refused without an answer.
    """
    if demand.outcome:
        raise AlreadySettled(str(demand.pk))
    is_answered = outcome != DemandOutcome.WITHDRAWN
    if demand.is_order and is_answered and not answer.strip():
        raise ValueError("an authority is told what became of its order")
    demand.outcome, demand.settled_at, demand.answer = outcome, now, answer.strip()
    demand.answered_at = now if demand.answer else None
    if outcome == DemandOutcome.DONE:
        demand.effect_at = effect_at or now
    demand.save()
    payload = {"outcome": str(outcome), "person": person.get_username()}
    record_demand(demand, "demand_settled", payload, now=now)


def open_again(demand: Demand, *, effect_at: datetime | None, person: User, now: datetime) -> None:
    """It was settled by mistake. `effect_at`: since when its comments are off the page, where they are.

    Raises NotSettled, also for an entry that was taken back."""
    # A letter that a decision answered at once is settled at that moment, too.
    was_mistake = demand.outcome == DemandOutcome.WITHDRAWN and demand.settled_at == demand.entered_at
    if not demand.outcome or was_mistake:
        raise NotSettled(str(demand.pk))
    unsettle(demand)
    # What is said of it from now on is forgotten in its time, too.
    demand.forgotten_at = None
    if demand.kind != DemandKind.INFORM:
        demand.effect_at = effect_at
    demand.save()
    record_demand(demand, "demand_reopened", {"person": person.get_username()}, now=now)


def unsettle(demand: Demand) -> None:
    """As before it was settled; the caller saves and records."""
    demand.outcome, demand.settled_at, demand.answer, demand.answered_at = "", None, "", None
    if demand.kind == DemandKind.INFORM:
        demand.effect_at = None
