"""Whether the server answers at this moment, looked at from a thread of its own.

    look = ServerLook(url)
    look.start()
    look.troubles()            {"database"} while nobody gets an answer, or a connection

Whoever works with the database is held up by it, and could not say so meanwhile.
"""

import threading
import time
from collections.abc import Callable
from typing import Final

import psycopg

from kawaraban.config.databases import connection_parameters
from kawaraban.config.postgresql.patience import PatientConnection
from kawaraban.config.sqlite.deadline import waiting_until

_EVERY_SECONDS: Final = 3.0
_PATIENCE_SECONDS: Final = 3.0


class ServerLook:
    """Asks every few seconds, over a new connection: one that stands says nothing of those who come."""

    def __init__(self, url: str, *, ask: Callable[[str], None] | None = None) -> None:
        self._url = url
        self._ask = ask or _ask
        self._is_failing = False

    def start(self) -> None:
        """In a thread that ends with the process."""
        threading.Thread(target=self._look_on, daemon=True, name="look at the database").start()

    def troubles(self) -> set[str]:
        """What /healthz names."""
        return {"database"} if self._is_failing else set()

    def look(self) -> None:
        """Once."""
        try:
            self._ask(self._url)
        except (psycopg.Error, OSError):
            self._is_failing = True
        else:
            self._is_failing = False

    def _look_on(self) -> None:
        rest = threading.Event()
        while True:
            self.look()
            rest.wait(_EVERY_SECONDS)


def _ask(url: str) -> None:
    parameters = connection_parameters(url)
    with (
        waiting_until(time.monotonic() + _PATIENCE_SECONDS),
        PatientConnection.connect(**parameters, autocommit=True) as server,
    ):
        server.execute("SELECT 1")
