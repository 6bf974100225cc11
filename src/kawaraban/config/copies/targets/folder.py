"""Copies in a folder: of this machine, of a disk that is carried away, or of a share.

A copy is built as NAME.partial and gets its name when it is whole and on the disk.
"""

import contextlib
import os
import shutil
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final

from kawaraban.config.copies.disk import files_in, keep_file, keep_folders, keep_name, make_folder
from kawaraban.config.copies.manifest import NAME
from kawaraban.config.copies.targets.target import MEDIA, Readable, Stored
from kawaraban.config.env import BadConfiguration
from kawaraban.kit.plain_files import open_plain

PARTIAL: Final = ".partial"
_PIECE: Final = 1024 * 1024


class FolderTarget:
    """Copies beside each other in one folder."""

    lock_days = 0

    def __init__(self, root: Path) -> None:
        self.root = root
        self._open = ""
        self._made_above: list[Path] = []

    def __str__(self) -> str:
        return str(self.root)

    def workplace(self, name: str) -> Path:
        return self._partial(name)

    def begin(self, name: str) -> None:
        if (self.root / name).exists():
            raise BadConfiguration(f"{self.root / name} is there already. Nothing was written.")
        partial = self._partial(name)
        if partial.exists():
            shutil.rmtree(partial)  # of one that was killed
        self._made_above = [each for each in partial.parents if not each.exists()]
        make_folder(partial)
        self._open = name

    def put(self, place: str, body: Readable) -> None:
        path = self._path(place)
        make_folder(path.parent)
        partial = path.with_name(path.name + PARTIAL)
        try:
            with partial.open("wb") as file:
                while piece := body.read(_PIECE):
                    file.write(piece)
            keep_file(partial)
            partial.rename(path)
        except BaseException:
            with contextlib.suppress(OSError):
                partial.unlink(missing_ok=True)
            raise

    def keep(self, places: Iterable[str], until: datetime) -> None:
        """A folder promises nothing."""

    def finish(self, name: str) -> None:
        partial = self._partial(name)
        keep_folders(partial)
        if (self.root / MEDIA).is_dir():
            keep_folders(self.root / MEDIA)
        if (self.root / name).exists():
            raise BadConfiguration(f"{self.root / name} came to be meanwhile. Nothing was written there.")
        partial.rename(self.root / name)
        self._open = ""
        keep_name(self.root / name)

    def abandon(self, name: str) -> None:
        shutil.rmtree(self._partial(name), ignore_errors=True)
        for folder in self._made_above:
            with contextlib.suppress(OSError):
                folder.rmdir()
        self._open = ""

    def read(self, place: str) -> BinaryIO:
        return open_plain(self.root / place)

    def stored(self, prefix: str) -> Iterator[Stored]:
        for path in files_in(self.root / prefix):
            if not path.name.endswith(PARTIAL):
                yield Stored(path.relative_to(self.root).as_posix(), path.stat().st_size)

    def copies(self) -> Iterator[str]:
        with os.scandir(self.root) as entries:
            names = sorted(
                entry.name for entry in entries if entry.is_dir() and not entry.name.endswith(PARTIAL)
            )
        yield from (name for name in names if (self.root / name / NAME).is_file())

    def _partial(self, name: str) -> Path:
        return self.root / (name + PARTIAL)

    def _path(self, place: str) -> Path:
        name, _slash, rest = place.partition("/")
        return self._partial(name) / rest if self._open and name == self._open else self.root / place
