"""How we count reads, as code. The page "how we count reads" says the same in words.

A read is one beacon: the story was visible for some seconds, or half of its text was scrolled through. It
counts once for one reader and story in 24 hours. It does not count when a program sent it, when the page
was only fetched in advance, or when a member of staff was signed in. All that is not counted is tallied
apart, with its reason.

A reader is known again by a keyed hash of address, browser and story. The key is made in memory, is never
written down and is replaced every day, so that the hashes say nothing to anybody, us included. Nothing is
stored on the reader's device and nothing is read from it. A restart forgets: then a reader can count twice.
"""

import hashlib
import ipaddress
import re
import secrets
from dataclasses import dataclass, field
from functools import lru_cache

from crawleruseragents import is_crawler

from kawaraban.press.beacons import Beacon, Verdict

DAY_SECONDS = 24 * 60 * 60
# About 100 bytes each. Beyond it the oldest generation is forgotten, and its readers can count again.
MOST_READERS = 1_000_000

# Programs that the list does not know, or knows under an older name.
_ALSO_ROBOTS = re.compile(
    r"meta-external(?:agent|fetcher)|perplexity|feedly|headless|phantomjs|selenium|playwright|puppeteer"
    r"|^(?:python|java|go-http|okhttp|libwww|node|axios|got|undici|dart|ruby|php|perl)\b|^.{0,9}$",
    re.IGNORECASE,
)
# Telephones whose names look like a robot's: taken out before the lists are asked.
_TELEPHONES = re.compile(r"\bcubot(?:[ _-]?[a-z0-9+]+)*", re.IGNORECASE)


@lru_cache(maxsize=4096)
def is_robot(user_agent: str) -> bool:
    """Whether a program sent this, by the name it gives itself. One without a name is one."""
    named = _TELEPHONES.sub("telephone", user_agent.strip())
    return bool(_ALSO_ROBOTS.search(named)) or is_crawler(named)


@dataclass(slots=True)
class _Generation:
    """The readers of one day under that day's key: hash -> when (epoch seconds)."""

    began_at: float
    key: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    seen: dict[bytes, float] = field(default_factory=dict)

    def mark_of(self, beacon: Beacon) -> bytes:
        reader = "\0".join((_network(beacon.address), beacon.user_agent, beacon.story))
        return hashlib.blake2b(reader.encode(), key=self.key, digest_size=8).digest()


class ReadRule:
    """The rule with its memory of one day. Called by the front for each beacon."""

    def __init__(self) -> None:
        self._generations: list[_Generation] = []

    def __call__(self, beacon: Beacon, *, at: float) -> Verdict:
        """What becomes of this beacon, `at` epoch seconds. A counted one is remembered."""
        if beacon.is_staff:
            return Verdict.STAFF
        if "prefetch" in beacon.purpose or "prerender" in beacon.purpose or is_robot(beacon.user_agent):
            return Verdict.ROBOT
        current = self._current_generation(at)
        for generation in self._generations:
            seen_at = generation.seen.get(generation.mark_of(beacon))
            if seen_at is not None and at - seen_at < DAY_SECONDS:
                return Verdict.REPEAT
        current.seen[current.mark_of(beacon)] = at
        return Verdict.READ

    def _current_generation(self, at: float) -> _Generation:
        """The day's generation; yesterday's stays so that 24 hours hold over the change of the key."""
        newest = self._generations[-1] if self._generations else None
        if newest and at - newest.began_at < DAY_SECONDS and len(newest.seen) < MOST_READERS // 2:
            return newest
        self._generations = [*self._generations[-1:], _Generation(began_at=at)]
        return self._generations[-1]


def _network(address: str) -> str:
    """The part of an address that one household has: IPv6 devices change the rest of theirs by themselves."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 6:
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
