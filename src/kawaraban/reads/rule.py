"""How we count reads, as code. The page "how we count reads" says the same in words.

A read is one beacon: the story was visible for some seconds, or half of it was scrolled past. It counts once
for one reader and story in 24 hours. `ReadRule.__call__` is the list of what does not count, in its order;
each beacon gets the first reason that fits, and is tallied under it.

A reader is known again by a keyed hash of network, browser and story. The key is made in memory, is never
written down and is replaced at the paper's midnight. For the readers of a day two marks are handed out to be
written: one for reader and story, one for reader and paper, each once a day. They have nothing in common, so
what is written does not say which stories one reader read; and when the day's key is gone, nobody can tell
whose they were. Nothing is stored on the reader's device and nothing is read from it. A restart forgets: then
a reader can count again.

Of a paper that several machines serve, each is told the day's key and what the others have counted (`marks.py`,
`shared_days.py`): the same reader on two of them is one.
"""

import hashlib
import ipaddress
import secrets
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from kawaraban.press.front.beacons.beacon import Beacon, BeaconVerdict, Ruling
from kawaraban.reads.marks import ToldReads
from kawaraban.reads.robots import is_robot

DAY_SECONDS: Final = 24 * 60 * 60
# About 150 bytes each. Beyond it those who were seen first are forgotten, and can count again.
MOST_READERS: Final = 900_000
FLOOD_SECONDS: Final = 10 * 60
_MOST_NETWORKS: Final = 200_000
# Under this name the worker tells the front, through the store, the time zone of the paper.
ZONE_NOTE: Final = "time-zone"
# What a browser says when it fetches a page that nobody looks at yet.
_IN_ADVANCE: Final = ("prefetch", "prerender", "preview")

_FOREIGN: Final = Ruling(BeaconVerdict.FOREIGN)
_STAFF: Final = Ruling(BeaconVerdict.STAFF)
_PREFETCH: Final = Ruling(BeaconVerdict.PREFETCH)
_ROBOT: Final = Ruling(BeaconVerdict.ROBOT)
_TOO_EARLY: Final = Ruling(BeaconVerdict.TOO_EARLY)
_FLOOD: Final = Ruling(BeaconVerdict.FLOOD)
_REPEAT: Final = Ruling(BeaconVerdict.REPEAT)
_READ: Final = Ruling(BeaconVerdict.READ)
_READ_VERDICT: Final = BeaconVerdict.READ
_REPEAT_VERDICT: Final = BeaconVerdict.REPEAT


def _blake(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), signed=True)


def one_way(algorithm: str, width: int) -> Callable[[str], int]:
    """A hash of 64 bits that nobody turns round who does not have the key that a text begins with.

    Python's own is SipHash with one more key, of the process (PEP 456), made for short texts from strangers, and
    twenty times as fast as BLAKE2. Where Python was built with another, it is BLAKE2.
    """
    return hash if algorithm.startswith("siphash") and width == 64 else _blake


_one_way: Final = one_way(sys.hash_info.algorithm, sys.hash_info.width)


class _Generation:
    """Reads that were counted under one day's key: hash of reader and story -> when (epoch seconds).

    `shared`: the key that all machines of the paper have. Under it all make the same hash; Python's own is another in
    each process.
    """

    __slots__ = ("ends_at", "key", "one_way", "readers", "seen")

    def __init__(self, *, ends_at: float, shared: bytes | None = None) -> None:
        self.ends_at = ends_at
        self.seen: dict[int, float] = {}
        self.readers: set[int] = set()
        self.key: str = shared.hex() if shared else secrets.token_hex(32)
        self.one_way = _blake if shared else _one_way

    def goes_on(self) -> "_Generation":
        """An empty one of the same day, with the same key."""
        begun = _Generation(ends_at=self.ends_at)
        begun.key, begun.one_way = self.key, self.one_way
        return begun


def remembered_reads() -> int:
    """How many reads of one day are remembered: at most three generations are kept at once."""
    return MOST_READERS // 3


