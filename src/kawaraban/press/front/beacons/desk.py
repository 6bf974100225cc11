"""The front's desk for beacons: it asks the rule, gathers what the rule says, and answers with the story's figure.

What the rule says is gathered in memory and written through to the disk every second, one line for each story and
verdict; the worker folds the lines into the tallies. What a crash can take is one second of counting, and never does
it count twice. No line has an address or a browser in it:

    story-42 read 29402345 2 60303ae22b998861,9f86d081884c7d65 1b4f0e9851971998
    story, verdict, minute, how many, marks of readers at this story, marks of readers of the paper ("-": none)

The marks are sorted: which of the one kind belongs to which of the other is not told.
"""

import logging
import struct
from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import lmdb

from kawaraban.kit.seeing.families import READS
from kawaraban.kit.seeing.tally import TALLY
from kawaraban.press.front.beacons.beacon import PAPER, Beacon, BeaconRule, BeaconVerdict
from kawaraban.press.front.beacons.body import is_from_our_page, purpose_of, read_body
from kawaraban.press.front.beacons.file import BeaconFile
from kawaraban.press.store.store import Store

logger = logging.getLogger(__name__)

_READ: Final = BeaconVerdict.READ


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

    def line(self, story: str, verdict: BeaconVerdict, minute: int) -> bytes:
        marks = _written(self.story_marks), _written(self.paper_marks)
        return f"{story} {verdict.value} {minute} {self.number} {marks[0]} {marks[1]}\n".encode()


def _written(marks: Sequence[int]) -> str:
    """Sixteen hexadecimal digits for each, sorted: their order is not that in which they came."""
    return struct.pack(f">{len(marks)}q", *sorted(marks)).hex(",", 8) or "-"


@dataclass(slots=True)
class BeaconDesk:
    """Takes beacons: asks the rule, gathers, answers with the figure. `write` is called every second."""

    store: Store
    rule: BeaconRule
    file: BeaconFile
    # What was counted, and what was not, since the last line and in this minute.
    _reads: defaultdict[str, _Gathered] = field(default_factory=lambda: defaultdict(_Gathered))
    _passed_over: defaultdict[tuple[str, BeaconVerdict], _Gathered] = field(
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
        said = read_body(body)
        if said is None:
            self._gathered(PAPER, BeaconVerdict.MALFORMED, at).number += 1
            return _MALFORMED
        beacon = Beacon(
            story=said.story,
            address=address,
            user_agent=headers.get("user-agent", "")[:512],
            purpose=purpose_of(headers),
            is_staff=is_staff,
            seen_seconds=said.seen_seconds,
            is_scrolled=said.is_scrolled,
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
            verdict = BeaconVerdict.UNKNOWN if beacon.is_from_our_page else BeaconVerdict.FOREIGN
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

    def _gathered(self, story: str, verdict: BeaconVerdict, at: float) -> _Gathered:
        minute = int(at) // 60
        if minute != self._minute:
            self._make_lines()
            self._minute = minute
        return self._reads[story] if verdict is _READ else self._passed_over[story, verdict]

    def _make_lines(self) -> None:
        reads, self._reads = self._reads, defaultdict(_Gathered)
        passed_over, self._passed_over = self._passed_over, defaultdict(_Gathered)
        for story, gathered in reads.items():
            TALLY.count(READS, _READ.value, by=gathered.number)
            name, end = self.file.append(gathered.line(story, _READ, self._minute))
            self._unfolded[story].append((name, end, gathered.number))
        for (story, verdict), gathered in passed_over.items():
            TALLY.count(READS, verdict.value, by=gathered.number)
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
