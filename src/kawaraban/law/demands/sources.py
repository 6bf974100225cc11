"""The demand on which a decision rests, and what its author may be told of it.

An order says itself what may be told (DSA Art. 9(5)); who wrote a letter or called is never told.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import F, QuerySet

from kawaraban.law.basis import Source
from kawaraban.law.member_states import MEMBER_STATES
from kawaraban.law.models import Decision, Demand, DemandItem, DemandKind, Telling

# A decision answers it; an order to give information asks for no decision about the comment.
DECIDED = (DemandKind.ACT, DemandKind.LETTER, DemandKind.CALL)


def demand_of(reference: str, source: Source) -> Demand | None:
    """The order, letter or call that a decision names; None where it names none."""
    if source not in {Source.ORDER, Source.LETTER}:
        return None
    try:
        return Demand.objects.filter(pk=UUID(reference)).first()
    except ValueError:
        return None


def demand_behind(decision: Decision) -> Demand | None:
    """The one on which this decision rests."""
    return demand_of(decision.source_reference, Source(decision.source))


def orders_of_art_9() -> QuerySet[Demand]:
    """Orders to act of Member States. Art. 17 does not speak of what they led to (17(5))."""
    return Demand.objects.filter(kind=DemandKind.ACT, member_state__in=MEMBER_STATES)


def told_at(decision: Decision) -> datetime:
    """From when its author may know why: the decision itself, or the day until which an order keeps the reasons back.

    What somebody can do against it counts from here (DSA Art. 20(2)). No query where none follows an order.
    """
    order = demand_behind(decision) if decision.source == Source.ORDER else None
    if order is None or order.telling != Telling.LATER or order.tell_from is None:
        return decision.decided_at
    return max(decision.decided_at, order.tell_from)


def is_told_later(decision: Decision, *, now: datetime) -> bool:
    """Whether its author may not be told the reasons yet."""
    return decision.source == Source.ORDER and bool(told_later([decision], now=now))


def told_later(decisions: Iterable[Decision], *, now: datetime) -> set[UUID]:
    """Of these, those whose reasons their authors may not be told yet. No query where none follows an order."""
    order_of = {each.pk: each.source_reference for each in decisions if each.source == Source.ORDER}
    if not order_of:
        return set()
    silent = Demand.objects.filter(
        pk__in=set(order_of.values()), telling=Telling.LATER, tell_from__gt=now
    ).values_list("pk", flat=True)
    names = {str(pk) for pk in silent}
    return {pk for pk, reference in order_of.items() if reference in names}


def open_items(subject: str) -> "QuerySet[DemandItem]":
    """What open demands ask about a comment, and nobody has decided yet, in their turn."""
    return in_turn(DemandItem.objects.filter(subject=subject, decision=None, demand__outcome=""))


def in_turn(items: "QuerySet[DemandItem]") -> "QuerySet[DemandItem]":
    """With their demands: what is due first comes first, then the oldest."""
    due_first = F("demand__due_at").asc(nulls_last=True)
    return items.select_related("demand").order_by(due_first, "demand__received_at", "demand__pk")


def undecided_items() -> "QuerySet[DemandItem]":
    """What open demands ask about any comment, and a decision would answer."""
    return DemandItem.objects.filter(decision=None, demand__outcome="", demand__kind__in=DECIDED)


def asks_for_decision(subject: str) -> list[Demand]:
    """The open demands about a comment that a decision would answer: what is due first, then the oldest."""
    return [item.demand for item in in_turn(undecided_items().filter(subject=subject))]
