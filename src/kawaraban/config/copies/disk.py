"""Copying files so that they are on the disk, for their owner alone."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kawaraban.kit.plain_files import open_plain

_FILE, _FOLDER = 0o600, 0o700
# Left free on the disk besides what is copied.
_SPARE_BYTES: Final = 16 * 1024 * 1024


def make_folder(folder: Path) -> None:
    """And those above it that are missing."""
    for missing in reversed([each for each in (folder, *folder.parents) if not each.exists()]):
        missing.mkdir(mode=_FOLDER)


def copy_file(source: Path, target: Path) -> None:
    """One file, on the disk when it returns. Raises OSError."""
    make_folder(target.parent)
    open_plain(source).close()
    shutil.copyfile(source, target)
    keep_file(target)


def keep_file(path: Path) -> None:
    """For its owner alone, and on the disk."""
    path.chmod(_FILE)
    _wait(path)


def keep_folders(root: Path) -> None:
    """The names in every folder below, too."""
    for folder, _names, _files in os.walk(root):
        _wait(Path(folder))


def keep_name(path: Path) -> None:
    """That the folder of this name is there, or has this name now."""
    _wait(path.parent)


def files_in(folder: Path) -> Iterator[Path]:
    """Every file in it and below, in an order that does not change."""
    for here, names, files in os.walk(folder):
        names.sort()
        yield from (Path(here, name) for name in sorted(files))


def lacks_room(folder: Path, wanted_bytes: int) -> bool:
    """Whether its disk would be full after that."""
    return shutil.disk_usage(folder).free < wanted_bytes + _SPARE_BYTES


def _wait(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
