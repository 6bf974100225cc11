"""A trouble that comes again and again, told in one plain line a minute instead of a hundred.

    REFUSED = Complaint(logger, "comments are refused")
    REFUSED.hear("attempt to write a readonly database")
        WARNING comments are refused: attempt to write a readonly database (12 since 10:04)
    REFUSED.over()
        WARNING over: comments are refused (40 times from 10:04 to 10:09)

It also remembers that the trouble stands, for who asks how things go.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import Final

EVERY_SECONDS: Final = 60.0


class Complaint:
    """One trouble. Any thread may complain."""

    def __init__(
        self,
        logger: logging.Logger,
        what: str,
        *,
        every_seconds: float = EVERY_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._logger = logger
        self._what = what
        self._every_seconds = every_seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._begun_at = ""
        self._count = 0
        self._told_at = 0.0
        self.cause: str = ""  # of the last time; empty while all is well

    @property
    def stands(self) -> bool:
        """Whether it was heard and is not over."""
        return bool(self._count)

    def hear(self, words: str, *, cause: str = "", count: int = 1) -> None:
        """It has happened, `count` times more."""
        with self._lock:
            now = self._clock()
            if not self._count:
                self._begun_at = time.strftime("%H:%M")
            is_due = not self._count or now - self._told_at >= self._every_seconds or cause != self.cause
            self._count += count
            self.cause = cause
            if not is_due:
                return
            self._told_at = now
            told = f"{self._what}: {words} ({self._count} since {self._begun_at})"
        self._logger.warning("%s", told)

    def over(self) -> None:
        """It works again. Cheap, and silent when nothing was wrong."""
        if not self._count:
            return
        with self._lock:
            count, self._count, self.cause = self._count, 0, ""
            told = f"over: {self._what} ({count} times from {self._begun_at} to {time.strftime('%H:%M')})"
        if count:
            self._logger.warning("%s", told)
