"""The page store under the supervisor: looked at before the front shows anything of it, and after a crash.

The supervisor has no Django when it starts the front: it asks the database's file itself.
"""

import contextlib
import logging
import signal
import sqlite3
import time
from pathlib import Path
from typing import Final

import lmdb

from kawaraban.config.databases import connection_parameters, database_url
from kawaraban.config.env import DataDir
from kawaraban.config.processes.starting import damaged
from kawaraban.config.sqlite.deadline import waiting_until
from kawaraban.kit.faults import FaultCause, cause_of
from kawaraban.press.order_log import OrderLog
from kawaraban.press.store.environment import PressEnvironment
from kawaraban.press.store.files import throw_away
from kawaraban.press.store.keeping import keep
from kawaraban.press.store.seal import believe_only_sealed, guard
from kawaraban.press.store.store import Store

logger = logging.getLogger(__name__)

# How a process ends that reads a damaged file.
_ENDED_BY_READING: Final = frozenset(
    {-signal.SIGBUS, -signal.SIGSEGV, -signal.SIGABRT, -signal.SIGFPE, -signal.SIGILL}
)
_PATIENCE_SECONDS: Final = 10.0


class StoreCare:
    """Made once for each `kawaraban serve`."""

    def __init__(self, data: DataDir, seal: Path) -> None:
        self._data = data
        self._seal = seal
        self._store = Store(data.store)

    def begin(self) -> None:
        """Seal the store, or a new one. Where neither can be done the paper is served without, until the worker can.

        Raises BadConfiguration where the log of orders is damaged: without it no page can be made either.
        """
        believe_only_sealed(self._seal, keep=self._keep)
        # Whatever was believed before: a paper that stood still could have been given another store, or database.
        throw_away(self._seal)
        try:
            self._look()
        except self._refusals() as unread:
            if cause_of(unread) is FaultCause.DAMAGED:
                raise damaged(self._data, unread) from unread
            # The worker seals it when the database can be read: until then pages come from the app.
            logger.warning("The page store is not used yet: the database cannot be read (%s)", unread)
        except (lmdb.Error, OSError) as refused:
            logger.warning("The page store in %s is not used: %s", self._data.store, refused)

    def after_end(self, code: int) -> None:
        """A process has ended: look at the store when that was perhaps the store's doing."""
        watch = guard()
        if code not in _ENDED_BY_READING or watch is None:
            return
        watch.doubt()
        try:
            self._look()
        except self._refusals(lmdb.Error, OSError) as refused:
            logger.warning("The page store cannot be opened: %s", refused)

    def _refusals(self, *others: type[Exception]) -> tuple[type[Exception], ...]:
        """What the database raises, and others. A paper in a file starts without what talks to a server."""
        if not database_url(self._data):
            return sqlite3.Error, *others
        import psycopg

        return psycopg.Error, sqlite3.Error, *others

    def _look(self) -> None:
        self._store.newest_transaction()
        self._store.close()  # a fork must not carry it over

    def _keep(self, environment: PressEnvironment) -> None:
        url = database_url(self._data)
        if url:
            from kawaraban.config.postgresql.patience import PatientConnection

            with (
                waiting_until(time.monotonic() + _PATIENCE_SECONDS),
                PatientConnection.connect(**connection_parameters(url)) as server,
            ):
                rows = lambda sql: list(server.execute(sql).fetchall())  # noqa: E731
                keep(environment, OrderLog(rows, vendor="postgresql"))
            return
        with contextlib.closing(
            sqlite3.connect(self._data.database_file, timeout=_PATIENCE_SECONDS)
        ) as database:
            keep(environment, OrderLog(lambda sql: database.execute(sql).fetchall()))
