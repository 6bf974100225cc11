"""Every look at the paper, in the order in which it is told, and who makes it.

The command makes all of them. The worker makes those that cost little every two minutes, and those that ask the
network or walk through every file once an hour; what it finds is kept for the desk (alerts/health/reports.py).
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from kawaraban.alerts.health.findings import HealthFinding
from kawaraban.config.env import DataDir
from kawaraban.config.health.addresses import addresses
from kawaraban.config.health.clock import clock
from kawaraban.config.health.clocks import clocks
from kawaraban.config.health.configuration import configuration
from kawaraban.config.health.copies import copies
from kawaraban.config.health.database import database, schema, whole_database
from kawaraban.config.health.disk import disk
from kawaraban.config.health.doorway import doorway
from kawaraban.config.health.files import files
from kawaraban.config.health.from_outside import from_outside
from kawaraban.config.health.hooks import hooks
from kawaraban.config.health.keys import keys
from kawaraban.config.health.layout import layout
from kawaraban.config.health.mail_server import mail_server
from kawaraban.config.health.mails import mails
from kawaraban.config.health.page_store import page_store
from kawaraban.config.health.worker import worker
from kawaraban.config.health.writing import writing
from kawaraban.kit.faults import said_plainly

Look = Callable[[DataDir], Iterator[HealthFinding]]

# Each looks at one thing, and yields a finding for each fault: what is wrong, and what mends it.
ALL: Final[tuple[Look, ...]] = (
    files,
    keys,
    configuration,
    schema,
    database,
    layout,
    addresses,
    disk,
    writing,
    page_store,
    worker,
    mails,
    hooks,
    copies,
    mail_server,
    clock,
    clocks,
    doorway,
    from_outside,
)
WHOLE: Final[tuple[Look, ...]] = (*ALL, whole_database)
# Whoever makes these is alive, and mends a page store by itself.
QUICK: Final[tuple[Look, ...]] = (keys, disk, writing, mails, hooks, copies)
SLOW: Final[tuple[Look, ...]] = (
    files,
    schema,
    layout,
    addresses,
    mail_server,
    clock,
    clocks,
    doorway,
    from_outside,
)


def found_by(looks: Iterable[Look], data: DataDir) -> Iterator[HealthFinding]:
    """What they find. A look that the machine refuses is a fault itself, and the others are made all the same."""
    for look in looks:
        yield from _found(look, data)


def _found(look: Look, data: DataDir) -> Iterator[HealthFinding]:
    from django.db import DatabaseError

    try:
        yield from look(data)
    except (OSError, DatabaseError) as refused:
        yield HealthFinding("unread", f"What is to be checked cannot be read: {said_plainly(refused)}")
