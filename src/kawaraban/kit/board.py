"""A board in memory on which each process of a paper says that it lives, and how things go. No disk is needed for it.

    board = Board.made(["front", "clerk", "worker", "app 1"])     the supervisor
    board = Board.of(duty.board_fd, names)                        everybody else: the descriptor is inherited
    board.beat("clerk", troubles={"database"})
    board.silence("clerk")                                        seconds since then; None before the first beat
    board.put_numbers("clerk", numbers)                           what it has counted (kit/seeing)
    board.put_secret(keys)                                        what the worker tells the front, and no disk

Each has a place of its own and writes there alone. The moments are those of a clock that all processes share and that
stands still while the machine sleeps.
"""

import mmap
import os
import struct
import tempfile
import time
import zlib
from array import array
from collections.abc import Collection, Sequence
from typing import Final, Self

from kawaraban.kit.seeing.families import NUMBERS_COUNT
from kawaraban.kit.work.lock_meter import LockFigures

# What /healthz may name besides processes that do not answer. The order is the bits': only ever appended to.
TROUBLES: Final = ("disk", "database", "record")

_PLACE: Final = struct.Struct("=dII")  # when, troubles as bits, a figure
_LOCK: Final = struct.Struct("=IIdddd")  # how it holds the writer's lock: the fields of LockFigures
_MOST: Final = 0xFFFF_FFFF
_BYTES: Final = 64  # a place each, on a line of the processor's memory of its own
_SECRET: Final = struct.Struct("=II")  # how long it is, and its sum: it may be read while it is being written
MOST_SECRET_BYTES: Final = 248
_SECRET_BYTES: Final = _SECRET.size + MOST_SECRET_BYTES
_NUMBERS_BYTES: Final = 8 * NUMBERS_COUNT


class Board:
    """The mapped memory."""

    def __init__(self, descriptor: int, names: Sequence[str]) -> None:
        self.descriptor = descriptor
        self._places = {name: number * _BYTES for number, name in enumerate(names)}
        behind = len(names) * _BYTES
        self._numbers = {name: behind + number * _NUMBERS_BYTES for number, name in enumerate(names)}
        self._secret = behind + len(names) * _NUMBERS_BYTES
        self._memory = mmap.mmap(descriptor, _whole_bytes(names))

    @classmethod
    def made(cls, names: Sequence[str]) -> Self:
        """A new one. Its memory is free when the last process that knows it has ended."""
        descriptor = _nameless_file()
        os.truncate(descriptor, _whole_bytes(names))
        return cls(descriptor, names)

    def clear(self, name: str) -> None:
        """Nobody stands there: another process will."""
        _PLACE.pack_into(self._memory, self._places[name], 0.0, 0, 0)
        _LOCK.pack_into(self._memory, self._places[name] + _PLACE.size, 0, 0, 0.0, 0.0, 0.0, 0.0)

    def beat(
        self,
        name: str,
        *,
        troubles: Collection[str] = (),
        figure: int = 0,
        lock: LockFigures | None = None,
    ) -> None:
        """Say that `name` went round just now, and what it finds wrong; whoever writes, how long it held the lock."""
        bits = sum(1 << place for place, trouble in enumerate(TROUBLES) if trouble in troubles)
        _PLACE.pack_into(self._memory, self._places[name], time.monotonic(), bits, figure)
        if lock is not None:
            fields = (lock.count & _MOST, lock.long_count & _MOST)
            longest = (lock.longest_seconds, lock.longest_hour_seconds, lock.longest_wait_seconds)
            seconds = (lock.sum_seconds, *longest)
            _LOCK.pack_into(self._memory, self._places[name] + _PLACE.size, *fields, *seconds)

    def silence(self, name: str) -> float | None:
        """Seconds since it was heard of; None when it was not yet."""
        at, _bits, _figure = _PLACE.unpack_from(self._memory, self._places[name])
        return time.monotonic() - at if at else None

    def beaten_at(self, name: str) -> float:
        """The moment of its last beat; 0 before the first."""
        at, _bits, _figure = _PLACE.unpack_from(self._memory, self._places[name])
        return float(at)

    def troubles(self) -> set[str]:
        """What any of them finds wrong."""
        found = 0
        for place in self._places.values():
            found |= _PLACE.unpack_from(self._memory, place)[1]
        return {trouble for place, trouble in enumerate(TROUBLES) if found & (1 << place)}

    def figure(self, name: str) -> int:
        """The number that it has put up."""
        return int(_PLACE.unpack_from(self._memory, self._places[name])[2])

    @property
    def names(self) -> tuple[str, ...]:
        """Who has a place."""
        return tuple(self._places)

    def put_numbers(self, name: str, numbers: "array[float]") -> None:
        """What it has counted, in the order of the table of families. `clear` leaves it: the next goes on from it."""
        place = self._numbers[name]
        self._memory[place : place + _NUMBERS_BYTES] = numbers.tobytes()

    def numbers(self, name: str) -> "array[float]":
        """What it has put up so far."""
        place = self._numbers[name]
        return array("d", self._memory[place : place + _NUMBERS_BYTES])

    def put_secret(self, secret: bytes) -> None:
        """What must lie on no disk, in place of what stood there. Raises ValueError beyond `MOST_SECRET_BYTES`."""
        if len(secret) > MOST_SECRET_BYTES:
            raise ValueError(f"{len(secret)} bytes are too many for the board")
        whole = _SECRET.pack(len(secret), zlib.crc32(secret)) + secret.ljust(MOST_SECRET_BYTES, b"\0")
        self._memory[self._secret : self._secret + _SECRET_BYTES] = whole

    def secret(self) -> bytes:
        """What stands there; empty before, and in the moment in which it changes."""
        length, told_sum = _SECRET.unpack_from(self._memory, self._secret)
        begin = self._secret + _SECRET.size
        secret = self._memory[begin : begin + min(length, MOST_SECRET_BYTES)]
        return secret if zlib.crc32(secret) == told_sum else b""

    def locks(self) -> dict[str, LockFigures]:
        """How long each of them held the writer's lock; those that never did, nor waited for it, are not in it."""
        found = {}
        for name, place in self._places.items():
            count, long_count, *seconds = _LOCK.unpack_from(self._memory, place + _PLACE.size)
            if count or any(seconds):
                found[name] = LockFigures(count, long_count, *seconds)
        return found


def _whole_bytes(names: Sequence[str]) -> int:
    return max(1, len(names)) * (_BYTES + _NUMBERS_BYTES) + _SECRET_BYTES


def _nameless_file() -> int:
    in_memory = getattr(os, "memfd_create", None)  # Linux
    if in_memory is not None:
        return int(in_memory("kawaraban"))
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())
