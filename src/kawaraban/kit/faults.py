"""What stands behind a failure of the machine: a full disk, a lock, a database that was taken away. Without Django.

    cause_of(error, folder=data.root)      -> Cause.FULL, or None where the fault is not the machine's
    LOG_WORDS[Cause.FULL]                  -> "there is no room left on the disk"

SQLite and LMDB call many things an I/O error. Where `folder` is given it is asked what the disk says of itself.
"""

import errno
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Final


class FaultCause(StrEnum):
    """What the machine could not do."""

    FULL = "full"
    READ_ONLY = "read_only"
    FORBIDDEN = "forbidden"
    LOCKED = "locked"
    DAMAGED = "damaged"
    MISSING = "missing"
    AWAY = "away"  # a database server that does not answer
    CROWDED = "crowded"  # one that takes no more connections


LOG_WORDS: Final[dict[FaultCause, str]] = {
    FaultCause.FULL: "there is no room left on the disk",
    FaultCause.READ_ONLY: "the disk or the database can only be read",
    FaultCause.FORBIDDEN: "the user that runs the paper may not do that",
    FaultCause.LOCKED: "the database is locked by somebody else",
    FaultCause.DAMAGED: "the database is damaged",
    FaultCause.MISSING: "the database file is not there, or cannot be opened",
    FaultCause.AWAY: "the database server does not answer",
    FaultCause.CROWDED: "the database server takes no more connections",
}
# What /healthz calls it.
HEALTH_NAMES: Final[dict[FaultCause, str]] = {
    cause: "disk" if cause is FaultCause.FULL else "database" for cause in FaultCause
}

_BY_NUMBER: Final = {
    errno.ENOSPC: FaultCause.FULL,
    errno.EDQUOT: FaultCause.FULL,
    errno.EFBIG: FaultCause.FULL,
    errno.EROFS: FaultCause.READ_ONLY,
    errno.EACCES: FaultCause.FORBIDDEN,
    errno.EPERM: FaultCause.FORBIDDEN,
}
# As SQLite, PostgreSQL and LMDB say it. The first that fits.
_BY_WORDS: Final[tuple[tuple[str, FaultCause], ...]] = (
    # Of several servers none is the one that may be written: another is about to take its place.
    ("session is read-only", FaultCause.AWAY),
    ("server is in hot standby", FaultCause.AWAY),
    ("in a read-only transaction", FaultCause.AWAY),
    ("is full", FaultCause.FULL),
    ("no space left", FaultCause.FULL),
    ("quota exceeded", FaultCause.FULL),
    ("file too large", FaultCause.FULL),
    ("readonly database", FaultCause.READ_ONLY),
    ("read-only", FaultCause.READ_ONLY),
    ("permission denied", FaultCause.FORBIDDEN),
    ("locked", FaultCause.LOCKED),
    ("lock timeout", FaultCause.LOCKED),
    ("malformed", FaultCause.DAMAGED),
    ("not a database", FaultCause.DAMAGED),
    ("unable to open database", FaultCause.MISSING),
    ("too many clients", FaultCause.CROWDED),
    ("too many connections", FaultCause.CROWDED),
    ("connection slots are reserved", FaultCause.CROWDED),
    ("no more connections allowed", FaultCause.CROWDED),
    ("connection refused", FaultCause.AWAY),
    ("server closed the connection", FaultCause.AWAY),
    ("terminating connection", FaultCause.AWAY),
    ("could not connect", FaultCause.AWAY),
    ("the database system is", FaultCause.AWAY),
    ("does not answer", FaultCause.AWAY),
    ("timeout expired", FaultCause.AWAY),
    ("connection timed out", FaultCause.AWAY),
    ("connection reset", FaultCause.AWAY),
    ("connection is lost", FaultCause.AWAY),
    ("connection is closed", FaultCause.AWAY),
    ("connection is bad", FaultCause.AWAY),
    ("connection failed", FaultCause.AWAY),
    ("connection has been closed", FaultCause.AWAY),
    ("could not receive data", FaultCause.AWAY),
    ("could not send", FaultCause.AWAY),
    ("no route to host", FaultCause.AWAY),
    ("network is unreachable", FaultCause.AWAY),
    ("failed to resolve host", FaultCause.AWAY),
)
# The classes and codes in which PostgreSQL says it, whatever language its words are in (its manual, appendix A).
_BY_SQLSTATE: Final = {
    "08": FaultCause.AWAY,
    "57P": FaultCause.AWAY,
    "25006": FaultCause.AWAY,
    "53100": FaultCause.FULL,
    "53300": FaultCause.CROWDED,
    "57014": FaultCause.LOCKED,
    "55P03": FaultCause.LOCKED,
    "40P01": FaultCause.LOCKED,
    "40001": FaultCause.LOCKED,
    "XX001": FaultCause.DAMAGED,
    "XX002": FaultCause.DAMAGED,
}
_IN_EACH_OTHERS_WAY: Final = frozenset({"40P01", "40001"})
_IO_ERRORS: Final = ("disk i/o error", "input/output error")
_PROBE_BYTES: Final = 16_384


def cause_of(error: BaseException | None, *, folder: Path | None = None) -> FaultCause | None:
    """The cause; None for what is no failure of the machine, such as a mistake of ours."""
    codes = _codes(error)
    if codes:
        # Its words may quote what somebody wrote.
        signs = (sign for code in codes for sign in (code, code[:3], code[:2]))
        return next((_BY_SQLSTATE[sign] for sign in signs if sign in _BY_SQLSTATE), None)
    for one in _chain(error):
        if isinstance(one, OSError) and one.errno in _BY_NUMBER:
            return _BY_NUMBER[one.errno]
        if not _is_of_a_store(one):
            continue
        words = str(one).lower()
        if any(sign in words for sign in _IO_ERRORS):
            return (disk_trouble(folder) if folder else None) or FaultCause.FULL
        for sign, cause in _BY_WORDS:
            if sign in words:
                return cause
    return None


def was_in_each_others_way(error: BaseException | None) -> bool:
    """Whether the database ended one of two transactions that could not both go on: the same again may work."""
    return not _IN_EACH_OTHERS_WAY.isdisjoint(_codes(error))


def disk_trouble(folder: Path) -> FaultCause | None:
    """What the disk says when something is really written to it; None when that can be done."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(_PROBE_BYTES))
            file.flush()
            os.fsync(file.fileno())
    except OSError as refused:
        return _BY_NUMBER.get(refused.errno or 0, FaultCause.MISSING)
    return None


def said_plainly(error: BaseException) -> str:
    """The error's own words on one line, without its class."""
    if isinstance(error, OSError) and error.strerror:
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror}"
    return " ".join(str(error).split()) or type(error).__name__


def _codes(error: BaseException | None) -> list[str]:
    """What a server has said beside its words."""
    return [code for one in _chain(error) if isinstance(code := getattr(one, "sqlstate", None), str)]


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__


def _is_of_a_store(error: BaseException) -> bool:
    """Whether a database or the page store said it: Django, SQLite, psycopg or LMDB."""
    if isinstance(error, sqlite3.Error):
        return True
    places = [(kind.__module__.partition(".")[0], kind.__name__) for kind in type(error).__mro__]
    return any(
        (room in {"django", "psycopg"} and name in {"Error", "DatabaseError", "InterfaceError"})
        or room == "lmdb"
        for room, name in places
    )
