"""Beacons: a browser says that a story was read, and is told the story's figure.

    POST /reads  {"story": "story-42", "seen": 10, "scrolled": false}   ->   {"reads": 1204}

The front answers them without Django. What counts is decided by a rule that is handed in. What it says is
gathered in memory and written through to the disk every second, one line for each story and verdict; the worker
folds the lines into the tallies. What a crash can take is one second of counting, and never does it count twice.
No line has an address or a browser in it:

    story-42 read 29402345 2 60303ae22b998861,9f86d081884c7d65 1b4f0e9851971998
    story, verdict, minute, how many, marks of readers at this story, marks of readers of the paper ("-": none)

The marks are sorted: which of the one kind belongs to which of the other is not told.
"""

import fcntl
import json
import logging
import os
import re
import struct
import time
from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final, NamedTuple, Protocol
from urllib.parse import parse_qs

import lmdb

from kawaraban.press.store.store import Store

logger = logging.getLogger(__name__)

STORY_KEY = re.compile(r"story-[0-9]{1,12}")
# What names no story that we have is tallied under the paper.
PAPER: Final = "paper"
LONGEST_BODY = 512
FILE_SUFFIX = ".beacons"
# A file is finished at this size or age: then the worker folds it whole and throws it away.
_ROTATE_BYTES = 1_000_000
_ROTATE_SECONDS = 600.0
# Lines that may wait for the disk. More than this in a second are written without waiting for its end.
_MOST_WAITING = 20_000


class Verdict(StrEnum):
    """What became of a beacon. The codes are in the files: they are frozen."""

    READ = "read"
    ROBOT = "robot"
    REPEAT = "repeat"
    STAFF = "staff"
    PREFETCH = "prefetch"
    TOO_EARLY = "too_early"
    FLOOD = "flood"
    FOREIGN = "foreign"
    UNKNOWN = "unknown"  # names a story that we do not have
    MALFORMED = "malformed"  # names none at all


_READ: Final = Verdict.READ


@dataclass(frozen=True, slots=True)
class Beacon:
    """One beacon, as the rule sees it."""

    story: str
    address: str
    user_agent: str
    purpose: str  # what Sec-Purpose, Purpose, X-Purpose and X-Moz say, in lower case
    is_staff: bool
    seen_seconds: float = 0.0  # how long the browser says that the story was visible
    is_scrolled: bool = False  # whether half of it was scrolled past
    is_from_our_page: bool = True


class Ruling(NamedTuple):
    """The verdict, and the marks (signed, 64 bits) that the day's sketches of readers have not had yet."""

    verdict: Verdict
    story_mark: int | None = None
    paper_mark: int | None = None


class Rule(Protocol):
    """Decides, `at` epoch seconds, what becomes of a beacon, and remembers it."""

    def __call__(self, beacon: Beacon, *, at: float) -> Ruling: ...


class Claim(NamedTuple):
    """What the body of a beacon says."""

    story: str
    seen_seconds: float
    is_scrolled: bool


def claim_of(body: bytes) -> Claim | None:
    """What the body claims, as JSON or as a form; None when it names no story."""
    if len(body) > LONGEST_BODY:
        return None
    try:
        text = body.decode("ascii")
        said = json.loads(text) if text.lstrip().startswith("{") else _form(text)
    except (UnicodeDecodeError, ValueError, RecursionError):
        return None
    story = said.get("story")
    if not (isinstance(story, str) and STORY_KEY.fullmatch(story)):
        return None
    return Claim(story, _seconds(said.get("seen")), said.get("scrolled") in (True, "1", "true"))


def _form(text: str) -> dict[str, object]:
    return {name: values[0] for name, values in parse_qs(text).items()}


def _seconds(said: object) -> float:
    """A number of seconds, 0 for anything that is none."""
    if isinstance(said, bool) or not isinstance(said, int | float | str):
        return 0.0
    try:
        seconds = float(said)
    except (ValueError, OverflowError):
        return 0.0
    return seconds if 0.0 <= seconds < float("inf") else 0.0


