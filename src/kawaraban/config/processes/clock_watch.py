"""Notices that the machine's clock was set: what was dated meanwhile may wait for years, or be from tomorrow."""

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

logger = logging.getLogger(__name__)

_JUMP_SECONDS: Final = 60.0


def _elapsed() -> float:
    """Seconds that nobody can set, those of a machine that slept among them."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)  # Linux
    return time.clock_gettime(clock) if clock is not None else time.monotonic()


class ClockWatch:
    """Holds the clock on the wall against one that only goes forward."""

    def __init__(
        self, *, wall: Callable[[], float] = time.time, elapsed: Callable[[], float] = _elapsed
    ) -> None:
        self._wall = wall
        self._elapsed = elapsed
        self._apart = wall() - elapsed()

    def look(self) -> None:
        """One WARNING for a jump of more than a minute. Small corrections are followed in silence."""
        now = self._wall()
        apart = now - self._elapsed()
        jump, self._apart = apart - self._apart, apart
        if abs(jump) > _JUMP_SECONDS:
            logger.warning(
                "The clock of this machine was set %s by %s: it is now %s. What was written before and after is dated"
                " accordingly; kawaraban check names what lies in the future.",
                "forward" if jump > 0 else "back",
                _in_words(abs(jump)),
                datetime.fromtimestamp(now, UTC).isoformat(timespec="seconds"),
            )


def _in_words(seconds: float) -> str:
    for unit, length in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds:.0f} seconds"
