"""The generation of the store: eight bytes in a file that every process has mapped, beside the pages.

A process that has committed a change of pages writes a new random number here. A reader that sees another number than
last time looks again at what it keeps. It is not counted up, since of two writers who count at once one would be
hidden; and it is not the number of LMDB's transaction, since one that changed nothing leaves its number to the next.

A writer that is killed between its commit and this note leaves the old number: so a reader also asks LMDB for its
newest transaction once a second (`shelf.py`).
"""

import mmap
import os
from pathlib import Path

from kawaraban.press.store.files import GENERATION_FILE, Identity, fault_in_place, identity

_SIZE = 8


class Generation:
    """The mapped number. Opened at first use; may be carried over a fork."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / GENERATION_FILE
        self._cell: memoryview | None = None
        self._file: Identity | None = None

    @property
    def cell(self) -> memoryview:
        """One number, read as `cell[0]`: what another process writes is seen at once."""
        if self._cell is None:
            self._cell = self._mapped()
        return self._cell

    def is_in_place(self) -> bool:
        """Whether the number that is mapped is the one at the path, or none is mapped yet. Raises OSError."""
        if self._cell is None:
            return not fault_in_place(self._path)
        # One that was cut ends the process that reads it.
        return self._file == identity(self._path) and self._path.stat().st_size >= _SIZE

    def forget(self) -> None:
        """Map the file at the path anew at the next use. Who holds the old cell sees that it is another."""
        self._cell = None

    def turn(self) -> None:
        """Say that pages have changed. Only after the change is committed."""
        self.cell[0] = int.from_bytes(os.urandom(_SIZE), "little")

    def _mapped(self) -> memoryview:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            if os.fstat(descriptor).st_size < _SIZE:
                # Written and not only made longer: a hole in the file could not be filled on a full disk, and a
                # process that wrote into it through the map would be killed.
                os.pwrite(descriptor, bytes(_SIZE), 0)
            # Eight aligned bytes are written and read in one go: nobody sees half a number.
            self._file = identity(self._path)
            return memoryview(mmap.mmap(descriptor, _SIZE)).cast("Q")
        finally:
            os.close(descriptor)
