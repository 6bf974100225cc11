"""The figures of one year: what was decided, on what, how fast. The public page and the report are made of these.

    figures = year_figures(2026, zone=ZoneInfo("Europe/Berlin"), now=now)
    figures.terms.total           # measures of the desk itself against the policy

A year begins and ends at midnight in the paper's own zone. A measure is a decision that restricts what readers
see, or who may send, and was not taken back within the time for undo. What an appeal undid later stays a measure; the
appeals tell of it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta, tzinfo
from statistics import median
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, QuerySet

from kawaraban.law.basis import Automation, Offence, Source
from kawaraban.law.dsa.orders_counted import OrderFigures, order_figures
from kawaraban.law.dsa.terms import OFFENCE, Category, category_of
from kawaraban.law.grounds import Ground
from kawaraban.law.models import (
    Appeal,
    Decision,
    Demand,
    DemandItem,
    DemandKind,
    Notice,
    Outcome,
    Party,
    PublishedReport,
    Verdict,
)

# Of its own initiative: no order and no notice of illegal content came before (Annex II, 1.4). A letter or a call is
# neither; what was open when the desk said that it decided by itself came before all the same.
_OWN = frozenset({Source.OWN_INITIATIVE.value, Source.REPORT.value, Source.LETTER.value})


@dataclass(frozen=True, slots=True)
class Group:
    """So many measures that are alike in all that the figures ask for."""

    ground: str
    offence: str
    visibility: str
    provision: str
    source: str
    automation: str
    was_machine_detected: bool
    count: int
    came_after: bool = False  # it answered an order or a notice, whoever was said to have raised the matter

    @property
    def is_own_initiative(self) -> bool:
        return self.source in _OWN and not self.came_after

    @property
    def is_solely_machine_detected(self) -> bool:
        """Where a person reads every comment, nothing is found by a program alone."""
        return self.was_machine_detected and self.automation == Automation.FULL


@dataclass(slots=True)
class Measures:
    """Measures of the desk itself, by category; either those against the law or those against the policy."""

    total: int = 0
    by_category: Counter[Category] = field(default_factory=Counter)
    by_visibility: dict[Category, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    suspensions: Counter[Category] = field(default_factory=Counter)
    machine_detected: Counter[Category] = field(default_factory=Counter)

    def take(self, group: Group) -> None:
        """Count one group."""
        category = category_of(group.ground, group.offence)
        self.total += group.count
        self.by_category[category] += group.count
        if group.visibility:
            self.by_visibility[category][group.visibility] += group.count
        if group.provision:
            self.suspensions[category] += group.count
        if group.is_solely_machine_detected:
            self.machine_detected[category] += group.count


@dataclass(slots=True)
class Notices:
    """Notices of illegal content by category. `hours`: from receipt to action, of the items that were acted on.

    A notice that names several addresses is one, with so many `items`; it is open while one of them is. It was
    processed by a program alone (`by_program`) where a program answered for each of them, as it did until erasures
    waited for the answer.
    """

    total: int = 0
    items: int = 0
    open: int = 0
    by_program: int = 0
    by_category: Counter[Category] = field(default_factory=Counter)
    items_by_category: Counter[Category] = field(default_factory=Counter)
    on_law: Counter[Category] = field(default_factory=Counter)
    on_terms: Counter[Category] = field(default_factory=Counter)
    hours: dict[Category, list[float]] = field(default_factory=lambda: defaultdict(list))

    @property
    def median_hours(self) -> float | None:
        """Of all of them; None where nothing was acted on."""
        return median_of([hours for each in self.hours.values() for hours in each])


@dataclass(slots=True)
class _Sending:
    """All addresses of one notice."""

    category: Category
    is_open: bool = False
    is_by_program: bool = True


@dataclass(slots=True)
class Appeals:
    """Appeals of authors, or of the senders of notices. All that were received are in one of the four numbers."""

    total: int = 0
    upheld: int = 0
    reversed: int = 0
    omitted: int = 0
    open: int = 0
    hours: list[float] = field(default_factory=list)

    @property
    def median_hours(self) -> float | None:
        return median_of(self.hours)


@dataclass(frozen=True, slots=True)
class YearFigures:
    """Everything of one year. `ends_at` is the first moment of the next."""

    year: int
    starts_at: datetime
    ends_at: datetime
    is_over: bool
    illegal: Measures
    terms: Measures
    notices: Notices
    appeals: dict[Party, Appeals]  # those of authors are about comments
    suspension_appeals: Appeals  # of those who cannot send
    suspended_for_illegal: int  # whoever raised it (Art. 24(1)(b))
    newly_restricted: int  # measures that an appeal led to
    all_measures: int  # of whatever source
    marked: int  # of these, marked by a program before a person read them
    by_automation: Counter[str]
    own_by_automation: Counter[str]
    orders: OrderFigures = field(default_factory=OrderFigures)


def year_figures(year: int, *, zone: tzinfo, now: datetime) -> YearFigures:
    """Four queries, each over the year alone."""
    starts_at, ends_at = datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)
    illegal, terms, by_automation, own_by_automation = Measures(), Measures(), Counter[str](), Counter[str]()
    marked = newly_restricted = suspended_for_illegal = 0
    for group in _groups(starts_at, ends_at, now):
        by_automation[group.automation] += group.count
        marked += group.count if group.was_machine_detected else 0
        newly_restricted += group.count if group.source == Source.APPEAL else 0
        if group.provision and group.ground == Ground.ILLEGAL:
            suspended_for_illegal += group.count
        if group.is_own_initiative:
            own_by_automation[group.automation] += group.count
            (illegal if group.ground == Ground.ILLEGAL else terms).take(group)
    appeals, suspension_appeals = _appeals(starts_at, ends_at)
    return YearFigures(
        year=year,
        starts_at=starts_at,
        ends_at=ends_at,
        is_over=now >= ends_at,
        illegal=illegal,
        terms=terms,
        notices=_notices(starts_at, ends_at),
        appeals=appeals,
        suspension_appeals=suspension_appeals,
        suspended_for_illegal=suspended_for_illegal,
        newly_restricted=newly_restricted,
        all_measures=by_automation.total(),
        marked=marked,
        by_automation=by_automation,
        own_by_automation=own_by_automation,
        orders=order_figures(starts_at, ends_at),
    )


def years_recorded(*, zone: tzinfo, now: datetime) -> list[int]:
    """From the first decision, notice, order or published report to this year, the newest first."""
    moments = [
        *Decision.objects.order_by("decided_at").values_list("decided_at", flat=True)[:1],
        *Notice.objects.order_by("received_at").values_list("received_at", flat=True)[:1],
        *Demand.objects.order_by("received_at").values_list("received_at", flat=True)[:1],
    ]
    this = now.astimezone(zone).year
    published = PublishedReport.objects.order_by("year").values_list("year", flat=True)[:1]
    first = min((*(moment.astimezone(zone).year for moment in moments), *published), default=this)
    return list(range(this, first - 1, -1))


def measures_between(start: datetime, end: datetime, *, now: datetime) -> QuerySet[Decision]:
    """The measures of a period: restrictions whose time for undo is over and that were not taken back in it."""
    before = min(end, now - timedelta(seconds=settings.UNDO_SECONDS))
    decided = Decision.objects.standing().filter(decided_at__gte=start, decided_at__lt=before)
    return decided.exclude(visibility="", provision="")


def median_of(hours: Iterable[float]) -> float | None:
    """To the tenth of an hour; None of nothing."""
    known = list(hours)
    return round(median(known), 1) if known else None


def _groups(start: datetime, end: datetime, now: datetime) -> Iterable[Group]:
    alike = [each.name for each in fields(Group) if each.name != "count"]
    noticed = Notice.objects.filter(decision=OuterRef("pk"))
    ordered = DemandItem.objects.filter(decision=OuterRef("pk"), demand__kind=DemandKind.ACT)
    measures = measures_between(start, end, now=now).annotate(came_after=Exists(noticed) | Exists(ordered))
    rows = measures.order_by().values_list(*alike).annotate(count=Count("pk"))
    return [Group(**dict(zip((*alike, "count"), row, strict=True))) for row in rows]


def _notices(start: datetime, end: datetime) -> Notices:
    made, sendings = Notices(), dict[UUID, _Sending]()
    rows = Notice.objects.filter(received_at__gte=start, received_at__lt=end).values_list(
        *("pk", "bundle", "offence", "outcome", "received_at", "decided_at", "decided_by", "decision__ground")
    )
    for pk, bundle, offence, outcome, received_at, decided_at, person, ground in rows.iterator():
        category = OFFENCE[Offence(offence)]
        made.items += 1
        made.items_by_category[category] += 1
        if outcome == Outcome.ACTED and decided_at:
            # Acted on without a decision about a comment: the notice itself spoke of the law.
            on_law = ground in {None, Ground.ILLEGAL.value}
            (made.on_law if on_law else made.on_terms)[category] += 1
            made.hours[category].append(_hours(received_at, decided_at))
        sending = sendings.setdefault(bundle or pk, _Sending(category))
        sending.is_open |= not outcome
        sending.is_by_program &= outcome == Outcome.GONE and person is None
    made.total = len(sendings)
    made.by_category.update(sending.category for sending in sendings.values())
    made.open = sum(sending.is_open for sending in sendings.values())
    made.by_program = sum(sending.is_by_program for sending in sendings.values())
    return made


def _appeals(start: datetime, end: datetime) -> tuple[dict[Party, Appeals], Appeals]:
    """About comments, by who appealed; and against suspensions."""
    made, suspensions = {party: Appeals() for party in Party}, Appeals()
    rows: QuerySet[Appeal, Any] = Appeal.objects.filter(
        appealed_at__gte=start, appealed_at__lt=end
    ).values_list(
        *("party", "decision__provision", "appealed_at", "lapsed_at"),
        *("outcome__decided_at", "outcome__verdict", "outcome__visibility"),
    )
    for party, provision, appealed_at, lapsed_at, decided_at, verdict, visibility in rows.iterator():
        of = suspensions if provision else made[Party(party)]
        of.total += 1
        if decided_at is not None:
            of.hours.append(_hours(appealed_at, decided_at))
        if lapsed_at:
            of.omitted += 1
        elif decided_at is None:
            of.open += 1
        elif verdict == Verdict.UPHELD if party == Party.AUTHOR else not visibility:
            of.upheld += 1
        else:
            of.reversed += 1
    return made, suspensions


def _hours(start: datetime, end: datetime) -> float:
    return (end - start).total_seconds() / 3600
