"""The file of counted reads that a front appends to, and that the worker folds when it is finished."""

import fcntl
import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

FILE_SUFFIX: Final = ".beacons"
# A file is finished at this size or age: then the worker folds it whole and throws it away.
_ROTATE_BYTES = 1_000_000
_ROTATE_SECONDS = 600.0
# Lines that may wait for the disk. More than this in a second are written without waiting for its end.
_MOST_WAITING = 20_000


@dataclass(slots=True)
class BeaconFile:
    """The file that this process appends to. It holds a lock on it: an unlocked file is a finished one.

    `append` gathers; every second `write`, `sync` (which may run in a thread: it takes as long as the disk
    does) and `retire` are called, one after the other.
    """

    folder: Path
    name: str = ""
    size: int = 0  # with what waits
    _descriptor: int = -1
    _is_synced: bool = True
    _waiting: list[bytes] = field(default_factory=list)
    _begun_at: float = 0.0

    def append(self, line: bytes) -> tuple[str, int]:
        """Take one line. Returns where it ends: the file's name and the offset behind the line."""
        if self._descriptor < 0:
            self._begin()
        elif len(self._waiting) >= _MOST_WAITING:
            self.write()
        self._waiting.append(line)
        self.size += len(line)
        return self.name, self.size

    def write(self) -> None:
        """Hand over what waits: from now on it outlives this process. What a full disk refuses waits on."""
        if not self._waiting:
            return
        rest = memoryview(b"".join(self._waiting))
        self._waiting = []
        try:
            while rest:
                rest = rest[os.write(self._descriptor, rest) :]
                self._is_synced = False
        finally:
            if rest:
                self._waiting.insert(0, bytes(rest))

    def sync(self) -> None:
        """Write through to the disk what was handed over since the last time: it outlives the machine."""
        if not self._is_synced:
            self._is_synced = True
            os.fsync(self._descriptor)

    def retire(self) -> None:
        """Finish the file when it is long or old: the next line begins another."""
        is_old = time.monotonic() - self._begun_at >= _ROTATE_SECONDS
        if self._descriptor >= 0 and (is_old or self.size >= _ROTATE_BYTES):
            self.close()

    def close(self) -> None:
        """Write, sync and let go: the file is finished."""
        if self._descriptor >= 0:
            self.write()
            self.sync()
            os.close(self._descriptor)
            self._descriptor = -1

    def _begin(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.name = f"{time.time_ns():020d}-{os.getpid()}{FILE_SUFFIX}"
        unlocked = self.folder / f"{self.name}.new"
        self._descriptor = os.open(unlocked, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL, 0o600)
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        # Under its name only when locked: else the worker could take it for a finished one.
        unlocked.rename(self.folder / self.name)
        self.size = 0
        self._begun_at = time.monotonic()
