"""Pictures and documents of a paper: out of wherever it keeps them, and back."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.core.files import File
from django.core.files.storage import Storage, default_storage

from kawaraban.config.copies.disk import files_in, keep_file, make_folder


def export_media(folder: Path) -> int:
    """Every file into the folder; how many. One that is removed meanwhile is left out. Raises OSError."""
    number = 0
    for name in _names(default_storage, ""):
        target = folder / name
        make_folder(target.parent)
        with (
            contextlib.suppress(FileNotFoundError),
            default_storage.open(name) as source,
            target.open("wb") as file,
        ):
            shutil.copyfileobj(source, file)
            number += 1
        keep_file(target)
    return number


def import_media(folder: Path) -> int:
    """Every file of the folder, under the name that the tables know. Raises OSError."""
    number = 0
    for path in files_in(folder):
        name = path.relative_to(folder).as_posix()
        if default_storage.exists(name):
            default_storage.delete(name)
        with path.open("rb") as file:
            kept = default_storage.save(name, File(file))
        if kept != name:
            raise OSError(0, f"the store of media calls it {kept}", name)
        number += 1
    return number


def _names(storage: Storage, folder: str) -> Iterator[str]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(files):
        yield f"{folder}/{name}".lstrip("/")
    for name in sorted(folders):
        yield from _names(storage, f"{folder}/{name}".lstrip("/"))
