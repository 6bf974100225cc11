"""What the machines of a paper tell each other of its readers, and how a front takes it in. Without Django.

    1790031600.marks       reads of the day that ends at this second: hash of reader and story, minute of the read
    pack_keys({1790031600: key})       the keys of those days, as the worker puts them up in memory

The worker writes the file, the front reads on where it stopped. There is no story in it, and no key on any disk.
"""

import os
import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

MARKS_SUFFIX: Final = ".marks"
KEY_BYTES: Final = 32
# Signed, 64 bits; and minutes since 1970.
MARK: Final = struct.Struct(">qI")
_KEY: Final = struct.Struct(f">q{KEY_BYTES}s")


def pack_keys(keys: Mapping[int, bytes]) -> bytes:
    """End of the day (epoch seconds) -> key, as one text."""
    return b"".join(_KEY.pack(day, key) for day, key in sorted(keys.items()))


def unpack_keys(packed: bytes) -> dict[int, bytes]:
    """The same back."""
    whole = len(packed) - len(packed) % _KEY.size
    return dict(_KEY.iter_unpack(packed[:whole]))


@dataclass(slots=True)
class ToldReads:
    """What a front is told. `told_keys` is what the worker has put up, `folder` that of its files."""

    told_keys: Callable[[], bytes]
    folder: Path
    # Of each day: which file was read, and how far.
    _read: dict[int, tuple[int, int]] = field(default_factory=dict)

    def keys(self) -> dict[int, bytes]:
        """End of the day (epoch seconds) -> key; empty where no other machine is known."""
        return unpack_keys(self.told_keys())

    def news(self, day: int, *, most: int) -> Iterator[tuple[int, float]]:
        """Marks with their moments (epoch seconds) that were not told yet; of a file never read the last `most`."""
        try:
            with (self.folder / f"{day}{MARKS_SUFFIX}").open("rb") as file:
                status = os.fstat(file.fileno())
                inode, begin = self._read.get(day, (0, 0))
                if status.st_ino != inode:
                    # Begun anew: what is told twice is known already.
                    begin = max(0, status.st_size // MARK.size - most) * MARK.size
                file.seek(begin)
                told = file.read()
        except OSError:
            return
        whole = len(told) - len(told) % MARK.size
        self._read[day] = (status.st_ino, begin + whole)
        for mark, minute in MARK.iter_unpack(told[:whole]):
            yield mark, minute * 60.0
