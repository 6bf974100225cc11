"""How much a comment needs a moderator: a moment, stored and indexed, by which the queue can be sorted.

    need_at(sent_at=12:00, weights=[0.2, 0.5])  ->  09:00

A finding counts as time already waited: one of weight 1 as six hours, of several the heaviest. So the order "most in
need first" is the order of this moment, and it never changes while everybody waits at the same pace: it can be kept in
an index, and no clock has to renew it.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

HEAD_START = timedelta(hours=6)


def need_at(*, sent_at: datetime, weights: Iterable[float]) -> datetime:
    """The moment of sending, moved back by the heaviest finding. Weights outside 0..1 count as the nearer end."""
    heaviest = min(1.0, max(0.0, *weights, 0.0))
    return sent_at - HEAD_START * heaviest


# An order with an hour to follow it in stands before everything that has none: it counts as having waited a century
# already. So the one index of what is reported answers here, too, and nothing that waits has waited so long.
_AHEAD = timedelta(days=36_525)
FIRST_THINGS = datetime(1990, 1, 1, tzinfo=UTC)


def ahead_of_all(since: datetime) -> datetime:
    """The moment by which what is urgent is sorted before everything that is not; among them, as they came."""
    return since - _AHEAD


def since_when(moment: datetime) -> datetime:
    """Since when it waits in truth, by either."""
    return moment + _AHEAD if moment < FIRST_THINGS else moment
