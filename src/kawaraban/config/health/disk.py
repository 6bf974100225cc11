"""Whether the disks have room, and take what is written."""

import os
from collections.abc import Iterator
from pathlib import Path

from kawaraban.alerts.health.findings import HealthFinding
from kawaraban.config.env import DataDir, read_knobs


def disk(data: DataDir) -> Iterator[HealthFinding]:
    """A sentence for each disk under the paper that is nearly full, or can only be read."""
    from kawaraban.press.front.health import room_on

    least = read_knobs(data, os.environ)["free_megabytes"] * 1024 * 1024
    for folder in _one_of_each_disk(data):
        room = room_on(folder, least_bytes=least)
        if room.is_read_only:
            yield HealthFinding(
                "disk_read_only",
                f"The disk of {folder} can only be read: look at the system's log, and mount it for writing.",
            )
        if room.is_short:
            free, wanted = room.free_bytes // 1024 // 1024, room.least_bytes // 1024 // 1024
            many = ", and no file can be added" if room.has_no_inodes else ""
            yield HealthFinding(
                "disk", f"The disk of {folder} is nearly full: {free} MB are free, {wanted} are wanted{many}."
            )


def _one_of_each_disk(data: DataDir) -> Iterator[Path]:
    """The paper's folder first. Pictures and logs often lie on disks of their own."""
    seen: set[int] = set()
    for folder in (data.root, data.media, data.log, data.store, data.mail):
        try:
            device = folder.stat().st_dev
        except FileNotFoundError:
            continue  # it is made when it is needed
        if device not in seen:
            seen.add(device)
            yield folder
