"""What a removal order against terrorist content asks to be kept (Regulation (EU) 2021/784, Art. 6): a hold by itself.

Whoever takes the comment off places it, whatever their rights: the law asks for it, nobody chooses.
"""

from datetime import datetime

from kawaraban.law.demands.deadlines import is_terrorist_content_order, kept_until
from kawaraban.law.models import Cause, Decision, Demand, Hold
from kawaraban.law.record.holds import keep_by_law, let_go


def preserve(decision: Decision, demand: Demand) -> Hold | None:
    """Keep for six months what this decision takes off, where the order is one of that regulation.

    None where it is not, or where the same order has held the comment before.
    """
    if not decision.visibility or not is_terrorist_content_order(demand):
        return None
    now = decision.decided_at
    standing = Hold.objects.standing(now).filter(subject=decision.subject, reason__endswith=_name(demand))
    if standing.exists():
        return None
    return keep_by_law(
        subject=decision.subject,
        reason=hold_reason(demand),
        until=kept_until(now),
        person=decision.moderator,
        now=now,
    )


def release(decision: Decision, *, now: datetime) -> None:
    """The decision is taken back: so are the holds that it placed, also for an order that was settled since."""
    placed = Hold.objects.filter(
        subject=decision.subject,
        reason__startswith=f"{_REGULATION}: ",
        cause=Cause.LEGAL,
        placed_at=decision.decided_at,
        placed_by=decision.moderator,
        lifted_at=None,
    )
    for hold in placed:
        let_go(hold.pk, person=decision.moderator, now=now)


def has_placed(demand: Demand) -> bool:
    """Whether something is kept, or was, because of this order."""
    subjects = demand.items.values("subject")
    return Hold.objects.filter(subject__in=subjects, reason__endswith=_name(demand)).exists()


def hold_reason(demand: Demand) -> str:
    """Which order it is, for whoever reads the list of holds."""
    named = " ".join(filter(None, (demand.sender, demand.reference)))[:400]
    return f"{_REGULATION}: {named} {_name(demand)}"


def _name(demand: Demand) -> str:
    """By which its holds are found again, whatever is corrected of it."""
    return f"[{demand.pk}]"


# As the list of holds has it, in no language of its own: the regulation by its number.
_REGULATION = "2021/784"
