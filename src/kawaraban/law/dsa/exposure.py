"""How long what was taken off had stood on the page: the measure of exposure that a paper which reads first can give.

Annex II, part II, 2 asks for a measure of exposure. Who saw a comment is not counted here: reads are counted by page. A
comment that was refused was seen by no reader.
"""

from datetime import datetime, tzinfo

from django.db.models import F, OuterRef, Subquery

from kawaraban.law.dsa.year_counts import measures_between
from kawaraban.law.models import Decision, Verdict, Visibility

_TAKES_OFF = (Visibility.REMOVED, Visibility.WITHHELD)
_SHOWS = (Verdict.APPROVED, Verdict.REINSTATED, Verdict.REOPENED)
# The status of a comment that readers see: `comments/models.py` stores it under this code.
_SHOWN = "approved"


def hours_on_the_page(year: int, *, zone: tzinfo, now: datetime) -> list[float]:
    """From the decision that showed it to the one that took it off, for each such measure of the year. One query."""
    start, end = datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)
    shown = Decision.objects.filter(
        subject=OuterRef("subject"), place__lt=OuterRef("place"), verdict__in=_SHOWS, reversal=None
    )
    pairs = (
        measures_between(start, end, now=now)
        .filter(visibility__in=_TAKES_OFF, status_before=_SHOWN)
        .annotate(shown_at=Subquery(shown.order_by("-place").values("decided_at")[:1]))
        .exclude(shown_at=None)
        .order_by()
        .values_list(F("shown_at"), F("decided_at"))
    )
    return [(off - on).total_seconds() / 3600 for on, off in pairs.iterator()]
