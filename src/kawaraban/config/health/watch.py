"""The worker's part: it looks when a look is due, and keeps what it found."""

from datetime import datetime
from typing import Final

from kawaraban.alerts.health.reports import LookKind, due, keep
from kawaraban.config.env import DataDir
from kawaraban.config.health.rounds import QUICK, SLOW, found_by

LOOK_SECONDS: Final = 5.0
_LOOKS: Final = {LookKind.QUICK: QUICK, LookKind.SLOW: SLOW}


class HealthWatch:
    """Of one node. Its first time it makes every look: whoever mended something has started it anew."""

    def __init__(self, data: DataDir, *, node: str) -> None:
        self._data = data
        self._node = node
        self._begun: set[LookKind] = set()

    def look(self, *, now: datetime) -> int:
        """Make what is due. Returns how many looks were kept; 0, with one query, where none was due."""
        overdue = {*due(node=self._node, now=now), *(set(LookKind) - self._begun)}
        for kind in LookKind:
            if kind in overdue:
                # All of it first: nothing is asked of a network while the database is held.
                found = list(found_by(_LOOKS[kind], self._data))
                keep(node=self._node, kind=kind, findings=found, now=now)
                self._begun.add(kind)
        return len(overdue)
