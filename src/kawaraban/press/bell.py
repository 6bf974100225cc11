"""The bell: whoever commits a reprint order rings it, and the worker wakes at once.

A named pipe beside the page store. Ringing never waits and never fails: the order is a row in the log, and a
worker that does not hear the bell finds it at its next look. A pipe and not a socket, because the path of a
socket may not be longer than about 100 bytes, and the folder is the publisher's choice.

    bell = Bell(bell_path(settings.STORE_DIRECTORY))      the worker
    bell.wait(0.075)
    ring(bell_path(settings.STORE_DIRECTORY))             whoever has committed
"""

import contextlib
import logging
import os
import select
import stat
from pathlib import Path

from kawaraban.kit.faults import said_plainly

logger = logging.getLogger(__name__)


def bell_path(store_folder: Path) -> Path:
    """Where the bell of this page store hangs."""
    return Path(store_folder).with_name("bell")


def ring(path: Path) -> None:
    """Wake the worker, if one listens."""
    with contextlib.suppress(OSError):  # nobody listens, or it rings already
        pipe = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
        try:
            if stat.S_ISFIFO(os.fstat(pipe).st_mode):
                os.write(pipe, b"!")
        finally:
            os.close(pipe)


class Bell:
    """The worker's end. Made once; several rings between two looks are one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._pipe = _opened(path)

    def wait(self, seconds: float) -> bool:
        """Sleep until it rings, but no longer than this. True when it rang."""
        looks = select.poll()  # `select` itself knows no file beyond the thousandth
        looks.register(self._pipe, select.POLLIN)
        if not looks.poll(max(0.0, seconds) * 1000):
            return False
        with contextlib.suppress(BlockingIOError):
            os.read(self._pipe, 65_536)
        return True

    def ring(self) -> None:
        """Wake the one who waits; also from a signal handler."""
        ring(self._path)

    def close(self) -> None:
        """Take the bell away: nobody listens any more."""
        os.close(self._pipe)


def _opened(path: Path) -> int:
    """The pipe. Where none can be made, one that nobody rings: the worker then looks without being rung for."""
    try:
        return _pipe_at(path)
    except OSError as refused:
        logger.warning("There is no bell: %s", said_plainly(refused))
        hears, _rings = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC) if hasattr(os, "pipe2") else os.pipe()
        return hears


def _pipe_at(path: Path) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        os.mkfifo(path, 0o600)
    if not stat.S_ISFIFO(path.stat().st_mode):
        path.unlink()
        os.mkfifo(path, 0o600)
    # For reading and writing: the pipe then never ends when the last who rang has gone.
    return os.open(path, os.O_RDWR | os.O_NONBLOCK)
