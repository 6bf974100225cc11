"""The file of signed heads: one line for each commit that wrote to the record. It is only appended to.

    17 9f3c... 2026-11-23T12:00:00.000000+00:00.5d1e...
    |  |       |                                |
    |  mac     when                             HMAC of what stands before it
    number of the newest entry

Made append-only by the system (`chattr +a`) or copied elsewhere, it is what a truncated table is held against.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path

from django.conf import settings

from kawaraban.kit.plain_files import NoPlainFile, open_plain
from kawaraban.kit.signing import derived_key, sign, unsign

# Waits for the bytes and for the length of the file, not for its times, which nobody reads.
# Several processes append: the newest head is among the last lines, if not the very last.
_TAIL_BYTES = 16_384
_BLOCK_BYTES = 262_144
_wait_for_disk = getattr(os, "fdatasync", os.fsync)


@dataclass(frozen=True, slots=True)
class Head:
    """The newest entry at one moment."""

    number: int
    mac: str
    written_at: datetime


# As long as the line of a first entry.
_SHORTEST = len(f"0 {'0' * 64} 2026-01-01T00:00:00.000000+00:00.{'0' * 64}")


def append_head(head: Head) -> None:
    """Append one line. Raises OSError.

    Nobody waits until the disk has it (`keep_heads` does): a head that a loss of power takes is written again from
    the table, which is on the disk, and a sender would wait as long for it as for the comment itself.
    """
    line = sign(f"{head.number} {head.mac} {_stamp(head.written_at)}", _key()) + "\n"
    path = Path(settings.LEDGER_HEADS_FILE)
    # O_APPEND: writers of several processes never overwrite each other, and one write is one line.
    file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        length = os.fstat(file).st_size
        # After a torn line ours begins on a line of its own.
        is_whole = length == 0 or os.pread(file, 1, length - 1) == b"\n"
        os.write(file, (b"" if is_whole else b"\n") + line.encode("ascii"))
    finally:
        os.close(file)
    if length == 0:
        _keep_name(path.parent)


def keep_heads() -> None:
    """Wait until the disk has every line. The worker does so once a second. Raises OSError.

    Where there is no file nothing waits for the disk: who appends to it says what lies in its place.
    """
    try:
        with open_plain(Path(settings.LEDGER_HEADS_FILE)) as file:
            _wait_for_disk(file.fileno())
    except (FileNotFoundError, NoPlainFile):
        return


def newest_number() -> int:
    """The largest number among the last lines, read from the end of the file; 0 where there is none."""
    try:
        with open_plain(Path(settings.LEDGER_HEADS_FILE)) as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - _TAIL_BYTES))
            lines = file.read().decode("ascii", errors="replace").split("\n")
    except OSError:
        return 0
    return max((head.number for line in lines if (head := _parsed(line))), default=0)


@dataclass(frozen=True, slots=True)
class HeadLine:
    """One line of the file. Places count from 1; `head` is None where the key did not sign it."""

    place: int
    text: str
    head: Head | None

    @property
    def is_torn(self) -> bool:
        """Begun and not finished: shorter than any whole line."""
        return self.head is None and len(self.text.strip("\0")) < _SHORTEST


def each_line(path: Path | None = None) -> Iterator[HeadLine]:
    """Every line that is not empty, without holding the file. A missing file has none."""
    path = path or Path(settings.LEDGER_HEADS_FILE)
    try:
        file = TextIOWrapper(open_plain(path), encoding="utf-8", errors="replace", newline="\n")
    except FileNotFoundError:
        return
    with file:
        for place, ended in enumerate(file, start=1):
            text = ended.removesuffix("\n")
            if text:
                yield HeadLine(place, text, _parsed(text))


def newest_heads() -> Iterator[list[Head]]:
    """The heads from the end of the file, some thousand at a time: whoever has seen enough reads no further.

    Within a list they stand as in the file. A missing file has none; raises OSError of one that cannot be read.
    """
    try:
        file = open_plain(Path(settings.LEDGER_HEADS_FILE))
    except FileNotFoundError:
        return
    with file:
        end, begun = file.seek(0, os.SEEK_END), b""
        while end > 0:
            start = max(0, end - _BLOCK_BYTES)
            file.seek(start)
            text = file.read(end - start) + begun
            if start:
                # What stands before the first end of a line may be the end of one that begins further up.
                begun, _end, text = text.partition(b"\n")
            lines = text.decode("ascii", errors="replace").split("\n")
            yield [head for line in lines if (head := _parsed(line))]
            end = start


def _parsed(line: str) -> Head | None:
    value = unsign(line, _key())
    if value is None:
        return None
    number, mac, written_at = value.split(" ")
    return Head(int(number), mac, datetime.fromisoformat(written_at))


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _keep_name(directory: Path) -> None:
    """A new file's name must survive a loss of power as its lines do."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _key() -> bytes:
    return derived_key(settings.LEDGER_KEY, "ledger head")
