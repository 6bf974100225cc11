"""One copy of a paper at a time on this machine, and one that is made into a folder.

Over several machines the row of the target says who is at it.
"""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from kawaraban.config.copies.disk import make_folder
from kawaraban.config.env import BadConfiguration, DataDir


@contextlib.contextmanager
def one_at_a_time(data: DataDir) -> Iterator[None]:
    """The system lets go of it when the process ends, however it does. Raises BadConfiguration."""
    make_folder(data.run)
    with (data.run / "backup.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BadConfiguration(
                f"The paper in {data.root} is being copied already. Wait until that is done."
            ) from None
        yield


@contextlib.contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Of two that fill one folder at once the second is refused; nothing is written for it. Raises BadConfiguration."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BadConfiguration(f"Another command is making a paper in {folder} at the moment.") from None
        yield
    finally:
        os.close(handle)
