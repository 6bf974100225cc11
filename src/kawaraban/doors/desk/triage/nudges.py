"""How many writers were asked before they sent, and what they did."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from kawaraban.look.words import number
from kawaraban.triage.models import NudgeDay


@dataclass(frozen=True, slots=True)
class NudgePart:
    """Of the last days, in words. `left`: nothing came of it, as far as the paper knows."""

    is_empty: bool
    shown: str
    changed: str
    kept: str
    left: str


def nudge_part(*, since: date) -> NudgePart:
    """From this day on. One query, over as many rows as days."""
    sums = NudgeDay.objects.filter(day__gte=since).aggregate(
        shown=Sum("shown_count", default=0),
        changed=Sum("changed_count", default=0),
        kept=Sum("kept_count", default=0),
    )
    shown, changed, kept = sums["shown"], sums["changed"], sums["kept"]
    # Who was asked the day before may answer today.
    left = max(0, shown - changed - kept)
    return NudgePart(
        is_empty=not (shown or changed or kept),
        shown=number(shown),
        changed=number(changed),
        kept=number(kept),
        left=number(left),
    )
