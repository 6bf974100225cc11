"""The files of the page store in its folder: whether they are those that were opened, whole, and sound.

LMDB maps its file. One that was cut ends the process that reads beyond its end, without a word (SIGBUS); so a file is
measured before it is opened, and the tree in it is walked by a process of its own, which may end as it likes.
"""

import errno
import mmap
import os
import shutil
import struct
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

from kawaraban.kit.plain_files import open_plain

DATA_FILE: Final = "data.mdb"
LOCK_FILE: Final = "lock.mdb"
GENERATION_FILE: Final = "generation"

Identity = tuple[int, int]

# LMDB's format 1 on 64 bits: behind the 16 bytes that begin each page.
_META = struct.Struct("<II8xQI")  # magic, version, map size, page size
_LAST_PAGE = struct.Struct("<Q")
_MAGIC, _VERSION = 0xBEEFC0DE, 1
_HEAD, _LAST_PAGE_AT = 16, 136
# Of its table of readers: the head with room for one, and each further reader, on a line of the processor's memory.
_LOCK_HEAD_BYTES: Final = 192
_READER_BYTES: Final = 64
_PROBE_SECONDS: Final = 60.0
# How many stores that were set aside are kept, the newest.
_KEPT_ASIDE: Final = 1


def identity(path: Path) -> Identity | None:
    """Which file is at this path; None when there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


class LockHead:
    """The first bytes of the table of readers, mapped: looked at before each transaction, in no time."""

    def __init__(self, folder: Path) -> None:
        descriptor = os.open(folder / LOCK_FILE, os.O_RDONLY | os.O_CLOEXEC)
        try:
            self._map = mmap.mmap(descriptor, 8, access=mmap.ACCESS_READ)
        finally:
            os.close(descriptor)
        self._head = self._map[:]

    def is_as_it_was(self) -> bool:
        return self._map[:] == self._head


def reserve_lock(folder: Path, *, readers: int) -> None:
    """Have the disk give the whole table of readers its room before LMDB maps it. Raises OSError where there is none.

    LMDB makes the file longer and writes into it through the map: on a full disk that ends the process.
    """
    size = _LOCK_HEAD_BYTES + (readers - 1) * _READER_BYTES
    descriptor = os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        if hasattr(os, "posix_fallocate"):
            os.posix_fallocate(descriptor, 0, size)
        elif (begun := os.fstat(descriptor).st_size) < size:  # macOS
            os.pwrite(descriptor, bytes(size - begun), begun)
    finally:
        os.close(descriptor)


def fault_of(folder: Path) -> str:
    """Why the store must not be opened, in words; empty when it can be: also where there is none yet."""
    fault = _fault_in_place_of_folder(folder)
    for name in (DATA_FILE, LOCK_FILE, GENERATION_FILE):
        fault = fault or fault_in_place(folder / name)
    if fault:
        return fault
    try:
        with open_plain(folder / DATA_FILE) as file:
            size = os.fstat(file.fileno()).st_size
            if size == 0:
                return ""
            first = file.read(_HEAD + 256)
            page_size = _page_size(first)
            if not page_size:
                return "it does not begin as a page store does"
            file.seek(page_size)
            second = file.read(_HEAD + 256)
    except FileNotFoundError:
        return ""
    if _page_size(second) != page_size:
        return "its second page is not that of a page store"
    last = max(_LAST_PAGE.unpack_from(meta, _LAST_PAGE_AT)[0] for meta in (first, second))
    return "" if size >= (last + 1) * page_size else "its end is missing"


def _fault_in_place_of_folder(folder: Path) -> str:
    """What lies there instead of a folder, or of a link to one."""
    if not os.path.lexists(folder) or folder.is_dir():
        return ""
    return "it is a link that leads to no folder" if folder.is_symlink() else "it is not a folder"


def fault_in_place(path: Path) -> str:
    """What lies in the place of this file instead of one, in words; empty for a file, and where there is nothing.

    Raises OSError where the system lets nobody look.
    """
    try:
        open_plain(path).close()
    except FileNotFoundError:
        return f"{path.name} is a link that leads nowhere" if path.is_symlink() else ""
    except OSError as refused:
        if refused.errno not in _NO_FILE:
            raise
        return f"{path.name} is no file"
    return ""


# A folder, a pipe or a device; a socket; links in a circle.
_NO_FILE: Final = frozenset({errno.EINVAL, errno.ENXIO, errno.ELOOP})


def _page_size(meta: bytes) -> int:
    if len(meta) < _LAST_PAGE_AT + _LAST_PAGE.size:
        return 0
    magic, version, _map_size, page_size = _META.unpack_from(meta, _HEAD)
    return page_size if (magic, version & 0xFFFF) == (_MAGIC, _VERSION) and page_size in _PAGE_SIZES else 0


_PAGE_SIZES: Final = frozenset(1 << power for power in range(9, 17))


def damage_of(folder: Path) -> str:
    """The same, after every page was looked at by a process of its own. About 0.1 s."""
    fault = fault_of(folder)
    if fault or not (folder / DATA_FILE).exists():
        return fault
    try:
        done = subprocess.run(  # noqa: S603  our own module on our own folder
            [sys.executable, "-m", "kawaraban.press.store.probe", str(folder)],
            capture_output=True,
            timeout=_PROBE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "it cannot be read to its end"
    if done.returncode == 0:
        return ""
    if done.returncode < 0:
        return f"reading it ends a process (signal {-done.returncode})"
    return done.stdout.decode("utf-8", "replace").strip() or "it cannot be read"


def set_aside(folder: Path) -> Path:
    """Put the folder out of the way, for somebody who wants to look at it. Returns where it is now.

    Only the newest is kept: what fails again and again must not fill the disk.
    """
    aside = folder.with_name(f"{folder.name}.broken-{time.strftime('%Y%m%dT%H%M%S')}")
    throw_away(aside)
    try:
        folder.rename(aside)
    except OSError:
        # A folder that cannot be moved, perhaps the root of a disk of its own: what is in it goes.
        for name in (DATA_FILE, LOCK_FILE, GENERATION_FILE):
            throw_away(folder / name)
        return folder
    others = sorted(folder.parent.glob(f"{folder.name}.broken-*"))
    for old in others[:-_KEPT_ASIDE]:
        throw_away(old)
    return aside


def clear_place(path: Path) -> None:
    """What lies there and is no file goes: nothing can be written into it, or one would wait for ever."""
    if fault_in_place(path):
        throw_away(path)


def throw_away(path: Path) -> None:
    """Whatever lies there goes: a folder with all that is in it, a link alone."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
