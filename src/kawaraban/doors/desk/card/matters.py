"""What waits for another look at a comment: orders, letters, appeals, notices, reports. For card and list.

matters_view(comment, walk=walk, now=now)     # at most eleven queries, one where nothing waits
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kawaraban.comments.models import Comment
from kawaraban.comments.raised.about import raised_about
from kawaraban.doors.desk.card.history import decision_words
from kawaraban.doors.desk.demands.countries import country_name
from kawaraban.doors.desk.demands.page import DueView, due_view
from kawaraban.doors.desk.lane.waiting_time import duration_words
from kawaraban.doors.desk.lane.walk import Walk
from kawaraban.doors.desk.notices.page import address_counts
from kawaraban.kit.clock import utc_now
from kawaraban.law.basis import Offence, Source
from kawaraban.law.demands.deadlines import is_terrorist_content_order
from kawaraban.law.demands.sources import DECIDED, in_turn, open_items, undecided_items
from kawaraban.law.models import Appeal, DemandKind, Notice, Party, Report, Telling
from kawaraban.law.policy.grounds import grounds_of
from kawaraban.law.policy.wording import ground_label
from kawaraban.law.redress.reports import looks_count
from kawaraban.look.words import number
from kawaraban.people.permissions import Verb, may

# A crowd may report one comment: so many reports are looked at, and of each category so many are shown in words.
LOOKED_AT = 500
SAID_AT_MOST = 5


@dataclass(frozen=True, slots=True)
class SaidView:
    """What one reader wrote."""

    words: str
    reported_at: datetime


@dataclass(frozen=True, slots=True)
class ReportsView:
    """All open reports of one category. `said` are the newest words; `more_words` says how many more wrote some."""

    label: str
    readers: str
    said: tuple[SaidView, ...]
    more_words: str
    last_at: datetime


@dataclass(frozen=True, slots=True)
class RaisedNotice:
    """One open notice. `sender` and `email` are "" for who may not know them, or where nobody is named."""

    notice_id: UUID
    offence: str
    law: str
    explanation: str
    sender: str
    email: str
    received_at: datetime
    ago: str
    of_addresses: str  # "one of 3 addresses"; "" where the notice names one alone


@dataclass(frozen=True, slots=True)
class RaisedAppeal:
    """One open appeal, and the decision that it is against."""

    party: str
    is_of_author: bool
    words: str
    appealed_at: datetime
    ago: str
    decision_words: str
    decision_passage: str
    decision_note: str
    decided_at: datetime
    decided_by: str


@dataclass(frozen=True, slots=True)
class DemandView:
    """One open order, letter or call. `sender`, `reference`: as the paper knows them, for the desk alone."""

    demand_id: UUID
    kind: str
    is_order: bool
    asks_for_decision: bool
    sender: str
    reference: str
    words: str
    law: str
    telling: str
    tell_from: datetime | None
    is_kept_by_law: bool
    due: DueView
    received_at: datetime
    ago: str


@dataclass(frozen=True, slots=True)
class MattersView:
    """`choices` are who may be said to have raised it, what is named by itself first; none where nothing is open.

    `must_be_other`: the moderator took the decision that is appealed, so another moderator decides."""

    reports: tuple[ReportsView, ...]
    readers: str
    looks: str
    notices: tuple[RaisedNotice, ...]
    appeals: tuple[RaisedAppeal, ...]
    must_be_other: bool
    demands: tuple[DemandView, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.reports or self.notices or self.appeals or self.asking)

    @property
    def asking(self) -> tuple[DemandView, ...]:
        """Those that a decision about the comment answers."""
        return tuple(demand for demand in self.demands if demand.asks_for_decision)

    @property
    def is_ordered(self) -> bool:
        """Whether an authority asks for it to be taken off."""
        return any(demand.is_order for demand in self.asking)

    @property
    def is_appeal_of_author(self) -> bool:
        return any(appeal.is_of_author for appeal in self.appeals)


NOTHING = MattersView((), "", "", (), (), must_be_other=False)


def matters_view(comment: Comment, *, walk: Walk, now: datetime) -> MattersView:
    """All that is open about the comment."""
    demands = _demands(comment, walk, now)
    if comment.reported_at is None and comment.appealed_at is None:
        return replace(NOTHING, demands=demands) if demands else NOTHING
    reports = list(Report.objects.open().about(comment.subject)[:LOOKED_AT])
    appeals = _appeals(comment)
    return MattersView(
        reports=_grouped(reports, comment),
        readers=readers_words(len(reports)) if reports else "",
        looks=_looks(comment),
        notices=_notices(comment, walk, now),
        appeals=tuple(_appeal(appeal, now) for appeal in appeals),
        must_be_other=any(appeal.decision.moderator_id == walk.moderator.pk for appeal in appeals),
        demands=demands,
        choices=_choices(comment, demands),
    )


def _demands(comment: Comment, walk: Walk, now: datetime) -> tuple[DemandView, ...]:
    """Orders to give information are shown to those alone who answer authorities."""
    may_answer = may(walk.moderator, Verb.ENTER_DEMAND)
    found = (item.demand for item in open_items(comment.subject))
    return tuple(
        DemandView(
            demand_id=demand.pk,
            kind=str(DemandKind(demand.kind).label),
            is_order=demand.is_order,
            asks_for_decision=demand.kind in DECIDED,
            sender=" · ".join(filter(None, (demand.sender, country_name(demand.member_state)))),
            reference=demand.reference,
            words=demand.words,
            law=demand.law,
            telling=str(Telling(demand.telling).label) if demand.is_order else "",
            tell_from=demand.tell_from,
            is_kept_by_law=is_terrorist_content_order(demand),
            due=due_view(demand, now),
            received_at=demand.received_at,
            ago=duration_words(now - demand.received_at),
        )
        for demand in found
        if may_answer or demand.kind in DECIDED
    )


def _choices(comment: Comment, demands: Sequence[DemandView]) -> tuple[tuple[str, str], ...]:
    """What is open, in the order in which it counts; of several orders or letters each with its sender."""
    named = {str(demand.demand_id): demand for demand in demands}
    choices = []
    for basis in raised_about(comment):
        demand = named.get(basis.reference)
        about = " · ".join(filter(None, (demand.sender, demand.reference))) if demand else ""
        label = demand.kind if demand else str(Source(basis.source).label)
        choices.append((f"{basis.source}:{basis.reference}", f"{label}: {about}" if about else label))
    return tuple(choices)


def matter_words(comments: Sequence[Comment]) -> dict[str, tuple[str, ...]]:
    """Of many comments: what waits about each, in a few words for the list, by subject. Four queries."""
    subjects = [comment.subject for comment in comments]
    grounds: dict[str, Counter[str]] = {subject: Counter() for subject in subjects}
    for subject, ground in (
        Report.objects.open().filter(subject__in=subjects).values_list("subject", "ground")
    ):
        grounds[subject][ground] += 1
    noticed = set(Notice.objects.open().filter(subject__in=subjects).values_list("subject", flat=True))
    appealed = dict(Appeal.objects.open().filter(subject__in=subjects).values_list("subject", "party"))
    asked = _demand_words(subjects)
    words: dict[str, tuple[str, ...]] = {}
    for subject in subjects:
        parts = list(asked.get(subject, ()))
        parts += [_appeal_words(appealed[subject])] if subject in appealed else []
        parts += [_("Notice of illegal content")] if subject in noticed else []
        parts += [readers_words(grounds[subject].total())] if grounds[subject] else []
        parts += [ground_label(ground) for ground, _times in grounds[subject].most_common(1)]
        words[subject] = tuple(parts)
    return words


def _demand_words(subjects: Sequence[str]) -> dict[str, list[str]]:
    words: dict[str, list[str]] = {}
    for item in in_turn(undecided_items().filter(subject__in=subjects)):
        said = words.setdefault(item.subject, [])
        said.append(str(DemandKind(item.demand.kind).label))
        due = due_view(item.demand, utc_now()).words
        said += [due] if due else []
    return words


def readers_words(readers: int) -> str:
    """How many have reported it."""
    return ngettext("%(number)s reader", "%(number)s readers", readers) % {"number": number(readers)}


def _appeal_words(party: str) -> str:
    return _("The author appeals") if party == Party.AUTHOR else _("The sender of a notice appeals")


def _grouped(reports: Sequence[Report], comment: Comment) -> tuple[ReportsView, ...]:
    """By category in the words of the policy, the one that most readers chose first."""
    if not reports:
        return ()
    labels = {words.code: words.label for words in grounds_of(comment.policy_number, get_language() or "en")}
    times = Counter(report.ground for report in reports)
    groups = []
    for ground, count in times.most_common():
        of_it = [report for report in reports if report.ground == ground]
        said = [SaidView(report.words, report.reported_at) for report in reversed(of_it) if report.words]
        more = len(said) - SAID_AT_MOST
        groups.append(
            ReportsView(
                label=labels.get(ground) or ground_label(ground),
                readers=readers_words(count),
                said=tuple(said[:SAID_AT_MOST]),
                more_words=ngettext(
                    "and the words of %(number)s more", "and the words of %(number)s more", more
                )
                % {"number": number(more)}
                if more > 0
                else "",
                last_at=of_it[-1].reported_at,
            )
        )
    return tuple(groups)


def _looks(comment: Comment) -> str:
    times = looks_count(comment.subject, comment.revision_number)
    if not times:
        return ""
    return ngettext(
        "Already looked at %(number)s time, text unchanged.",
        "Already looked at %(number)s times, text unchanged.",
        times,
    ) % {"number": number(times)}


def _notices(comment: Comment, walk: Walk, now: datetime) -> tuple[RaisedNotice, ...]:
    may_know = may(walk.moderator, Verb.DECIDE_NOTICE, section=comment.thread.section)
    notices = list(Notice.objects.open().about(comment.subject))
    counts = address_counts(notices)
    return tuple(
        RaisedNotice(
            notice_id=notice.pk,
            offence=str(Offence(notice.offence).label),
            law=notice.law,
            explanation=notice.explanation,
            sender=notice.name if may_know else "",
            email=notice.email if may_know else "",
            received_at=notice.received_at,
            ago=duration_words(now - notice.received_at),
            of_addresses=counts.get(notice.bundle, "") if notice.bundle else "",
        )
        for notice in notices
    )


def _appeals(comment: Comment) -> list[Appeal]:
    if comment.appealed_at is None:
        return []
    rows = Appeal.objects.open().about(comment.subject)
    return list(rows.select_related("decision__moderator"))


def _appeal(appeal: Appeal, now: datetime) -> RaisedAppeal:
    return RaisedAppeal(
        party=_appeal_words(appeal.party),
        is_of_author=appeal.party == Party.AUTHOR,
        words=appeal.words,
        appealed_at=appeal.appealed_at,
        ago=duration_words(now - appeal.appealed_at),
        decision_words=decision_words(appeal.decision),
        decision_passage=appeal.decision.passage,
        decision_note=appeal.decision.note,
        decided_at=appeal.decision.decided_at,
        decided_by=appeal.decision.moderator.display_name,
    )
