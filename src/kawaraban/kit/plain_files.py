"""Opening a file that must be one: at a pipe that lies in its place, one would wait for ever.

with open_plain(path) as file: ...     # raises NoPlainFile, an OSError, for a folder, a pipe, a device
"""

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO


class NoPlainFile(OSError):
    """What lies there is no file."""

    def __init__(self, path: Path) -> None:
        super().__init__(errno.EINVAL, "it is no file", str(path))


def open_plain(path: Path) -> BinaryIO:
    """The file for reading, and never a wait. Follows links. Raises NoPlainFile and every other OSError."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise NoPlainFile(path)
    return os.fdopen(descriptor, "rb")


def read_plain(path: Path) -> bytes:
    """All that is in the file. Raises what `open_plain` raises."""
    with open_plain(path) as file:
        return file.read()
