"""What pages say differently only because time has gone by: asked by the worker every few seconds."""

from datetime import datetime, timedelta

from kawaraban.stories.actions import clock_moved

# What became due while no worker ran is made good at its start.
_LOOK_BACK = timedelta(days=2)


class Clock:
    """Remembers when it was asked last, so that nothing is missed and nothing is printed twice."""

    def __init__(self, started_at: datetime) -> None:
        self._asked_at = started_at - _LOOK_BACK

    def tick(self, *, now: datetime) -> bool:
        """Order the reprint of what became due since the last tick. Returns whether anything did."""
        moved = clock_moved(since=self._asked_at, now=now)
        self._asked_at = now
        return moved
