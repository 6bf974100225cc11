"""How the machines of a paper know the same reader again: one key for a day, and what each has counted under it.

    shared.look(now=now, zone=zone)          before each fold: the keys, and what the others have counted
    batch = shared.settled(batch, zone)      in the turn of the fold: what was counted elsewhere is a repeat
    shared.committed()

**The key.** Whoever finds none for the day makes a random half and puts it into the database by one INSERT; all take
what stands there. The key is made of it and of the paper's secret key: who has the database alone, or the keys of the
paper alone, cannot try addresses and browsers against a mark. It stays in memory, on the board, from which the
front takes it. The half is deleted when the day and the 24 hours after it are over. Its table is unlogged: no log,
standby or copy of the server has it.

**What was counted** is one row for each fold: hashes and minutes, no stories. Rows are written in the turn, so their
numbers come in order, and none can be overlooked. The worker hands them to its front, whose rule knows them from then
on. What two fronts counted before they heard of each other is found here, when the second of them is folded.

A paper on one machine does none of this.
"""

import hashlib
import hmac
import os
import secrets
import struct
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection
from django.db.models import Max

from kawaraban.kit.signing import derived_key
from kawaraban.press.front.beacons.beacon import BeaconVerdict
from kawaraban.press.lease import other_nodes
from kawaraban.press.turn import one_turn
from kawaraban.reads.batch import ReadsBatch
from kawaraban.reads.marks import MARK, MARKS_SUFFIX, pack_keys
from kawaraban.reads.models import SharedKey, SharedReads
from kawaraban.reads.rule import DAY_SECONDS, next_midnight

_PURPOSE: Final = "readers of a day"
_KEYS_PAUSE_SECONDS: Final = 10.0
# The next day's key is agreed on before it begins: all machines change at the same midnight.
_AHEAD_SECONDS: Final = 600.0
# A front hears within seconds what the others counted. So long it is looked for here.
_LATE_MINUTES: Final = 10
_ROWS_AT_ONCE: Final = 500
_SIGNED: Final = struct.Struct(">q")
_ADD: Final = "INSERT INTO reads_sharedkey (day_ends_at, half) VALUES (%s, %s) ON CONFLICT DO NOTHING"


