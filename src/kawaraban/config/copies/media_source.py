"""Where the paper's pictures and documents are read from: its folder, or its bucket."""

import contextlib
import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from kawaraban.config.copies.disk import files_in
from kawaraban.config.copies.targets.s3 import S3Target
from kawaraban.config.copies.targets.target import Readable
from kawaraban.config.env import DataDir, read_knobs
from kawaraban.config.object_store.address import s3_address
from kawaraban.kit.plain_files import open_plain


@dataclass(frozen=True, slots=True)
class MediaFile:
    """One file. `stamp` is another one when its bytes may be others."""

    path: str
    size: int
    stamp: str


class MediaSource(Protocol):
    """All of a paper's media."""

    def each(self) -> Iterator[MediaFile]:
        """Every file, always in the same order."""

    def open(self, path: str) -> "AbstractContextManager[Readable]":
        """One of them. Raises FileNotFoundError for what was removed meanwhile, OSError."""


class FolderMedia:
    """In a folder of this machine, or of a share."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def each(self) -> Iterator[MediaFile]:
        for path in files_in(self._root):
            with contextlib.suppress(FileNotFoundError):
                facts = path.stat()
                stamp = f"{facts.st_mtime_ns} {facts.st_ino}"
                yield MediaFile(path.relative_to(self._root).as_posix(), facts.st_size, stamp)

    def open(self, path: str) -> "AbstractContextManager[Readable]":
        return open_plain(self._root / path)


class BucketMedia:
    """In an object store, which several machines share."""

    def __init__(self, address: str) -> None:
        self._address = s3_address(address)
        self._objects = S3Target(self._address)

    def each(self) -> Iterator[MediaFile]:
        for key, facts in self._objects.listed():
            yield MediaFile(key, int(facts["Size"]), str(facts["ETag"]))

    def open(self, path: str) -> "AbstractContextManager[Readable]":
        return self._objects.read(path)


def media_of(data: DataDir, knobs: Mapping[str, Any] | None = None) -> MediaSource:
    """The media of this paper, wherever they lie. Raises BadConfiguration."""
    url = str((knobs or read_knobs(data, os.environ))["media_url"])
    if not url:
        return FolderMedia(data.media)
    return BucketMedia(url)
