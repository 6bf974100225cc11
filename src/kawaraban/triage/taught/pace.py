"""How often a client may ask: so many questions a second, whichever process of this machine is asked.

    may_go(path, whose=client.pk, per_second=10, now=now)

A file of numbers that is thrown away with `run/`. Each client has a place in it: when it was last looked at, and how
many questions were left then. They grow again with time, up to one second's worth.
"""

import fcntl
import os
import struct
from datetime import datetime
from pathlib import Path
from typing import Final

_PLACE: Final = struct.Struct("=Qdd")  # whose, when, how many are left
# Two clients would need keys that were made so many keys apart to fall on one place; then the newer question has it.
_PLACES: Final = 4096
_CLOCK_SET_BACK: Final = 2.0


def may_go(path: Path, *, whose: int, per_second: int, now: datetime) -> bool:
    """Whether one more question is within the rate; it is counted if so.

    Where the file cannot be written (a full disk), nobody is counted: the key still says who asks.
    """
    try:
        return _taken(path, whose=whose, per_second=per_second, at=now.timestamp())
    except OSError:
        return True


def _taken(path: Path, *, whose: int, per_second: int, at: float) -> bool:
    # Opened for each question: the lock belongs to the opened file, so that threads exclude each other too.
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        offset = whose % _PLACES * _PLACE.size
        known = os.pread(descriptor, _PLACE.size, offset)
        at, left = _left(known, whose=whose, per_second=per_second, at=at)
        may = left >= 1
        os.pwrite(descriptor, _PLACE.pack(whose, at, left - may), offset)
    finally:
        os.close(descriptor)
    return may


def _left(known: bytes, *, whose: int, per_second: int, at: float) -> tuple[float, float]:
    """The moment to go on from, and how many questions are left then."""
    full = float(per_second)
    if len(known) < _PLACE.size:
        return at, full
    before, looked_at, left = _PLACE.unpack(known)
    if before != whose or looked_at - at > _CLOCK_SET_BACK:
        return at, full
    # Of two who ask at once the later one may come first.
    at = max(at, looked_at)
    return at, min(full, left + (at - looked_at) * per_second)
