"""Whether the disk has room, and takes what is written."""

import os
from collections.abc import Iterator

from kawaraban.config.env import DataDir, read_knobs


def disk(data: DataDir) -> Iterator[str]:
    """A sentence for a disk that is nearly full, or can only be read."""
    from kawaraban.press.front.health import room_on

    least = read_knobs(data, os.environ)["free_megabytes"] * 1024 * 1024
    room = room_on(data.root, least_bytes=least)
    if room.is_read_only:
        yield f"The disk of {data.root} can only be read: look at the system's log, and mount it for writing."
    if room.is_short:
        free, wanted = room.free_bytes // 1024 // 1024, room.least_bytes // 1024 // 1024
        many = ", and no file can be added" if room.has_no_inodes else ""
        yield f"The disk of {data.root} is nearly full: {free} MB are free, {wanted} are wanted{many}."
