"""What /healthz knows of the machine besides the processes: the disk's room, and what others have put on the board."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kawaraban.kit.board import Board
from kawaraban.kit.work.lock_meter import LONG_SECONDS

# On a small disk the limit would never be kept: there it is this part of the whole.
_PART_OF_DISK: Final = 50
_ALIVE_SECONDS: Final = 10.0


@dataclass(frozen=True, slots=True)
class Room:
    """What is left on a disk. `is_short` is true before it is full: a database needs room to close a transaction."""

    free_bytes: int
    least_bytes: int
    is_read_only: bool
    has_no_inodes: bool = False

    @property
    def is_short(self) -> bool:
        return self.free_bytes < self.least_bytes or self.has_no_inodes


def room_on(folder: Path, *, least_bytes: int) -> Room:
    """Of the disk that the folder is on. Raises OSError."""
    told = os.statvfs(folder)
    whole = told.f_blocks * told.f_frsize
    return Room(
        free_bytes=told.f_bavail * told.f_frsize,
        least_bytes=min(least_bytes, whole // _PART_OF_DISK),
        is_read_only=bool(told.f_flag & os.ST_RDONLY),
        # A file system without a fixed number of files says that it has none at all.
        has_no_inodes=bool(told.f_files) and not told.f_favail,
    )


@dataclass(frozen=True, slots=True)
class FrontHealth:
    """What the front can ask without Django. Without a board nobody says anything."""

    root: Path
    board: Board
    least_free_bytes: int = 0
    unwritten_worker: str = "worker"  # the place where it says that it lives while its file cannot be written

    def troubles(self) -> list[str]:
        """What fails, in the order of the board's words."""
        found = self.board.troubles()
        try:
            room = room_on(self.root, least_bytes=self.least_free_bytes)
            if room.is_short or room.is_read_only:
                found.add("disk")
        except OSError:
            found.add("disk")
        return sorted(found)

    def is_worker_alive(self) -> bool:
        """Whether it says so here, because its file cannot be written."""
        silence = self.board.silence(self.unwritten_worker)
        return silence is not None and silence < _ALIVE_SECONDS

    def mails_given_up(self) -> int:
        """How many mails nobody tries to send any more."""
        return self.board.figure("worker")

    def long_lock_ms(self) -> int:
        """How long the writer's lock was held without a break in the last hour; 0 where nobody could mind."""
        longest = max((each.longest_hour_seconds for each in self.board.locks().values()), default=0.0)
        return round(longest * 1000) if longest > LONG_SECONDS else 0

    def long_wait_ms(self) -> int:
        """How long somebody waited for the writer's lock in the last hour; 0 where nobody could mind."""
        longest = max((each.longest_wait_seconds for each in self.board.locks().values()), default=0.0)
        return round(longest * 1000) if longest > LONG_SECONDS else 0
