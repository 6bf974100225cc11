"""The app's signs of life: told from the loop that takes its requests, and not while every thread is stuck in one.

    busy = Busy(application)
    create_server(busy, map={"beating": Beating(...)})

Waitress asks whatever stands in its map, once a round and at least once a second, whether it is readable: so the loop
itself says that it goes round, and a thread beside it could not.
"""

import threading
import time
from collections.abc import Callable, Iterable
from typing import Any, Final

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]

_SECOND: Final = 1.0


class Beating:
    """Stands in waitress' map and is never read from."""

    accepting = False

    def __init__(self, beat: Callable[[], None]) -> None:
        self._beat = beat
        self._due_at = 0.0

    def readable(self) -> bool:
        """Beats once a second."""
        if time.monotonic() >= self._due_at:
            self._due_at = time.monotonic() + _SECOND
            self._beat()
        return False

    def writable(self) -> bool:
        return False

    def close(self) -> None:
        """Nothing is open."""


class Busy:
    """The application, which knows what its threads have been doing for how long."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._began: dict[int, float] = {}

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        thread = threading.get_ident()
        self._began[thread] = time.monotonic()
        try:
            return self._application(environ, start_response)
        finally:
            self._began.pop(thread, None)

    def stuck_count(self, seconds: float) -> int:
        """How many threads have been in one and the same request for longer than this."""
        now = time.monotonic()
        return sum(now - began > seconds for began in list(self._began.values()))
