"""Where the paper is copied to, and when that last went well: one row for each target, the same for all machines.

take_target(target, node="one", now=now)                # one UPDATE on the row's own columns: one machine at a time
tell_finished(target, LastCopy(...), now=now)
last_backup()     -> LastBackup | None
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import F, Q
from django.db.models.functions import Now

from kawaraban.press.models import BackupTarget

# Who copies says so every minute; who has not for so long was killed.
SILENT: Final = timedelta(minutes=10)
# After a failure it is tried again so soon.
AGAIN: Final = timedelta(minutes=15)
_LONGEST_FAILURE: Final = 1_000


@dataclass(frozen=True, slots=True)
class LastBackup:
    """The newest whole copy, wherever it is; `failed_at` is set when a later one could not be made."""

    target: str
    name: str
    finished_at: datetime | None
    files_count: int
    size: int
    failed_at: datetime | None
    failure: str

    def is_late(self, *, hours: int, now: datetime) -> bool:
        """Whether two copies should have been made since; `hours` is 0 where none are made by themselves."""
        if hours <= 0:
            return False
        return self.finished_at is None or now - self.finished_at > timedelta(hours=2 * hours)


def take_target(target: str, *, node: str, every: timedelta | None = None, now: datetime) -> bool:
    """Whether this machine may copy to it now. With `every`: and whether a copy is due.

    On one machine only one process asks at a time: what stands there under its name was left by one that was killed.
    """
    BackupTarget.objects.get_or_create(target=target)
    free = Q(alive_at=None) | Q(alive_at__lt=Now() - SILENT) | Q(node=node)
    due = Q()
    if every is not None:
        due = (Q(finished_at=None) | Q(finished_at__lte=now - every)) & (
            Q(failed_at=None) | Q(failed_at__lte=now - AGAIN) | Q(failed_at__lt=F("finished_at"))
        )
    return bool(BackupTarget.objects.filter(free & due, target=target).update(alive_at=Now(), node=node))


def still_copying(target: str) -> None:
    """Who copies is alive."""
    BackupTarget.objects.filter(target=target).update(alive_at=Now())


def forget_copying() -> None:
    """Of a paper that was made out of a copy: who made that one is at nothing here."""
    BackupTarget.objects.filter(alive_at__isnull=False).update(alive_at=None)


def tell_finished(target: str, *, name: str, files_count: int, size: int, now: datetime) -> None:
    """A copy is whole."""
    BackupTarget.objects.filter(target=target).update(
        alive_at=None, finished_at=now, name=name, files_count=files_count, size=size, failure=""
    )


def tell_failed(target: str, *, failure: str, now: datetime) -> None:
    """A copy could not be made."""
    BackupTarget.objects.filter(target=target).update(
        alive_at=None, failed_at=now, failure=failure[:_LONGEST_FAILURE]
    )


def last_backup() -> LastBackup | None:
    """The newest whole copy; of a paper that has none yet the last that failed; None where none was ever begun."""
    row = BackupTarget.objects.order_by(F("finished_at").desc(nulls_last=True), "-failed_at").first()
    if row is None or (row.finished_at is None and row.failed_at is None):
        return None
    has_failed = row.failed_at is not None and (row.finished_at is None or row.failed_at > row.finished_at)
    return LastBackup(
        target=row.target,
        name=row.name,
        finished_at=row.finished_at,
        files_count=row.files_count,
        size=row.size,
        failed_at=row.failed_at if has_failed else None,
        failure=row.failure if has_failed else "",
    )
