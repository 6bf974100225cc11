"""Whether the clock of this machine is right now: held against the database's, and kept by the system."""

import ctypes
from collections.abc import Iterator
from typing import Final

from kawaraban.alerts.health.findings import HealthFinding
from kawaraban.config.env import DataDir

# Decisions, limits and leases of several nodes are compared by the second.
_TOLERATED_SECONDS: Final = 2.0
# What adjtimex(2) answers where nothing keeps the clock.
_TIME_ERROR: Final = 5
# More than any system's struct timex has.
_TIMEX_BYTES: Final = 512


def clocks(_data: DataDir) -> Iterator[HealthFinding]:
    """A sentence for a clock that is apart from the database server's; advice where nobody keeps it right."""
    apart = _apart_from_database()
    if abs(apart) > _TOLERATED_SECONDS:
        yield HealthFinding(
            "clock",
            f"The clock of this machine is {abs(apart):.0f} seconds {'ahead of' if apart > 0 else 'behind'} that of the"
            " database. Let both follow a time server (timedatectl set-ntp true).",
        )
    if not _is_kept():
        yield HealthFinding(
            "clock_unkept",
            "Nothing keeps the clock of this machine right, as far as its system knows. Run timedatectl "
            "set-ntp true, or install chrony.",
            is_advice=True,
        )


def _apart_from_database() -> float:
    """Seconds by which this machine is ahead of the database server; 0 of a database that is a file here."""
    from django.db import connection

    from kawaraban.kit.clock import utc_now

    if connection.vendor != "postgresql":
        return 0.0
    before = utc_now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
        (there,) = cursor.fetchone()
    after = utc_now()
    here = (before.timestamp() + after.timestamp()) / 2
    travelled = (after - before).total_seconds() / 2
    apart = here - float(there)
    # Whatever the way there took cannot be told from a clock that is wrong.
    return 0.0 if abs(apart) <= travelled else apart


def _is_kept() -> bool:
    """What the kernel says; True where it says nothing, as on other systems and in some containers."""
    try:
        ask = ctypes.CDLL(None).adjtimex
    except (OSError, AttributeError):
        return True
    return bool(ask(ctypes.create_string_buffer(_TIMEX_BYTES)) != _TIME_ERROR)
