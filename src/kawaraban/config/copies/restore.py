"""`kawaraban restore`: a paper out of its copy, with the act that says so in its record.

    with staged(reader, data, ...) as place:      # checked and copied into DATA/restoring.partial, a paper itself
        ...migrations, styles, the act...         # the command, with Django over the staged paper
        put_in_place(place, data, ...)            # the paper that was here is set aside; the database comes last

Until the last step the paper that was here is as it was; after it nothing of it is deleted.
"""

import contextlib
import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from kawaraban.config.copies.disk import copy_file, keep_folders, keep_name, lacks_room, make_folder
from kawaraban.config.copies.key_marks import keys_that_fit
from kawaraban.config.copies.one_at_a_time import alone_in
from kawaraban.config.copies.reading import CopyReader, is_medium
from kawaraban.config.env import BadConfiguration, DataDir

STAGED: Final = "restoring.partial"
# What a system or an administrator has in an empty folder.
_NOTHING: Final = frozenset({"lost+found", STAGED})


@contextlib.contextmanager
def not_served(data: DataDir) -> Iterator[None]:
    """Hold the lock that `serve` holds. Raises BadConfiguration where the paper is served."""
    if not data.run.is_dir():
        yield
        return
    with (data.run / "serve.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BadConfiguration(f"The paper in {data.root} is being served. Stop it first.") from None
        yield


def is_empty(data: DataDir) -> bool:
    """Whether there is nothing that a restore would have to set aside."""
    return not data.root.exists() or all(path.name in _NOTHING for path in data.root.iterdir())


@contextlib.contextmanager
def staged(
    reader: CopyReader, data: DataDir, *, keys: Path | None, leaves_media: Callable[[DataDir], bool]
) -> Iterator[DataDir]:
    """The copy, checked, as a paper of its own inside the folder. Gone again when it was not put in place.

    `keys` is a folder with the key files, for a copy without any. `leaves_media` is asked of the staged paper, whose
    knobs are there by then: whether its media lie elsewhere. Raises NoCopy, BadConfiguration, OSError.
    """
    was_there = data.root.exists()
    place = DataDir(data.root / STAGED)
    make_folder(data.root)
    try:
        with alone_in(data.root):
            yield from _staged(reader, data, place, keys=keys, leaves_media=leaves_media)
    finally:
        if not was_there:
            with contextlib.suppress(OSError):  # where the paper is in its place now, it stays
                data.root.rmdir()


def _staged(
    reader: CopyReader,
    data: DataDir,
    place: DataDir,
    *,
    keys: Path | None,
    leaves_media: Callable[[DataDir], bool],
) -> Iterator[DataDir]:
    if place.root.exists():
        shutil.rmtree(place.root)  # of one that was killed
    try:
        if lacks_room(data.root, reader.copy.manifest.size):
            raise BadConfiguration(f"There is no room for the paper on the disk of {data.root}.")
        leaves: bool | None = None
        for file in reader.files():
            if is_medium(file) and leaves is None:
                leaves = leaves_media(place)
            if not (is_medium(file) and leaves):
                reader.bring(file, place.root / file.path)
        _bring_keys(place, data, keys, reader)
        yield place
    finally:
        shutil.rmtree(place.root, ignore_errors=True)


def _bring_keys(place: DataDir, data: DataDir, keys: Path | None, reader: CopyReader) -> None:
    """Of a copy without keys: those that were given, else those of the paper that is here, if they fit."""
    folder = place.secret_key_file.parent
    if folder.exists():
        return
    kept = keys or data.secret_key_file.parent
    if not kept.is_dir():
        raise BadConfiguration("The copy holds no keys. Give the folder in which they were kept with --keys.")
    for name, path in keys_that_fit(kept, reader.copy.manifest.keys).items():
        copy_file(path, folder / name)


def put_in_place(place: DataDir, data: DataDir, *, now: datetime) -> Path | None:
    """The staged paper becomes the paper. Returns where the one that was here lies now, if any. Raises OSError."""
    old = [path for path in sorted(data.root.iterdir()) if path.name not in _NOTHING]
    aside = _aside(data, now) if old else None
    database = data.database_file.name
    # The database of the old one goes first and that of the new one comes last: between them nothing can be served.
    moves = [
        (path, aside / path.name) for path in sorted(old, key=lambda path: path.name != database) if aside
    ]
    new = sorted(place.root.iterdir(), key=lambda path: path.name == database)
    moves += [(path, data.root / path.name) for path in new]
    _moved(moves)
    keep_folders(data.root)
    keep_name(data.root)
    return aside


def _moved(moves: list[tuple[Path, Path]]) -> None:
    """All of them, or none. Raises OSError."""
    done: list[tuple[Path, Path]] = []
    try:
        for source, target in moves:
            source.rename(target)
            done.append((source, target))
    except OSError:
        for source, target in reversed(done):
            target.rename(source)
        raise


def _aside(data: DataDir, now: datetime) -> Path:
    """A new folder beside the paper; inside it where nothing can be made or moved beside it."""
    name = f"{data.root.name}.before-{now:%Y-%m-%dT%H-%M-%SZ}"
    beside = data.root.with_name(name)
    with contextlib.suppress(OSError):
        beside.mkdir(mode=0o700)
        if os.stat(beside).st_dev == os.stat(data.root).st_dev:
            return beside
        beside.rmdir()
    inside = data.root / name
    inside.mkdir(mode=0o700)
    return inside
