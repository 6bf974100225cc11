"""Letting go of what is finished: applied by the worker every hour and by `kawaraban records retain`."""

from datetime import datetime, timedelta

from kawaraban.kit.work.first_failure import FirstFailure
from kawaraban.law.personal.steps import deleted
from kawaraban.law.personal.table import ends


def let_go(*, now: datetime) -> dict[str, int]:
    """Delete what is over, some rows at a time. Returns how many of each, by the code of its end.

    What cannot go keeps nothing else; what failed first is raised in the end.
    """
    counts: dict[str, int] = {}
    failed = FirstFailure()
    for end in ends():
        with failed:
            counts[end.code] = deleted(end.over(now - timedelta(days=end.days))) if end.days > 0 else 0
    failed.tell()
    return counts