class ReadRule:
    """The rule with its memory of a day. Called by the front for each beacon.

    `seconds` is how long a story must be visible. `most_of_network` is how many beacons of one network are
    looked at in ten minutes, 0 for any number. `zone_name` tells the time zone of the paper, whose midnight
    ends the day. `most_readers` bounds the memory. `told`: what other machines say, where there can be some.
    """

    def __init__(
        self,
        *,
        seconds: float = 10,
        most_of_network: int = 120,
        zone_name: Callable[[], str] = lambda: "UTC",
        most_readers: int = MOST_READERS,
        told: ToldReads | None = None,
    ) -> None:
        self._seconds = seconds
        self._most_of_network = most_of_network
        self._zone_name = zone_name
        self._most_of_generation = most_readers // 3
        self._generations: list[_Generation] = []
        self._told = told
        self._told_keys: dict[int, bytes] = {}
        self._asks_at = 0.0
        self._window_begins = 0.0
        self._sent: dict[int, int] = {}

    def __call__(self, beacon: Beacon, *, at: float) -> Ruling:
        """What becomes of this beacon, `at` epoch seconds. A counted one is remembered."""
        if not beacon.is_from_our_page:
            return _FOREIGN
        if beacon.is_staff:
            return _STAFF
        if beacon.purpose and any(word in beacon.purpose for word in _IN_ADVANCE):
            return _PREFETCH
        if is_robot(beacon.user_agent):
            return _ROBOT
        if not (beacon.is_scrolled or beacon.seen_seconds >= self._seconds):
            return _TOO_EARLY
        network = _network(beacon.address)
        if self._most_of_network and self._is_flood(network, at):
            return _FLOOD
        if self._told is not None and not self._asks_at - 1.0 <= at < self._asks_at:
            self._hear(self._told, at)
        return self._once_a_day(f"{network}\0{beacon.user_agent}\0", beacon.story, at)

    def _once_a_day(self, reader: str, story: str, at: float) -> Ruling:
        """READ at the first time in 24 hours, else REPEAT; with the marks that this day has not had yet."""
        today = self._today(at)
        keyed = today.key + reader
        mark = today.one_way(keyed + story)
        read_at = today.seen.get(mark)
        if read_at is not None:
            if at - read_at < DAY_SECONDS:
                return _REPEAT
            today.seen[mark] = at
            return _READ
        read_at = self._read_before(reader, story)
        if read_at is None or at - read_at >= DAY_SECONDS:
            verdict, today.seen[mark] = _READ_VERDICT, at
        else:
            verdict, today.seen[mark] = _REPEAT_VERDICT, read_at
        of_paper = today.one_way(keyed)
        if of_paper in today.readers:
            return Ruling(verdict, mark)
        today.readers.add(of_paper)
        return Ruling(verdict, mark, of_paper)

    def _read_before(self, reader: str, story: str) -> float | None:
        """When the days before, or a fuller memory of this one, counted it last."""
        for generation in self._generations[-2::-1]:
            read_at = generation.seen.get(generation.one_way(f"{generation.key}{reader}{story}"))
            if read_at is not None:
                return read_at
        return None

    def _today(self, at: float) -> _Generation:
        """The day's generation. Those that 24 hours still reach stay, so that they hold over midnight."""
        newest = self._generations[-1] if self._generations else None
        if newest is not None and at < newest.ends_at:
            # A reader of today is in `readers` only with a read or a repeat in `seen`.
            if len(newest.seen) < self._most_of_generation:
                return newest
            # Full. The same day has the same key, so that a reader of today stays one in its sketches.
            begun = newest.goes_on()
            self._generations = [*self._generations[-2:], begun]
            return begun
        kept = [one for one in self._generations if at - one.ends_at < DAY_SECONDS]
        ends_at = next_midnight(at, self._zone_name())
        begun = _Generation(ends_at=ends_at, shared=self._told_keys.get(int(ends_at)))
        self._generations = [*kept[-2:], begun]
        return begun

    def _hear(self, told: ToldReads, at: float) -> None:
        """Once a second: whether the machines have agreed on a key, and what the others have counted under it."""
        self._asks_at = at + 1.0
        self._told_keys = told.keys()
        today = self._today(at)
        agreed = self._told_keys.get(int(today.ends_at))
        if agreed and today.key != agreed.hex():
            # What this machine counted until now it still knows under its own.
            self._generations = [*self._generations[-2:], _Generation(ends_at=today.ends_at, shared=agreed)]
        for day, key in self._told_keys.items():
            if day > today.ends_at or at - day >= DAY_SECONDS:
                continue
            known = next((one for one in reversed(self._generations) if one.key == key.hex()), None)
            if known is None:
                # A day before, of which this process has seen nothing.
                known = _Generation(ends_at=day, shared=key)
                self._generations = [known, *self._generations][-3:]
            for mark, read_at in told.news(day, most=self._most_of_generation):
                known.seen.setdefault(mark, read_at)

    def _is_flood(self, network: str, at: float) -> bool:
        """Whether this network has sent its share of these ten minutes. Numbers are kept, not addresses."""
        if (
            not self._window_begins <= at < self._window_begins + FLOOD_SECONDS
            or len(self._sent) > _MOST_NETWORKS
        ):
            self._window_begins, self._sent = at - at % FLOOD_SECONDS, {}
        place = hash(network)
        number = self._sent[place] = self._sent.get(place, 0) + 1
        return number > self._most_of_network


def next_midnight(at: float, zone_name: str) -> float:
    """The end of the paper's day, in epoch seconds. A zone that nobody knows is UTC."""
    try:
        zone: tzinfo = ZoneInfo(zone_name)
    except (LookupError, OSError, ValueError):
        zone = UTC
    day = datetime.fromtimestamp(at, zone).date() + timedelta(days=1)
    return max(at + 1.0, datetime(day.year, day.month, day.day, tzinfo=zone).timestamp())


def _network(address: str) -> str:
    """The part of an address that one household has: IPv6 devices change the rest of theirs by themselves."""
    if ":" not in address:
        return address
    try:
        parsed = ipaddress.IPv6Address(address)
    except ValueError:
        return address
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.IPv6Network((parsed.packed[:8] + bytes(8), 64)))
