"""Leases: what only one node may do at a time, by the clock of the database.

    with lease("publishing", seconds=60) as is_held:
        if is_held:
            publish()

Whoever holds a lease goes on holding it for as long as it asks again in time; dies it, another has it when the time is
over. A lease is no fence: who was away longer than its lease may believe for a moment that it holds it. So what must
not happen twice is taken by the turn and a second look, too; the lease keeps nodes from doing the same work side by
side. A file of SQLite belongs to one machine, whose worker is alone: there every lease is held, and nothing is asked.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.conf import settings
from django.db import connection

from kawaraban.press.models import Lease

# Of this process, whoever forked it: see `holder`.
_TOKEN: Final = secrets.token_hex(4)
_NODE: Final = "node "

_STANDS: Final = """
SELECT holder, until > clock_timestamp(), until > clock_timestamp() + make_interval(secs => %s)
FROM press_lease WHERE name = %s
"""
# In one statement, and on the row's own columns: of two who ask at once one waits, and finds it taken.
_TAKE: Final = """
INSERT INTO press_lease AS held (name, holder, until)
VALUES (%s, %s, clock_timestamp() + make_interval(secs => %s))
ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
WHERE held.holder = excluded.holder OR held.until <= clock_timestamp()
RETURNING name
"""


@contextmanager
def lease(name: str, *, seconds: float, by: str = "") -> Iterator[bool]:
    """Whether this process may do it now. `seconds`: how long it may be silent until another takes over.

    `by`: who asks, where it is not this process.
    """
    yield hold(name, seconds=seconds, by=by)


def hold(name: str, *, seconds: float, by: str = "") -> bool:
    """Take the lease, or go on holding it. False when another has it. Asks once where half of the time is left."""
    if connection.vendor != "postgresql":
        return True
    who = by or holder()
    with connection.cursor() as cursor:
        cursor.execute(_STANDS, [seconds / 2, name])
        for held_by, stands, stands_long in cursor.fetchall():
            if stands and held_by != who:
                return False
            if stands_long:
                return True
        cursor.execute(_TAKE, [name, who, seconds])
        return bool(cursor.fetchall())


def let_go(*, by: str = "") -> None:
    """Let go of all that this process holds: another need not wait until its time is over."""
    if connection.vendor == "postgresql":
        Lease.objects.filter(holder=by or holder()).delete()


def holder() -> str:
    """How this node calls itself: a process that was started anew is another."""
    return f"{settings.NODE}/{_TOKEN}"


def note_node(*, seconds: float) -> bool:
    """Say that this node is there. False when another process says so under the same name."""
    return hold(f"{_NODE}{settings.NODE}", seconds=seconds)


def other_nodes() -> list[str]:
    """The names of the other nodes that have said lately that they are there."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM press_lease WHERE name LIKE %s AND until > clock_timestamp() ORDER BY name",
            [f"{_NODE}%"],
        )
        names = [str(name).removeprefix(_NODE) for (name,) in cursor.fetchall()]
    return [name for name in names if name != settings.NODE]
