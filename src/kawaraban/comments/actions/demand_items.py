"""What decisions about a comment make of the orders, letters and calls that name it.

An item says by which decision it was answered; an order, since when it is given effect, which is when the last of its
comments left the page. A letter or a call is settled by the decision itself; an authority is answered by a person.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from kawaraban.comments.models import Comment, Status, public_id_of
from kawaraban.law.demands.entering import demand_rows
from kawaraban.law.demands.preserving import preserve, release
from kawaraban.law.demands.settling import unsettle
from kawaraban.law.demands.sources import DECIDED
from kawaraban.law.models import Decision, Demand, DemandItem, DemandOutcome, Verdict
from kawaraban.law.record.seals import Row

# It left the page by its author's own hand.
_GONE = (Status.WITHDRAWN, Status.ERASED)
# It changes nothing for readers: what was decided before goes on.
_CHANGES_NOTHING = frozenset({Verdict.UPHELD, Verdict.KEPT})


@dataclass(frozen=True, slots=True)
class DemandsOf:
    """Those that a decision touched, as they are now."""

    demands: Sequence[Demand] = ()

    def __bool__(self) -> bool:
        return bool(self.demands)

    @property
    def rows(self) -> list[Row]:
        """Each with its comments, for the entry of the decision."""
        return [row for demand in self.demands for row in demand_rows(demand)]


def answer_demands(comment: Comment, decision: Decision, *, is_answer: bool) -> DemandsOf:
    """The decision answers what open demands ask about the comment; what an order has taken off is kept where it asks.

    `is_answer`: not while the comment is only looked at again.
    """
    items = _items(comment.subject)
    for item in items:
        preserve(decision, item.demand)
        if is_answer:
            item.decision = decision
            item.save(update_fields=["decision"])
        _bring_up_to_date(item.demand, settled_at=decision.decided_at)
    return DemandsOf([item.demand for item in items])


def release_demands(decision: Decision) -> DemandsOf:
    """The decision is taken back: what it answered waits again, and what a letter's settling was goes with it.

    After the reversal was written. What a decision before had answered is answered by that one again.
    """
    answered = list(decision.demand_items.select_related("demand").select_for_update(of=("self", "demand")))
    for item in answered:
        item.decision = _answer_before(item, decision)
        item.save(update_fields=["decision"])
    # One that was withheld may have been settled as done since, and is shown again now.
    found = (*_items(decision.subject), *_done_since(decision), *answered)
    touched = {item.demand_id: item.demand for item in found}
    release(decision, now=decision.reversal.decided_at)
    for demand in touched.values():
        if demand.outcome:
            unsettle(demand)
        _bring_up_to_date(demand, settled_at=None)
    return DemandsOf(list(touched.values()))


def effect_since(demand: Demand) -> datetime | None:
    """Since when none of its comments is on the page, as `effect_on` says."""
    return effect_on(list(demand.items.values_list("subject", flat=True)), received_at=demand.received_at)


def effect_on(subjects: Sequence[str], *, received_at: datetime) -> datetime | None:
    """Since when readers see none of these comments; None where they see one, or there is none. Not before it came."""
    moments = [_off_since(subject) for subject in subjects]
    if not moments or None in moments:
        return None
    return max([received_at, *filter(None, moments)])


def _items(subject: str) -> list[DemandItem]:
    """Those of open demands, whether decided before or not.

    The demands are locked, after the comment: of two comments of one order the later decision sees the earlier.
    """
    rows = DemandItem.objects.filter(subject=subject, demand__outcome="", demand__kind__in=DECIDED)
    locked = rows.select_related("demand").select_for_update(of=("self", "demand"))
    return list(locked.order_by("demand__received_at", "demand__pk"))


def _done_since(decision: Decision) -> list[DemandItem]:
    """Those of demands that were settled as done while it held."""
    rows = DemandItem.objects.filter(
        subject=decision.subject,
        demand__kind__in=DECIDED,
        demand__outcome=DemandOutcome.DONE,
        demand__settled_at__gte=decision.decided_at,
    )
    return list(rows.select_related("demand").select_for_update(of=("self", "demand")))


def _bring_up_to_date(demand: Demand, *, settled_at: datetime | None) -> None:
    """Since when it is given effect, by where its comments stand; and a letter that is answered is settled then."""
    demand.effect_at = effect_since(demand)
    is_answered = not demand.is_order and not demand.items.filter(decision=None).exists()
    if settled_at and is_answered:
        demand.outcome = DemandOutcome.DONE if demand.effect_at else DemandOutcome.REFUSED
        demand.settled_at = settled_at
    demand.save(update_fields=["effect_at", "outcome", "settled_at", "answer", "answered_at"])


def _off_since(subject: str) -> datetime | None:
    """Since when readers do not see it. What the desk took off is not later because its author took it back since."""
    comment = Comment.objects.filter(public_id=public_id_of(subject)).first()
    if comment is None:
        return None
    restricted_at = _first_of_the_last(
        Decision.objects.filter(subject=subject, reversal__isnull=True)
        .exclude(verdict=Verdict.REVERSED)
        .order_by("-place")
    )
    return restricted_at or (comment.status_changed_at if comment.status in _GONE else None)


def _first_of_the_last(newest_first: Iterable[Decision]) -> datetime | None:
    """When the restriction began that holds now: it may have been withheld first, and taken off for good later."""
    since = None
    for decision in newest_first:
        if decision.visibility:
            since = decision.decided_at
        elif decision.verdict not in _CHANGES_NOTHING:
            break
    return since


def _answer_before(item: DemandItem, decision: Decision) -> Decision | None:
    """The decision that answered it before this one did, and stands."""
    rows = Decision.objects.filter(
        subject=item.subject,
        place__lt=decision.place,
        decided_at__gte=item.demand.entered_at,
        reversal__isnull=True,
    ).exclude(verdict__in=[Verdict.REVERSED, Verdict.WITHHELD, Verdict.RETURNED])
    return rows.order_by("-place").first()
