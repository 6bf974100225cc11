"""The access log: one line for each request in the shape that log readers know, without personal data.

    203.0.113.0 - - [23/Nov/2026:12:00:00 +0000] "GET /a/?page=2 HTTP/1.1" 200 1335 "https://ex.org" "-" store 0.4ms

Addresses lose their last part (IPv4 to /24, IPv6 to /48). Queries are left out, but for the page number. Of
the referrer only the site stays. The browser is not written. A secret in a path (the link to a comment one has
sent, the one to a new password) is written as [token]: `kit/secret_paths.py` tells it by its place.

While the rate is moderate every request is written. Beyond that a sample is, and a line that stands for eight
requests ends in ` x8`: the weights of all lines together are the number of requests.

Each day (of UTC) begins another file, and so does one that has become long; the one before lies beside it under its
date, `access-2026-11-29.log`, then `access-2026-11-29.2.log`. The oldest are deleted when they are too old or too much
together, and first of all when the disk is full. A program that moves the file away (logrotate) does no harm.
"""

import contextlib
import errno
import ipaddress
import json
import os
import re
import time
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from kawaraban.kit.secret_paths import TOKEN, masked

_PAGE = re.compile(r"page=[0-9]{1,4}")
# A token at a place where none belongs: somebody pasted half a link.
_LOOKS_SECRET = re.compile(r"(?<![A-Za-z0-9_-])(?=[a-z0-9-]*[A-Z_])[A-Za-z0-9_-]{22}(?![A-Za-z0-9_-])")
_UNWRITABLE = re.compile(r'[^\x21-\x7e]|["\\]')
_LONGEST_PATH = 600
_MANY = 5_000
# In a second that is busier than the one before, each so many lines stand for twice as many requests.
_STEP = 100
_DAY_SECONDS = 86_400
# So many files share the bytes that are kept, if one day is busy.
_FILES = 8


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One answered request. `source` says who answered: store, app or front."""

    client: str
    method: str
    target: str  # the raw path and query, as they came
    referrer: str
    status: int
    sent: int
    source: str
    seconds: float = 0.0
    request_id: str = ""  # by which the logs of app and clerk know it


@dataclass(frozen=True, slots=True)
class Keeping:
    """How much of the log is kept: bytes of all files together, and days. 0 sets no limit."""

    most_bytes: int = 0
    days: int = 0

    @property
    def most_bytes_of_one(self) -> int:
        """Where a file is called long: so that deleting the oldest deletes a small part."""
        return self.most_bytes // _FILES


@dataclass(slots=True)
class AccessLog:
    """Collects entries; `flush` appends them to the file, which log rotation may have moved meanwhile."""

    path: Path | None  # None writes nothing
    lines_per_second: int = 500
    keeping: Keeping = field(default_factory=Keeping)
    as_json: bool = False
    _is_torn: bool = False  # the last line was written in part
    _waiting: list[tuple[float, LogEntry, int]] = field(default_factory=list)
    _stride: int = 1  # one of so many requests is written
    _span: int = 1  # for so many requests the next line stands
    _until_next: int = 1
    _in_this_second: int = 0
    _lines_left: int = 500

    def __post_init__(self) -> None:
        self._lines_left = self.lines_per_second

    def due(self) -> int:
        """For how many requests a line about this one stands; 0 when it is not to be written.

        Called once for each request: nothing here may be slow.
        """
        self._until_next -= 1
        if self._until_next:
            return 0
        weight = self._span
        self._in_this_second += weight
        self._lines_left -= 1
        if not self._lines_left and self.lines_per_second:
            self._stride *= 2
            self._lines_left = _STEP
        self._span = self._until_next = self._stride
        return weight

    def note(self, entry: LogEntry, weight: int) -> None:
        """Keep a request that `due` gave a weight."""
        self._waiting.append((time.time(), entry, weight))
        if len(self._waiting) >= _MANY:
            self._append()

    def flush(self) -> None:
        """Append what was noted since the last time; once a second. The rate decides how dense the next is."""
        if self.lines_per_second:
            self._stride = -(-self._in_this_second // self.lines_per_second) or 1
            if self._until_next > self._stride:
                # It has become quiet: the next request is written, for those that were passed over as well.
                self._span += 1 - self._until_next
                self._until_next = 1
        self._in_this_second = 0
        self._lines_left = self.lines_per_second
        self._append()

    def _append(self) -> None:
        waiting, self._waiting = self._waiting, []
        if not waiting or self.path is None:
            return
        text = "".join((_json_line if self.as_json else _line)(*one) for one in waiting).encode(
            "ascii", errors="replace"
        )
        self._begin_another_if_due(time.time())
        text, self._is_torn = b"\n" * self._is_torn + text, False
        rest = self._unwritten(text)
        if rest and self._delete_oldest():
            # The log must not be what fills the disk: the oldest makes room, and what is happening now is written.
            rest = self._unwritten(rest)
        if rest:
            self._is_torn = len(rest) < len(text)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self.path))

    def _unwritten(self, text: bytes) -> bytes:
        """Append; what a full disk has not taken is returned. Raises OSError for another cause."""
        assert self.path is not None
        try:
            descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                return text[os.write(descriptor, text) :]
            finally:
                os.close(descriptor)
        except OSError as refused:
            if refused.errno not in {errno.ENOSPC, errno.EDQUOT}:
                raise
            return text

    def _begin_another_if_due(self, now: float) -> None:
        """Lay the file aside when its day is over or it is long. Fails in silence: the log goes on in the old one."""
        assert self.path is not None
        with contextlib.suppress(OSError):
            found = self.path.stat()
            is_of_today = int(found.st_mtime) // _DAY_SECONDS == int(now) // _DAY_SECONDS
            longest = self.keeping.most_bytes_of_one
            if found.st_size and (not is_of_today or (longest and found.st_size >= longest)):
                self.path.rename(_free_name(self.path, found.st_mtime))
                self._tidy(now)

    def _tidy(self, now: float) -> None:
        """Delete what is too old, and the oldest while all together are too much."""
        kept = 0
        for path in reversed(self._older()):
            found = path.stat()
            kept += found.st_size
            is_old = self.keeping.days and now - found.st_mtime > self.keeping.days * _DAY_SECONDS
            room = self.keeping.most_bytes - self.keeping.most_bytes_of_one  # the rest is the file that grows
            if is_old or (self.keeping.most_bytes and kept > room):
                path.unlink(missing_ok=True)

    def _delete_oldest(self) -> bool:
        older = self._older()
        if older:
            older[0].unlink(missing_ok=True)
        return bool(older)

    def _older(self) -> list[Path]:
        """The files that were laid aside, the oldest first."""
        assert self.path is not None
        names = f"{self.path.stem}-[0-9]*{self.path.suffix}"
        return sorted(self.path.parent.glob(names), key=lambda path: (path.stat().st_mtime, path.name))


def _free_name(path: Path, at: float) -> Path:
    """Under the day of its last line; the second of a day with a number."""
    day = time.strftime("%Y-%m-%d", time.gmtime(at))
    name = path.with_name(f"{path.stem}-{day}{path.suffix}")
    number = 2
    while name.exists():
        name = path.with_name(f"{path.stem}-{day}.{number}{path.suffix}")
        number += 1
    return name


def _line(at: float, entry: LogEntry, weight: int) -> str:
    return (
        f"{shortened_address(entry.client)} - - [{_moment(int(at))}] "
        f'"{_UNWRITABLE.sub("?", entry.method)} {loggable_path(entry.target)} HTTP/1.1" '
        f'{entry.status} {entry.sent} "{_site(entry.referrer)}" "-" {entry.source} {entry.seconds * 1000:.1f}ms'
        f"{f' r={entry.request_id}' if entry.request_id else ''}{f' x{weight}' if weight > 1 else ''}\n"
    )


def _json_line(at: float, entry: LogEntry, weight: int) -> str:
    """The same facts under names, those of a line of the other logs where they are the same."""
    told = {
        "time": _iso_moment(int(at)),
        "client": shortened_address(entry.client),
        "method": _UNWRITABLE.sub("?", entry.method),
        "path": loggable_path(entry.target),
        "status": entry.status,
        "bytes": entry.sent,
        "referrer": _site(entry.referrer),
        "source": entry.source,
        "milliseconds": round(entry.seconds * 1000, 1),
        "requests": weight,
        **({"request": entry.request_id} if entry.request_id else {}),
    }
    return json.dumps(told) + "\n"


# One second of lines has one moment, and readers, pages and referrers that come again.
@lru_cache(maxsize=4)
def _moment(at: int) -> str:
    return time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(at))


@lru_cache(maxsize=4)
def _iso_moment(at: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at))


@lru_cache(maxsize=1_024)
def shortened_address(address: str) -> str:
    """The address without the part that tells one household from its neighbours."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "-"
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    prefix = 24 if parsed.version == 4 else 48
    return str(ipaddress.ip_network((parsed, prefix), strict=False).network_address)


@lru_cache(maxsize=1_024)
def loggable_path(target: str) -> str:
    """The path as it came, without secrets, without a query but the page's number."""
    raw_path, _, query = target.partition("?")
    path = _UNWRITABLE.sub("?", _LOOKS_SECRET.sub(TOKEN, masked(raw_path))[:_LONGEST_PATH])
    return f"{path}?{query}" if _PAGE.fullmatch(query) else path


@lru_cache(maxsize=1_024)
def _site(referrer: str) -> str:
    try:
        parts = urlsplit(referrer)
        host = parts.hostname
    except ValueError:
        return "-"
    if parts.scheme not in {"http", "https"} or not host:
        return "-"
    return _UNWRITABLE.sub("?", f"{parts.scheme}://{host}")[:200]
