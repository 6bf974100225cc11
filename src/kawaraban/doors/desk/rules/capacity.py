"""How much work waits: a number of comments and about how many minutes that is, at the pace of the last decisions.

The pace is the median time between one decision and the next. Longer gaps than a pause are nights and meals, and
are left out. As long as there are too few decisions to measure, half a minute for each is assumed, and the desk
says that it is assumed.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from django.db.models import QuerySet

from kawaraban.comments.models import Comment, Status
from kawaraban.look.templatetags.kawaraban import number

COUNTED_AT_MOST = 9_999
ASSUMED_SECONDS = 30
FEWEST_GAPS = 8
PAUSE = timedelta(minutes=5)
_LOOKED_AT = 60


@dataclass(frozen=True, slots=True)
class Tally:
    """A number that was not counted beyond a limit; `words` is "9,999+" there."""

    number: int
    is_capped: bool = False

    @property
    def words(self) -> str:
        return f"{number(self.number)}+" if self.is_capped else str(number(self.number))


@dataclass(frozen=True, slots=True)
class Capacity:
    """`minutes` for all that wait and all that is reported or appealed (`matters`); 0 when there is neither."""

    waiting: Tally
    matters: int
    minutes: int
    seconds_each: int
    is_measured: bool


def tally(rows: QuerySet[Comment]) -> Tally:
    """Count, but not without end."""
    counted = rows.order_by()[: COUNTED_AT_MOST + 1].count()
    return Tally(min(counted, COUNTED_AT_MOST), is_capped=counted > COUNTED_AT_MOST)


def capacity(rows: QuerySet[Comment] | None = None, *, matters: int = 0) -> Capacity:
    """What of these comments waits now, of all where none are given. Three queries, each along an index.

    A report or an appeal counts as one decision more, where the caller asks for it.
    """
    waiting = tally(Comment.objects.filter(status=Status.PENDING) if rows is None else rows)
    seconds = pace_seconds(_latest_decisions())
    each = seconds or ASSUMED_SECONDS
    return Capacity(
        waiting=waiting,
        matters=matters,
        minutes=math.ceil((waiting.number + matters) * each / 60),
        seconds_each=each,
        is_measured=seconds is not None,
    )


def pace_seconds(decided: Sequence[datetime]) -> int | None:
    """The median gap in whole seconds, at least one; None when there are too few gaps to say."""
    gaps = [later - earlier for earlier, later in pairwise(sorted(decided))]
    worked = [gap.total_seconds() for gap in gaps if gap <= PAUSE]
    return max(1, round(median(worked))) if len(worked) >= FEWEST_GAPS else None


def _latest_decisions() -> list[datetime]:
    """When the newest comments of either verdict were decided: along the index, whatever the queue's length."""
    return [
        moment
        for status in (Status.APPROVED, Status.REJECTED)
        for moment in Comment.objects.filter(status=status)
        .order_by("-sent_at", "-pk")
        .values_list("status_changed_at", flat=True)[:_LOOKED_AT]
    ]
