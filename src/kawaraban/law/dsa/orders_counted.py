"""The orders of a year, as Part 3 of the report counts them (Annex II to Regulation (EU) 2024/2835, 1.2).

    order_figures(starts_at, ends_at).to_act      -> [OrderCount(member_state="DE", orders=2, items=11, ...)]

By the category that the authority named and the Member State that sent it. Every time runs from the receipt. An order
of a state outside the Union is none of these, and neither is a letter, a call, or an entry that was taken back.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db.models import Count

from kawaraban.law.basis import Offence
from kawaraban.law.demands.entering import real_demands
from kawaraban.law.dsa.terms import OFFENCE, Category
from kawaraban.law.member_states import MEMBER_STATES
from kawaraban.law.models import DemandKind

# "May only be used in cases where a reference to a legal ground is fully omitted" (1.2.1, D).
NOT_SPECIFIED: Final = Category("STATEMENT_CATEGORY_NOT_SPECIFIED_ORDER", "")


@dataclass(frozen=True, slots=True)
class OrderCount:
    """The orders of one category and state (ISO 3166-1). `items` are the comments that they name.

    The hours run from the receipt: `receipt_hours` of those whose receipt was confirmed, `effect_hours` of those that
    were given effect.
    """

    category: Category
    member_state: str
    orders: int = 0
    items: int = 0
    receipt_hours: list[float] = field(default_factory=list)
    effect_hours: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class OrderFigures:
    """Orders to act against content, and orders to give information."""

    to_act: list[OrderCount] = field(default_factory=list)
    to_inform: list[OrderCount] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Whether there was any."""
        return bool(self.to_act or self.to_inform)


def order_figures(start: datetime, end: datetime) -> OrderFigures:
    """Of those received from `start` up to before `end`. One query, over the period alone."""
    alike: dict[str, _Alike] = {DemandKind.ACT.value: {}, DemandKind.INFORM.value: {}}
    rows = (
        real_demands()
        .filter(kind__in=alike, received_at__gte=start, received_at__lt=end, member_state__in=MEMBER_STATES)
        .annotate(comments=Count("items"))
        .order_by("received_at", "pk")
        .values_list(
            *("kind", "offence", "law", "member_state"),
            *("comments", "received_at", "confirmed_at", "effect_at"),
        )
    )
    for kind, offence, law, state, comments, received_at, confirmed_at, effect_at in rows.iterator():
        key = (_category(offence, law), state)
        hours = (_hours(received_at, confirmed_at), _hours(received_at, effect_at))
        alike[kind].setdefault(key, []).append((comments, *hours))
    return OrderFigures(to_act=_counts(alike[DemandKind.ACT]), to_inform=_counts(alike[DemandKind.INFORM]))


# By category and state: the comments, and the hours to receipt and effect, of each.
_Alike = dict[tuple[Category, str], list[tuple[int, float | None, float | None]]]


def _counts(alike: _Alike) -> list[OrderCount]:
    return [
        OrderCount(
            category=category,
            member_state=state,
            orders=len(found),
            items=sum(comments for comments, _receipt, _effect in found),
            receipt_hours=[hours for _comments, hours, _effect in found if hours is not None],
            effect_hours=[hours for _comments, _receipt, hours in found if hours is not None],
        )
        for (category, state), found in sorted(alike.items())
    ]


def _category(offence: str, law: str) -> Category:
    """By the field of law; where a law is named and no field, it is another law."""
    if offence:
        return OFFENCE[Offence(offence)]
    return OFFENCE[Offence.OTHER] if law else NOT_SPECIFIED


def _hours(start: datetime, end: datetime | None) -> float | None:
    return None if end is None else (end - start).total_seconds() / 3600
