"""A copy that is told of: one at a time over all machines, with its end in the database. Django is loaded.

The worker looks whether one is due and starts `kawaraban backup` as a process of its own: it may take long, need
memory, or be killed, and the worker prints meanwhile.
"""

import contextlib
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.db import DatabaseError, connection

from kawaraban.config.copies.backup import Backup, BackupPlan, make_backup
from kawaraban.config.copies.one_at_a_time import one_at_a_time
from kawaraban.config.copies.targets.opening import target_at
from kawaraban.config.env import BadConfiguration, DataDir, read_knobs
from kawaraban.config.object_store.address import is_s3
from kawaraban.kit.clock import utc_now
from kawaraban.press.backup_targets import still_copying, take_target, tell_failed, tell_finished

logger = logging.getLogger(__name__)

_ALIVE_SECONDS: Final = 60.0


class NotDue(BadConfiguration):
    """A copy to this target is not due, or another machine makes one."""


def keep_backup(
    data: DataDir, address: str, *, node: str, wanted: BackupPlan, every: timedelta | None, now: datetime
) -> Backup:
    """Make a copy and tell how it went. With `every` only when one is due. Raises BadConfiguration, NotDue."""
    with one_at_a_time(data):
        target = _told_as(address)
        if not _taken(target, node=node, every=every, now=now):
            raise NotDue(
                f"No copy to {target} is due."
                if every
                else f"Another machine is copying the paper to {target}."
            )
        return _made_and_told(data, address, target, wanted=wanted, now=now)


def _made_and_told(data: DataDir, address: str, target: str, *, wanted: BackupPlan, now: datetime) -> Backup:
    try:
        with _alive(target):
            made = make_backup(data, address, now=now, wanted=wanted)
    except BaseException as failed:
        with _even_without_table():
            tell_failed(target, failure=str(failed) or type(failed).__name__, now=utc_now())
        raise
    with _even_without_table():
        tell_finished(
            target,
            name=made.name,
            files_count=made.manifest.files_count,
            size=made.manifest.size,
            now=now,
        )
    return made


@dataclass(frozen=True, slots=True)
class ScheduledBackup:
    """The worker's task: whether a copy is due, and the process that makes it."""

    data: DataDir
    address: str
    hours: int

    def look(self) -> None:
        """Start one where it is due, and wait for its end."""
        if not self.address or self.hours <= 0:
            return
        if not is_due(_told_as(self.address), every=timedelta(hours=self.hours), now=utc_now()):
            return
        # Its connection is of no use while the other process works.
        connection.close()
        words = ["backup", "make", self.address, "--if-due", "--data", str(self.data.root)]
        done = subprocess.run(  # noqa: S603  ourselves
            [sys.executable, "-m", "kawaraban", *words],
            check=False,
            capture_output=True,
            text=True,
            preexec_fn=_gently,
        )
        if done.returncode:
            logger.error(
                "The paper was not copied: %s", " ".join(done.stderr.split()).removeprefix("Error: ")
            )


def scheduled_backup(data: DataDir) -> ScheduledBackup:
    """As the knobs say."""
    knobs = read_knobs(data, os.environ)
    return ScheduledBackup(data, str(knobs["backup_to"]), int(knobs["backup_hours"]))


def is_due(target: str, *, every: timedelta, now: datetime) -> bool:
    """A look at one row, without taking it."""
    from kawaraban.press.models import BackupTarget

    row = BackupTarget.objects.filter(target=target).first()
    return row is None or row.finished_at is None or row.finished_at <= now - every


def _gently() -> None:
    os.nice(10)


def _told_as(address: str) -> str:
    """A target by its name: a new folder that stands alone is told of by the one that it is in."""
    if is_s3(address):
        return str(target_at(address))
    path = Path(address).resolve()
    return str(path if path.exists() else path.parent)


def _taken(target: str, *, node: str, every: timedelta | None, now: datetime) -> bool:
    try:
        return take_target(target, node=node, every=every, now=now)
    except DatabaseError:
        # Tables that are older than the program: the copy is what makes bringing them up safe.
        return True


@contextlib.contextmanager
def _even_without_table() -> Iterator[None]:
    try:
        yield
    except DatabaseError as refused:
        logger.warning("How the copy went could not be written down: %s", " ".join(str(refused).split()))


@contextlib.contextmanager
def _alive(target: str) -> Iterator[None]:
    """Say every minute that somebody is at it."""
    over = threading.Event()

    def say() -> None:
        while not over.wait(_ALIVE_SECONDS):
            with _even_without_table():
                still_copying(target)
        connection.close()

    thread = threading.Thread(target=say, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
