"""Orders, letters and calls as the desk lists them, one of them in full, and the clock in the head of the desk.

demands_page(person, show="", place=None, now=now)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from kawaraban.comments.raised.for_person import demands_for
from kawaraban.comments.raised.named import comments_of
from kawaraban.doors.desk.demands.countries import country_name
from kawaraban.doors.desk.lane.waiting_time import duration_words
from kawaraban.kit.graphemes import excerpt
from kawaraban.law.basis import Offence
from kawaraban.law.demands.deadlines import is_terrorist_content_order
from kawaraban.law.demands.entering import entry_undo_ends_at, is_relied_on
from kawaraban.law.models import Demand, DemandKind, DemandOutcome, Hold, Telling
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb, in_sections, may

SHOWN_AT_MOST = 50
OPEN, SETTLED = "open", "settled"
_EXCERPT = 160


class DueView(NamedTuple):
    """ "due in 42 min", or "late by 3 h"; "" in both where nothing is due."""

    words: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class DemandRow:
    """One line of the list."""

    demand_id: UUID
    kind: str
    sender: str
    country: str
    reference: str
    excerpt: str
    received_at: datetime
    comments: int
    due: DueView
    is_given_effect: bool
    is_confirmed: bool
    outcome: str
    took: str


@dataclass(frozen=True, slots=True)
class DemandsPage:
    """`open` come first, what is due first; `settled` the newest first. The addresses go on, or are ""."""

    open: tuple[DemandRow, ...]
    settled: tuple[DemandRow, ...]
    open_count: int
    shows_open: bool
    shows_settled: bool
    later_url: str
    earlier_url: str
    may_enter: bool


@dataclass(frozen=True, slots=True)
class NamedComment:
    """A comment that a demand names. `url` is "" where the person may not see it, or where it is gone."""

    public_id: str
    name: str
    status: str
    url: str


@dataclass(frozen=True, slots=True)
class DemandPage:
    """One in full. `holds_until` is of what it took off; `can_be_done`: no comment that it names is on the page."""

    row: DemandRow
    demand: Demand
    offence: str
    telling: str
    comments: tuple[NamedComment, ...]
    is_kept_by_law: bool
    holds_until: datetime | None
    may_enter: bool
    may_take_back: bool
    can_be_done: bool


@dataclass(frozen=True, slots=True)
class DemandsHead:
    """What stands in the head of the desk: how many are open, and how long is left for the first that is due."""

    open_count: int
    due: DueView
    url: str


def demands_head(person: User, open_count: int, *, now: datetime) -> DemandsHead:
    """One query along the index of the open ones; none where there are none."""
    rows = demands_for(person).open().filter(due_at__isnull=False, effect_at=None)
    first = rows.first() if open_count else None
    url = reverse("desk:demand", args=[first.pk]) if first else reverse("desk:demands")
    return DemandsHead(open_count, due_view(first, now), url)


def due_view(demand: Demand | None, now: datetime) -> DueView:
    """How long is left to follow it; nothing once it is given effect."""
    if demand is None or demand.due_at is None or demand.effect_at or demand.outcome:
        return DueView("", is_late=False)
    left = demand.due_at - now
    if left > timedelta(0):
        return DueView(_("due in %(time)s") % {"time": duration_words(left)}, is_late=False)
    return DueView(_("late by %(time)s") % {"time": duration_words(-left)}, is_late=True)


def demands_page(person: User, *, show: str, place: "DemandPlace | None", now: datetime) -> DemandsPage:
    """The list, a page of each kind. `place` is where the one kind goes on that is shown alone."""
    waiting = _open(person, place if show == OPEN else None) if show != SETTLED else []
    settled = _settled_demands(person, place if show == SETTLED else None) if show != OPEN else []
    return DemandsPage(
        open=_rows(waiting[:SHOWN_AT_MOST], now),
        settled=_rows(settled[:SHOWN_AT_MOST], now),
        open_count=demands_for(person).open().order_by().count(),
        shows_open=show != SETTLED,
        shows_settled=show != OPEN,
        later_url=_next_url(waiting, show=OPEN),
        earlier_url=_next_url(settled, show=SETTLED),
        may_enter=may(person, Verb.ENTER_DEMAND),
    )


def demand_page(demand: Demand, *, person: User, now: datetime) -> DemandPage:
    """Everything about one."""
    [row] = _rows([_counted(Demand.objects.filter(pk=demand.pk)).get()], now)
    comments = _comments(demand, person)
    subjects = demand.items.values("subject")
    hold = Hold.objects.standing(now).filter(subject__in=subjects, reason__endswith=f"[{demand.pk}]").first()
    may_enter = may(person, Verb.ENTER_DEMAND)
    is_in_time = not demand.outcome and now < entry_undo_ends_at(demand)
    return DemandPage(
        row=row,
        demand=demand,
        offence=str(Offence(demand.offence).label) if demand.offence else "",
        telling=str(Telling(demand.telling).label) if demand.is_order else "",
        comments=comments,
        is_kept_by_law=is_terrorist_content_order(demand),
        holds_until=hold.until if hold else None,
        may_enter=may_enter,
        may_take_back=may_enter and is_in_time and not is_relied_on(demand),
        can_be_done=demand.kind != DemandKind.ACT
        or not comments_of(demand).filter(status="approved").exists(),
    )


def _rows(demands: Sequence[Demand], now: datetime) -> tuple[DemandRow, ...]:
    """Rows of demands that `_counted` has loaded."""
    return tuple(
        DemandRow(
            demand_id=demand.pk,
            kind=str(DemandKind(demand.kind).label),
            sender=demand.sender,
            country=country_name(demand.member_state),
            reference=demand.reference,
            excerpt=excerpt(demand.words, _EXCERPT),
            received_at=demand.received_at,
            comments=demand.items_count,  # type: ignore[attr-defined]  # of _counted
            due=due_view(demand, now),
            is_given_effect=demand.effect_at is not None,
            is_confirmed=demand.confirmed_at is not None,
            outcome=str(DemandOutcome(demand.outcome).label) if demand.outcome else "",
            took=duration_words(demand.settled_at - demand.received_at) if demand.settled_at else "",
        )
        for demand in demands
    )


class DemandPlace(NamedTuple):
    """Where a page begins: behind this demand."""

    demand_id: UUID

    @classmethod
    def parsed(cls, words: str) -> "DemandPlace | None":
        """None where it says nothing."""
        try:
            return cls(UUID(words))
        except ValueError:
            return None


def _open(person: User, place: DemandPlace | None) -> list[Demand]:
    """What is due first; what is due at no moment follows. By the demand where the page before ended."""
    rows = _counted(demands_for(person).open())
    last = Demand.objects.filter(pk=place.demand_id).first() if place else None
    if last:
        later = Q(received_at__gt=last.received_at) | Q(received_at=last.received_at, pk__gt=last.pk)
        if last.due_at is None:
            rows = rows.filter(later, due_at=None)
        else:
            same = Q(due_at=last.due_at) & later
            rows = rows.filter(Q(due_at__gt=last.due_at) | same | Q(due_at=None))
    return list(rows[: SHOWN_AT_MOST + 1])


def _settled_demands(person: User, place: DemandPlace | None) -> list[Demand]:
    rows = _counted(demands_for(person).exclude(outcome="")).order_by("-received_at", "-pk")
    last = Demand.objects.filter(pk=place.demand_id).first() if place else None
    if last:
        same = Q(received_at=last.received_at, pk__lt=last.pk)
        rows = rows.filter(Q(received_at__lt=last.received_at) | same)
    return list(rows[: SHOWN_AT_MOST + 1])


def _counted(rows: QuerySet[Demand]) -> QuerySet[Demand]:
    return rows.annotate(items_count=Count("items"))


def _next_url(found: Sequence[Demand], *, show: str) -> str:
    if len(found) <= SHOWN_AT_MOST:
        return ""
    last = found[SHOWN_AT_MOST - 1]
    return f"{reverse('desk:demands')}?{urlencode({'show': show, 'from': str(last.pk)})}"


def _comments(demand: Demand, person: User) -> tuple[NamedComment, ...]:
    """Those that are there, with a way to the card for whom may see it."""
    rows = list(comments_of(demand))
    seen = set(in_sections(comments_of(demand), person, "thread__section").values_list("pk", flat=True))
    return tuple(
        NamedComment(
            public_id=comment.public_id,
            name=comment.name if comment.pk in seen else "",
            status=comment.get_status_display(),
            url=reverse("desk:card", args=[comment.public_id]) if comment.pk in seen else "",
        )
        for comment in rows
    )
