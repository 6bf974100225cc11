"""How much work waits: a number of comments and about how many minutes that is, at the pace of the last decisions.

The pace is the median time between one decision and the next. Longer gaps than a pause are nights and meals, and
are left out. As long as there are too few decisions to measure, half a minute for each is assumed, and the desk
says that it is assumed.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from django.db.models import QuerySet

from kawaraban.comments.models import Comment, Status
from kawaraban.doors.desk.asked_together import answers, count_of, rows_of_each
from kawaraban.look.words import number

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
    return tallies({"": rows})[""]


def tallies(rows: Mapping[str, QuerySet[Comment]]) -> dict[str, Tally]:
    """Each counted, but not without end. One statement."""
    counted = answers(*(count_of(each, at_most=COUNTED_AT_MOST + 1) for each in rows.values()))
    return {name: tally_of(number) for name, number in zip(rows, counted, strict=True)}


def tally_of(counted: int) -> Tally:
    """What was counted up to one beyond the limit."""
    return Tally(min(counted, COUNTED_AT_MOST), is_capped=counted > COUNTED_AT_MOST)


def capacity() -> Capacity:
    """What waits in the whole paper now, at the pace of now. Two statements, each along an index."""
    return work(tally(Comment.objects.filter(status=Status.PENDING)), pace=measured_pace())


def work(waiting: Tally, *, pace: int | None, matters: int = 0) -> Capacity:
    """How much work it is at this pace. A report or an appeal counts as one decision more, where the caller asks."""
    each = pace or ASSUMED_SECONDS
    return Capacity(
        waiting=waiting,
        matters=matters,
        minutes=math.ceil((waiting.number + matters) * each / 60),
        seconds_each=each,
        is_measured=pace is not None,
    )


def measured_pace() -> int | None:
    """The pace of the newest decisions, as `pace_seconds` has it. One statement, whatever the paper's size."""
    return pace_seconds(_latest_decisions())


def pace_seconds(decided: Sequence[datetime]) -> int | None:
    """The median gap in whole seconds, at least one; None when there are too few gaps to say."""
    gaps = [later - earlier for earlier, later in pairwise(sorted(decided))]
    worked = [gap.total_seconds() for gap in gaps if gap <= PAUSE]
    return max(1, round(median(worked))) if len(worked) >= FEWEST_GAPS else None


def _latest_decisions() -> list[datetime]:
    """When the newest comments of either verdict were decided: along the index, whatever the queue's length."""
    latest = (
        Comment.objects.filter(status=status)
        .order_by("-sent_at", "-pk")
        .only("status_changed_at")[:_LOOKED_AT]
        for status in (Status.APPROVED, Status.REJECTED)
    )
    return [comment.status_changed_at for comment in rows_of_each(*latest)]
