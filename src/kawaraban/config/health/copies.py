"""Whether the paper is copied, and how old the newest copy is."""

import os
from collections.abc import Iterator

from kawaraban.alerts.health.findings import HealthFinding
from kawaraban.config.env import DataDir, read_knobs


def copies(data: DataDir) -> Iterator[HealthFinding]:
    """A sentence for a copy that is late or could not be made; advice where nothing says that there is one."""
    from kawaraban.config.copies.last import last_backup
    from kawaraban.kit.clock import utc_now

    knobs = read_knobs(data, os.environ)
    hours = knobs["backup_hours"] if knobs["backup_to"] else 0
    last, now = last_backup(), utc_now()
    if last is not None and last.failed_at is not None:
        yield HealthFinding(
            "backup",
            f"The copy of {last.failed_at.isoformat(timespec='minutes')} could not be made: {last.failure}",
        )
    elif last is not None and last.finished_at is not None and last.is_late(hours=hours, now=now):
        yield HealthFinding(
            "backup",
            f"The newest copy is from {last.finished_at.isoformat(timespec='minutes')}. One is due every {hours}"
            " hours: see the log, or run kawaraban backup.",
        )
    elif last is None:
        yield HealthFinding(
            "backup_none",
            "No copy of this paper is known. backup_to lets the worker make them; kawaraban backup makes one now.",
            is_advice=True,
        )
