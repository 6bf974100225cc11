"""What `init` asks of a PostgreSQL server: one at a time, as long as it takes, and limits of time for all others.

with alone(connection):
    call_command("migrate")
keep_time_limits(connection)
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import psycopg

# Two nodes may be brought up at once: one migrates, the other waits and then finds nothing to do.
UPGRADE_LOCK: Final = 7_140_260_525
# Longer than any statement of ours, shorter than what a supervisor takes for a hang.
TIME_LIMITS: Final = {
    "statement_timeout": "20s",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "60s",
}


@contextmanager
def alone(connection: Any) -> Iterator[None]:
    """No other `init` works on this database meanwhile. On SQLite nothing is to be done.

    The lock is that of a transaction on a connection of its own: one of a session would stay behind in a pooler. That
    no limit of time holds while tables are made is said in each of those transactions (`base.py`).
    """
    if connection.vendor != "postgresql":
        yield
        return
    import psycopg

    with psycopg.connect(**connection.get_connection_params()) as holder:
        wait_for_others(holder)
        yield


def wait_for_others(server: "psycopg.Connection[Any]") -> None:
    """Until no other `init` works on this database; from then on none does until the end of the transaction."""
    for name in TIME_LIMITS:
        server.execute(f"SET LOCAL {name} = 0")
    server.execute("SELECT pg_advisory_xact_lock(%s)", [UPGRADE_LOCK])


def keep_time_limits(connection: Any) -> bool:
    """Let the server begin every connection of this role to this database with them; False where it may not.

    Set in a connection they would be lost behind a pooler, which gives each transaction another one.
    """
    if connection.vendor != "postgresql":
        return True
    from django.db import DatabaseError  # the command reads this file before it knows whether it needs Django

    quote = connection.ops.quote_name
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user, current_database()")
            role, database = cursor.fetchone()
            for name, limit in TIME_LIMITS.items():
                cursor.execute(
                    f"ALTER ROLE {quote(role)} IN DATABASE {quote(database)} SET {name} = '{limit}'"
                )
    except DatabaseError:
        return False
    return True


def has_time_limits(connection: Any) -> bool:
    """Whether the server ends what takes too long: a copy that was put back in another database has lost the limits."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"current_setting('{name}')" for name in TIME_LIMITS))
        return all(limit != "0" for limit in cursor.fetchone())
