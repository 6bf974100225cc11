"""Beacons: a browser says that a story was read, and is told the story's figure.

    POST /reads  {"story": "story-42"}   ->   {"reads": 1204}

The front answers them without Django. What counts is decided by a rule that is handed in; each beacon
becomes one line of a file (story, verdict, minute: no address, no browser), which the worker folds into the
tallies. The file is written through to the disk about every second: what a crash can take is one second of
counting, and never does it count twice.
"""

import fcntl
import json
import os
import re
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs

from kawaraban.press.store import Store

STORY_KEY = re.compile(r"story-[0-9]{1,12}")
LONGEST_BODY = 512
FILE_SUFFIX = ".beacons"
_ROTATE_BYTES = 1_000_000


class Verdict(StrEnum):
    """What became of a beacon. The codes are in the files: they are frozen."""

    READ = "read"
    ROBOT = "robot"
    REPEAT = "repeat"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Beacon:
    """One beacon, as the rule sees it."""

    story: str
    address: str
    user_agent: str
    purpose: str  # Sec-Purpose or Purpose, in lower case
    is_staff: bool


class Rule(Protocol):
    """Decides, `at` epoch seconds, what becomes of a beacon, and remembers it."""

    def __call__(self, beacon: Beacon, *, at: float) -> Verdict: ...


def story_of(body: bytes) -> str | None:
    """The story that the body names, as JSON or as a form; None when it names none."""
    if len(body) > LONGEST_BODY:
        return None
    try:
        text = body.decode("ascii")
        if text.lstrip().startswith("{"):
            story = json.loads(text).get("story")
        else:
            story = parse_qs(text).get("story", [None])[0]
    except (UnicodeDecodeError, ValueError, RecursionError):
        return None
    return story if isinstance(story, str) and STORY_KEY.fullmatch(story) else None


def is_from_our_page(headers: dict[str, str], host: str) -> bool:
    """Whether one of our own pages sent it: browsers say so, and pages cannot lie about it."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = headers.get("origin", "")
    return origin in {f"https://{host}", f"http://{host}"}


@dataclass(slots=True)
class BeaconFile:
    """The file that this process appends to. It holds a lock on it: an unlocked file is a finished one."""

    folder: Path
    name: str = ""
    size: int = 0
    _descriptor: int = -1
    _is_synced: bool = True

    def append(self, line: bytes) -> tuple[str, int]:
        """Write one line. Returns where it ends: the file's name and the offset behind the line."""
        if self._descriptor < 0 or self.size >= _ROTATE_BYTES:
            self._begin()
        os.write(self._descriptor, line)
        self.size += len(line)
        self._is_synced = False
        return self.name, self.size

    def sync(self) -> None:
        """Write through to the disk what was appended since the last time."""
        if not self._is_synced:
            self._is_synced = True
            os.fsync(self._descriptor)

    def close(self) -> None:
        """Sync and let go: the file is finished."""
        if self._descriptor >= 0:
            self.sync()
            os.close(self._descriptor)
            self._descriptor = -1

    def _begin(self) -> None:
        self.close()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.name = f"{time.time_ns():020d}-{os.getpid()}{FILE_SUFFIX}"
        unlocked = self.folder / f"{self.name}.new"
        self._descriptor = os.open(unlocked, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL, 0o600)
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        # Under its name only when locked: else the worker could take it for a finished one.
        unlocked.rename(self.folder / self.name)
        self.size = 0


@dataclass(slots=True)
class BeaconDesk:
    """Takes beacons: asks the rule, writes the line, answers with the figure."""

    store: Store
    rule: Rule
    file: BeaconFile
    # Counted reads that the worker has not folded yet: where their lines end.
    _unfolded: defaultdict[str, deque[tuple[str, int]]] = field(default_factory=lambda: defaultdict(deque))

    def take(self, beacon: Beacon, *, at: float) -> int | None:
        """Count the beacon. Returns the reads of its story with this one; None for a story we do not have."""
        figure, folded = self.store.figure(beacon.story)
        if figure is None and not self.store.has_key(beacon.story):
            return None
        verdict = self.rule(beacon, at=at)
        end = self.file.append(f"{beacon.story} {verdict} {int(at) // 60}\n".encode())
        if verdict is Verdict.READ:
            self._unfolded[beacon.story].append(end)
        return (figure or 0) + self._not_in(folded, beacon.story)

    def _not_in(self, folded: dict[str, int], story: str) -> int:
        """How many counted reads of the story are not in the figures that were folded this far."""
        waiting = self._unfolded.get(story)
        if waiting is None:
            return 0
        while waiting and self._is_folded(waiting[0], folded):
            waiting.popleft()
        if not waiting:
            del self._unfolded[story]
        return len(waiting)

    def _is_folded(self, end: tuple[str, int], folded: dict[str, int]) -> bool:
        name, offset = end
        if name in folded:
            return offset <= folded[name]
        # A finished file that is folded whole is gone from the table. Names begin with their time.
        return name != self.file.name and any(name < other for other in folded)
