"""An empty PostgreSQL database that becomes a paper, and is emptied again when it does not.

    with claimed(url) as place:      # refuses a database in which anything is that we did not put there
        ...tables, rows, checks...
        place.keep()                 # from here on it is a paper

While it is filled a table of one name says so. Whoever is killed leaves it, and the next move begins by emptying that
database; nobody takes it for a paper. A transaction of its own holds the table, so two moves never fill one database.
"""

import contextlib
import os
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import psycopg

from kawaraban.config.env import BadConfiguration
from kawaraban.config.postgresql.fit_server import refuse_unfit_server
from kawaraban.moving.shapes import quoted
from kawaraban.moving.sources import OUR_NAME, connected, without_limits

MARK: Final = "kawaraban_unfinished"
# At most, in seconds: they look for new pages to print each second.
_NODES_ARE_SILENT_FOR: Final = 5
_TABLES: Final = (
    "SELECT c.relname FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN"
    " ('r', 'v', 'm', 'p', 'f') AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')"
)
_FUNCTIONS: Final = (
    "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = current_schema()::regnamespace"
    " AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"
)


@dataclass(slots=True)
class PostgresqlPlace:
    """The transaction that holds the mark."""

    holder: "psycopg.Connection[Any]"
    is_kept: bool = False

    def keep(self) -> None:
        """The mark goes: what is there is a paper."""
        self.holder.execute(f"DROP TABLE {MARK}")
        self.holder.commit()
        self.is_kept = True


@contextlib.contextmanager
def claimed(url: str) -> Iterator[PostgresqlPlace]:
    """Raises BadConfiguration with a sentence, psycopg.Error. All other connections are closed when it ends."""
    refuse_unfit_server(url, may_be_empty=True)
    with connected(url) as holder:
        _mark(holder)
        place = PostgresqlPlace(holder)
        try:
            yield place
        finally:
            if not place.is_kept:
                holder.rollback()
                with holder.transaction():
                    without_limits(holder)
                    _clear(holder)


def _mark(holder: "psycopg.Connection[Any]") -> None:
    """Mark the empty database as ours, and hold the mark until the end of the transaction that is open then."""
    names = [name for (name,) in holder.execute(_TABLES)]
    if names and MARK not in names:
        raise BadConfiguration(
            f"The database is not empty: it has a table {names[0]}. Make a new one, for example: createdb NAME"
        )
    if not names:
        try:
            holder.execute(f"CREATE TABLE {MARK} (begun_at timestamptz DEFAULT now())")
        except (psycopg.errors.UniqueViolation, psycopg.errors.DuplicateTable):
            holder.rollback()  # another one begins at this very moment: the lock tells
    holder.commit()
    try:
        without_limits(holder)
        holder.execute(f"LOCK TABLE {MARK} IN SHARE UPDATE EXCLUSIVE MODE NOWAIT")
    except (psycopg.errors.LockNotAvailable, psycopg.errors.UndefinedTable) as taken:
        raise BadConfiguration("Another move is filling this database at the moment.") from taken
    if set(names) - {MARK}:
        _clear(holder, but=MARK)
        holder.commit()
        without_limits(holder)
        holder.execute(f"LOCK TABLE {MARK} IN SHARE UPDATE EXCLUSIVE MODE NOWAIT")


def _clear(holder: "psycopg.Connection[Any]", *, but: str = "") -> None:
    """Everything that was put into it since it was empty."""
    for (name,) in holder.execute(_TABLES).fetchall():
        if name != but:
            holder.execute(f"DROP TABLE IF EXISTS {quoted(name)} CASCADE")
    for (function,) in holder.execute(_FUNCTIONS).fetchall():
        holder.execute(f"DROP FUNCTION IF EXISTS {function} CASCADE")


def refuse_served_elsewhere(url: str) -> None:
    """Raises BadConfiguration where a paper is at work in this database, on whatever machine."""
    if not url:
        return
    with connected(url) as server:
        found = _connections(server)
        if found and _is_pooled(server):
            # A pooler keeps the connections of those who have left. Whoever serves does something on one of them.
            time.sleep(_NODES_ARE_SILENT_FOR)
            found = _connections(server) - found
    if found:
        raise BadConfiguration(
            f"The paper is at work in this database: {len(found)} connections of kawaraban."
            " Stop it on every machine first."
        )


def _connections(server: "psycopg.Connection[Any]") -> set[tuple[int, datetime]]:
    """Each of the product's own: its process, and when it last began or ended something."""
    server.rollback()  # within a transaction the server tells what it told before
    asked = (
        "SELECT pid, CASE WHEN state = 'idle' THEN state_change ELSE clock_timestamp() END FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        " AND application_name LIKE 'kawaraban%%' AND application_name <> %s"
    )
    return set(server.execute(asked, (OUR_NAME,)).fetchall())


def _is_pooled(server: "psycopg.Connection[Any]") -> bool:
    """Whether the server sees another end of the connection than ours: something stands between."""
    with socket.socket(fileno=os.dup(server.fileno())) as ours:
        name = ours.getsockname()
    own_port = name[1] if isinstance(name, tuple) else None
    [seen] = server.execute("SELECT inet_client_port()").fetchone() or (None,)
    return bool(seen != own_port)
