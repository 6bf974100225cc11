"""Files that are given as they lie on the disk: pictures that were uploaded, styles and scripts.

    found = find(root, "images/dock.0123456789abcdef.webp")     None: no such file, or none that may be asked for
    for piece in pieces(found, 0, found.size): ...

A name is walked part by part from the root, and no part is followed that is a link: whatever a request says, nothing
outside of the root is opened. Between two pieces the file is closed: who reads slowly holds nothing open.
"""

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PIECE_BYTES: Final = 262_144

_UNWANTED: Final = re.compile(r"[\x00-\x1f\x7f\\\ufffd\ud800-\udfff]")
_LONGEST_PART: Final = 255
# A name that says what is in the file: the hash that `PaperImage` and the storage of static files write into it.
_HASH_IN_A_NAME: Final = re.compile(r"[^/]+\.(?:[0-9a-f]{12}|[0-9a-f]{16})\.[A-Za-z0-9]{1,5}(?:\.map)?")

# The kinds of files that browsers are told; everything else is only bytes.
_KINDS: Final = {
    "avif": "image/avif",
    "css": "text/css; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "gif": "image/gif",
    "htm": "text/html; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "ico": "image/x-icon",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "map": "application/json",
    "mjs": "text/javascript; charset=utf-8",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "ogg": "audio/ogg",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "ttf": "font/ttf",
    "txt": "text/plain; charset=utf-8",
    "wav": "audio/wav",
    "webm": "video/webm",
    "webmanifest": "application/manifest+json",
    "webp": "image/webp",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "xml": "application/xml",
}


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file as it was when it was found."""

    root: Path
    name: str
    size: int
    changed_ns: int
    inode: int

    @property
    def etag(self) -> str:
        """A strong validator: a file that is written anew has another time."""
        return f'"{self.changed_ns:x}-{self.size:x}"'

    @property
    def modified_at(self) -> int:
        return self.changed_ns // 1_000_000_000

    @property
    def kind(self) -> str:
        """What Content-Type says."""
        return _KINDS.get(self.name.rpartition(".")[2].lower(), "application/octet-stream")

    @property
    def is_named_by_content(self) -> bool:
        """Whether other bytes would have another name."""
        return _HASH_IN_A_NAME.fullmatch(self.name.rpartition("/")[2]) is not None


class Changed(OSError):
    """The file is not the one any more that was found."""


def may_be_asked_for(name: str) -> bool:
    """Whether a file of this name may be given, if there is one: no part of it is hidden, or leads upwards."""
    parts = name.split("/")
    if any(not part or part.startswith(".") or len(part) > _LONGEST_PART for part in parts):
        return False
    return _UNWANTED.search(name) is None


def find(root: Path, name: str) -> FoundFile | None:
    """The file of this name under the root; None for what is no plain file there, or hidden, or a link."""
    descriptor = _open(root, name)
    if descriptor is None:
        return None
    try:
        return _file_at(root, name, descriptor)
    finally:
        os.close(descriptor)


def pieces(found: FoundFile, first: int, end: int) -> Iterator[bytes]:
    """The bytes from `first` up to `end`. Raises Changed when the file is replaced meanwhile."""
    while first < end:
        piece = read_piece(found, first, min(PIECE_BYTES, end - first))
        first += len(piece)
        yield piece


def read_piece(found: FoundFile, first: int, length: int) -> bytes:
    """So many bytes from there on. Raises Changed when they are not those of the file that was found."""
    descriptor = _open(found.root, found.name)
    if descriptor is None:
        raise Changed(found.name)
    try:
        if _file_at(found.root, found.name, descriptor) != found:
            raise Changed(found.name)
        piece = os.pread(descriptor, length, first)
    finally:
        os.close(descriptor)
    if not piece:
        raise Changed(found.name)
    return piece


def _file_at(root: Path, name: str, descriptor: int) -> FoundFile | None:
    facts = os.fstat(descriptor)
    if not stat.S_ISREG(facts.st_mode):
        return None
    return FoundFile(root, name, facts.st_size, facts.st_mtime_ns, facts.st_ino)


def _open(root: Path, name: str) -> int | None:
    """The file, opened for reading; None when there is none that may be given."""
    if not may_be_asked_for(name):
        return None
    *folders, last = name.split("/")
    here = -1
    try:
        here = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        for folder in folders:
            inner = os.open(folder, _FOLDER_FLAGS, dir_fd=here)
            os.close(here)
            here = inner
        return os.open(last, _FILE_FLAGS, dir_fd=here)
    except OSError:
        return None
    finally:
        if here >= 0:
            os.close(here)


_FOLDER_FLAGS: Final = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
# Not to be stopped by a pipe that somebody put there.
_FILE_FLAGS: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