class SharedDays:
    """Of one worker. `folder` is where its front looks for files, `put_up` shows the front the keys."""

    def __init__(self, folder: Path, *, put_up: Callable[[bytes], None]) -> None:
        self._folder = folder
        self._put_up = put_up
        self._keys_due_at = 0.0
        # End of the day (epoch seconds) -> what this process knows of its key.
        self._halves: dict[int, str] = {}
        self._newest_row = 0
        # What was counted lately, of both parts together at least the last ten minutes.
        self._lately: set[int] = set()
        self._before: set[int] = set()
        self._minute = self._turned_at = 0
        self._staged: set[int] = set()
        self._begun_files: set[int] = set()

    def look(self, *, now: datetime, zone: tzinfo) -> None:
        """Agree on keys, forget what is over, and hear what the others have counted."""
        if connection.vendor != "postgresql":
            return
        at = now.timestamp()
        if not self._keys_due_at - _KEYS_PAUSE_SECONDS <= at < self._keys_due_at:
            self._keys_due_at = at + _KEYS_PAUSE_SECONDS
            self._agree(at, str(zone))
        if self._halves:
            self._minute = int(at) // 60
            self._hear()

    def settled(self, batch: ReadsBatch, *, zone: tzinfo) -> ReadsBatch:
        """The batch, in which reads that another machine has counted before are repeats. Called in the turn."""
        self._staged = set()
        if not self._halves:
            return batch
        self._hear()
        told: defaultdict[int, bytearray] = defaultdict(bytearray)
        for (story, minute), lists in batch.counted.items():
            day = int(next_midnight(minute * 60, str(zone)))
            if day not in self._halves:
                continue
            for mark in _numbers(lists):
                if mark in self._lately or mark in self._before or mark in self._staged:
                    batch.tallies[story, minute, BeaconVerdict.READ] -= 1
                    batch.tallies[story, minute, BeaconVerdict.REPEAT] += 1
                else:
                    self._staged.add(mark)
                    told[day] += MARK.pack(mark, minute)
        SharedReads.objects.bulk_create(
            SharedReads(day_ends_at=_moment(day), marks=bytes(marks)) for day, marks in sorted(told.items())
        )
        return batch

    def committed(self) -> None:
        """The transaction of the fold is through: what was told in it stands."""
        self._lately |= self._staged
        self._staged = set()

    def _agree(self, at: float, zone: str) -> None:
        """What keys there are, with those that are wanted now; whose time is over go."""
        ends = int(next_midnight(at, zone))
        known = _known()
        over = [day for day in known if at - day >= DAY_SECONDS]
        if over:
            _forget(over)
        if other_nodes() or ends in known:
            wanted = [ends] if ends - at > _AHEAD_SECONDS else [ends, int(next_midnight(ends, zone))]
            missing = [day for day in wanted if day not in known]
            for day in missing:
                # What this machine counts by already; new where the server has lost it, too.
                half = self._halves.get(day) or secrets.token_hex(32)
                with connection.cursor() as cursor:
                    cursor.execute(_ADD, [_moment(day), half])
            known = _known() if missing else known
        self._halves = {day: half for day, half in known.items() if at - day < DAY_SECONDS}
        self._put_up(pack_keys({day: _key(day, half) for day, half in self._halves.items()}))
        self._let_go_of_files()
        newest = SharedReads.objects.aggregate(newest=Max("pk"))["newest"] if self._halves else None
        if (newest or 0) < self._newest_row:
            # The server was ended hard, or another took its place: the table is empty, and counts from the beginning.
            self._newest_row = 0

    def _hear(self) -> None:
        """The rows that were not read yet: to the front, and what is not old into memory."""
        if self._minute - self._turned_at >= _LATE_MINUTES:
            self._turned_at = self._minute
            self._before, self._lately = self._lately, set()
        rows = SharedReads.objects.order_by("pk").values_list("pk", "day_ends_at", "marks")
        while True:
            found = list(rows.filter(pk__gt=self._newest_row)[:_ROWS_AT_ONCE])
            for number, day_ends_at, marks in found:
                self._newest_row = number
                told = bytes(marks)
                self._tell_front(int(day_ends_at.timestamp()), told)
                self._lately.update(
                    mark for mark, read in MARK.iter_unpack(told) if self._minute - read <= _LATE_MINUTES
                )
            if len(found) < _ROWS_AT_ONCE:
                return

    def _tell_front(self, day: int, marks: bytes) -> None:
        """Add to the file of that day. The first time in this process it begins anew: all rows are read again."""
        path = self._folder / f"{day}{MARKS_SUFFIX}"
        if day in self._begun_files:
            _write(path, marks, os.O_APPEND)
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".new")
        _write(partial, marks, os.O_CREAT | os.O_TRUNC)
        partial.replace(path)
        self._begun_files.add(day)

    def _let_go_of_files(self) -> None:
        for path in self._folder.glob(f"*{MARKS_SUFFIX}"):
            if not (path.stem.isdecimal() and int(path.stem) in self._halves):
                path.unlink(missing_ok=True)
        self._begun_files &= self._halves.keys()


def _known() -> dict[int, str]:
    rows = SharedKey.objects.order_by("day_ends_at").values_list("day_ends_at", "half")
    return {int(day.timestamp()): half for day, half in rows}


def _forget(days: list[int]) -> None:
    """The halves of these days and what was counted in them."""
    moments = [_moment(day) for day in days]
    with one_turn():
        SharedReads.objects.filter(day_ends_at__in=moments).delete()
        SharedKey.objects.filter(day_ends_at__in=moments).delete()


def _key(day: int, half: str) -> bytes:
    own = derived_key(settings.SECRET_KEY, _PURPOSE)
    return hmac.new(own, f"{day} {half}".encode(), hashlib.sha256).digest()


def _moment(day: int) -> datetime:
    return datetime.fromtimestamp(day, UTC)


def _numbers(lists: list[str]) -> Iterator[int]:
    """The marks of lines, as `marks.py` has them."""
    for told in lists:
        for mark in told.split(","):
            try:
                (number,) = _SIGNED.unpack(bytes.fromhex(mark))
            except (ValueError, struct.error):  # not ours, after a crash
                continue
            yield number


def _write(path: Path, content: bytes, flags: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | flags, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
