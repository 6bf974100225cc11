"""Beacons: a browser says that a story was read, and is told the story's figure.

    POST /reads  {"story": "story-42", "seen": 10, "scrolled": false}   ->   {"reads": 1204}

The front answers them without Django. `body.py` reads what was sent, `desk.py` asks the rule, gathers and
answers, `file.py` writes. Here is what they and the rule have in common: what counts is decided by a rule that
is handed in (`reads/rule.py`).
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple, Protocol

STORY_KEY = re.compile(r"story-[0-9]{1,12}")
# What names no story that we have is tallied under the paper.
PAPER: Final = "paper"


class BeaconVerdict(StrEnum):
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

    verdict: BeaconVerdict
    story_mark: int | None = None
    paper_mark: int | None = None


class BeaconRule(Protocol):
    """Decides, `at` epoch seconds, what becomes of a beacon, and remembers it."""

    def __call__(self, beacon: Beacon, *, at: float) -> Ruling: ...
