"""A file system of a test's own: small enough to be filled, and one that can be broken. Only root can mount one.

def test_...(small_disk):                     # from tests.rigs.small_disk import small_disk
    small_disk.fill()
    small_disk.free()
    small_disk.break_it()                     # from now on it can only be read, as after a fault of the disk
"""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

_MEGABYTE = 1024 * 1024
SIZE = 64 * _MEGABYTE


@dataclass(frozen=True)
class SmallDisk:
    """Where it is mounted."""

    root: Path

    def fill(self) -> None:
        """To the last byte."""
        self._tell()
        with (self.root / "filler").open("ab", buffering=0) as file:
            for piece in (_MEGABYTE, 4096, 1):
                try:
                    while True:
                        file.write(b"\0" * piece)
                except OSError:
                    continue

    def free(self, room: int | None = None) -> None:
        """Give back so many bytes of what `fill` took; without a number, all."""
        filler = self.root / "filler"
        if room is None:
            filler.unlink()
            return
        os.truncate(filler, filler.stat().st_size - room)
        self._tell()

    def _tell(self) -> None:
        """What was deleted is room only when the disk has heard of it."""
        subprocess.run(["sync", "--file-system", str(self.root)], check=True)

    def break_it(self) -> None:
        """What the system does with a disk that fails: nothing is written to it any more."""
        device = subprocess.run(
            ["findmnt", "--noheadings", "--output", "SOURCE", str(self.root)],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()
        fault = Path("/sys/fs/ext4") / Path(device).name / "trigger_fs_error"
        if not fault.exists():
            pytest.skip("this system lets nobody break a disk")
        fault.write_text("a fault for a test\n")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[SmallDisk]:
    root, image = tmp_path / "disk", tmp_path / "disk.img"
    root.mkdir()
    with image.open("wb") as file:
        file.truncate(SIZE)
    for command in (
        # Blocks as large as a page of memory, as on every disk that is not this small. In smaller ones SQLite's index
        # of its log has holes, and who writes into one through a map is ended when the disk is full.
        ["mkfs.ext4", "-q", "-m", "0", "-b", "4096", str(image)],
        ["mount", "-o", "loop,errors=remount-ro", str(image), str(root)],
    ):
        try:
            done = subprocess.run(command, check=False, capture_output=True)
        except FileNotFoundError:
            pytest.skip(f"there is no {command[0]} here")
        if done.returncode:
            pytest.skip("a file system can be mounted by root alone, and where the system has loop devices")
    try:
        yield SmallDisk(root)
    finally:
        subprocess.run(["umount", "--lazy", str(root)], check=True)