def is_from_our_page(headers: Mapping[str, str], host: str) -> bool:
    """Whether one of our own pages sent it: browsers say so, and pages cannot lie about it."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = headers.get("origin", "")
    return origin in {f"https://{host}", f"http://{host}"}


def _purpose(headers: Mapping[str, str]) -> str:
    names = ("sec-purpose", "purpose", "x-purpose", "x-moz")
    return " ".join(headers[name] for name in names if name in headers).lower()


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


class BeaconAnswer(NamedTuple):
    """What the browser is told."""

    status: int
    body: bytes


_FOREIGN: Final = BeaconAnswer(403, b'{"error":"only our own pages count reads"}')
_MALFORMED: Final = BeaconAnswer(400, b'{"error":"say which story, like {\\"story\\": \\"story-42\\"}"}')
_UNKNOWN: Final = BeaconAnswer(404, b'{"error":"there is no such story"}')
_FULL: Final = BeaconAnswer(503, b'{"error":"reads cannot be written at present"}')


@dataclass(slots=True)
class _Gathered:
    """What waits to become one line."""

    number: int = 0
    story_marks: list[int] = field(default_factory=list)
    paper_marks: list[int] = field(default_factory=list)

    def line(self, story: str, verdict: Verdict, minute: int) -> bytes:
        marks = _written(self.story_marks), _written(self.paper_marks)
        return f"{story} {verdict.value} {minute} {self.number} {marks[0]} {marks[1]}\n".encode()


def _written(marks: Sequence[int]) -> str:
    """Sixteen hexadecimal digits for each, sorted: their order is not that in which they came."""
    return struct.pack(f">{len(marks)}q", *sorted(marks)).hex(",", 8) or "-"


@dataclass(slots=True)
class BeaconDesk:
    """Takes beacons: asks the rule, gathers, answers with the figure. `write` is called every second."""

    store: Store
    rule: Rule
    file: BeaconFile
    # What was counted, and what was not, since the last line and in this minute.
    _reads: defaultdict[str, _Gathered] = field(default_factory=lambda: defaultdict(_Gathered))
    _passed_over: defaultdict[tuple[str, Verdict], _Gathered] = field(
        default_factory=lambda: defaultdict(_Gathered)
    )
    _minute: int = 0
    # Lines of counted reads that the worker has not folded yet: file, end, and how many.
    _unfolded: defaultdict[str, deque[tuple[str, int, int]]] = field(
        default_factory=lambda: defaultdict(deque)
    )

    def receive(
        self, body: bytes, headers: Mapping[str, str], *, host: str, address: str, is_staff: bool, at: float
    ) -> BeaconAnswer:
        """Read, count and answer one request to /reads."""
        claim = claim_of(body)
        if claim is None:
            self._gathered(PAPER, Verdict.MALFORMED, at).number += 1
            return _MALFORMED
        beacon = Beacon(
            story=claim.story,
            address=address,
            user_agent=headers.get("user-agent", "")[:512],
            purpose=_purpose(headers),
            is_staff=is_staff,
            seen_seconds=claim.seen_seconds,
            is_scrolled=claim.is_scrolled,
            is_from_our_page=is_from_our_page(headers, host),
        )
        try:
            reads = self.take(beacon, at=at)
        except (lmdb.Error, OSError) as refused:
            logger.warning("A read could not be counted: %s", refused)
            return _FULL
        if not beacon.is_from_our_page:
            return _FOREIGN
        if reads is None:
            return _UNKNOWN
        return BeaconAnswer(200, b'{"reads": %d}' % reads)

    def take(self, beacon: Beacon, *, at: float) -> int | None:
        """Count the beacon. Returns the reads of its story with this one; None for a story we do not have."""
        figure, folded = self.store.figure(beacon.story)
        if figure is None and not self.store.has_key(beacon.story):
            verdict = Verdict.UNKNOWN if beacon.is_from_our_page else Verdict.FOREIGN
            self._gathered(PAPER, verdict, at).number += 1
            return None
        self.count(beacon, at=at)
        return (figure or 0) + self._not_in(folded, beacon.story)

    def count(self, beacon: Beacon, *, at: float) -> None:
        """Ask the rule and keep what it says."""
        verdict, story_mark, paper_mark = self.rule(beacon, at=at)
        gathered = self._gathered(beacon.story, verdict, at)
        gathered.number += 1
        if story_mark is not None:
            gathered.story_marks.append(story_mark)
        if paper_mark is not None:
            gathered.paper_marks.append(paper_mark)

    def write(self) -> None:
        """Hand over to the system what was gathered since the last time."""
        self._make_lines()
        self.file.write()

    def _gathered(self, story: str, verdict: Verdict, at: float) -> _Gathered:
        minute = int(at) // 60
        if minute != self._minute:
            self._make_lines()
            self._minute = minute
        return self._reads[story] if verdict is _READ else self._passed_over[story, verdict]

    def _make_lines(self) -> None:
        reads, self._reads = self._reads, defaultdict(_Gathered)
        passed_over, self._passed_over = self._passed_over, defaultdict(_Gathered)
        for story, gathered in reads.items():
            name, end = self.file.append(gathered.line(story, _READ, self._minute))
            self._unfolded[story].append((name, end, gathered.number))
        for (story, verdict), gathered in passed_over.items():
            self.file.append(gathered.line(story, verdict, self._minute))

    def close(self) -> None:
        """Write everything through and let go of the file."""
        self.write()
        self.file.close()

    def _not_in(self, folded: dict[str, int], story: str) -> int:
        """How many counted reads of the story are not in the figures that were folded this far."""
        gathered = self._reads.get(story)
        number = gathered.number if gathered else 0
        waiting = self._unfolded.get(story)
        if waiting is None:
            return number
        while waiting and self._is_folded(waiting[0][0], waiting[0][1], folded):
            waiting.popleft()
        if not waiting:
            del self._unfolded[story]
        return number + sum(line[2] for line in waiting)

    def _is_folded(self, name: str, offset: int, folded: dict[str, int]) -> bool:
        if name in folded:
            return offset <= folded[name]
        # Names begin with their time, and of the files that are gone the newest stays in the table: what is
        # older than any name in it is folded whole.
        return name != self.file.name and any(name < other for other in folded)
