"""Letting go of what is finished: applied by the worker every hour and by `kawaraban records retain`."""

from datetime import datetime, timedelta

from kawaraban.law.personal.steps import deleted
from kawaraban.law.personal.table import ends


def let_go(*, now: datetime) -> dict[str, int]:
    """Delete what is over, some rows at a time. Returns how many of each, by the code of its end."""
    return {
        end.code: deleted(end.over(now - timedelta(days=end.days))) if end.days > 0 else 0 for end in ends()
    }
