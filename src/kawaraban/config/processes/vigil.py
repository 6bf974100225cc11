"""Which of the processes have hung: they run, and have put nothing on the board for long.

Told apart from what only looks like it: a machine that slept, or stood still with all that runs on it. Then the
supervisor has slept as well, and everybody's time begins anew. One that is just starting is given three times as long.
"""

import time
from collections.abc import Callable, Iterable
from typing import Final

from kawaraban.config.processes.children import Child
from kawaraban.kit.board import Board

# The supervisor looks twice a second. After a longer pause it has been standing still itself.
_STOOD_STILL_SECONDS: Final = 5.0
_FOR_STARTING: Final = 3.0


class Vigil:
    """Keeps watch over the children. `limit_seconds` of 0 watches nobody."""

    def __init__(
        self, board: Board, *, limit_seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._board = board
        self._limit_seconds = limit_seconds
        self._clock = clock
        self._looked_at = clock()
        self._awake_since = 0.0
        self._watched: dict[str, object] = {}

    def look(self, children: Iterable[Child]) -> None:
        """End those that hang. Whoever takes a place finds it empty on the board."""
        now = self._clock()
        if now - self._looked_at > min(_STOOD_STILL_SECONDS, self._limit_seconds or _STOOD_STILL_SECONDS):
            self._awake_since = now
        self._looked_at = now
        for child in children:
            if child.process is not self._watched.get(child.name):
                self._watched[child.name] = child.process
                if self._board.beaten_at(child.name) < child.started_at or child.process is None:
                    self._board.clear(child.name)
            if child.process is not None and self._limit_seconds:
                self._judge(child, now)

    def _judge(self, child: Child, now: float) -> None:
        beaten_at = self._board.beaten_at(child.name)
        limit = self._limit_seconds * (1.0 if beaten_at else _FOR_STARTING)
        silent = now - max(beaten_at, child.started_at, self._awake_since)
        if silent > limit:
            child.end_hung(silent)
