"""A file that becomes the paper's database: filled beside its place, and put there when it is whole.

    with staged(data) as place:          # a folder inside the paper's, to be made a paper of its own
        ...keys, knobs, heads, tables, rows, checks...
        aside = put_database(place, data, now=now)

Nothing is left of one that was stopped.
"""

import contextlib
import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from kawaraban.config.copies.disk import copy_file, keep_file, keep_folders, keep_name, make_folder
from kawaraban.config.copies.one_at_a_time import alone_in
from kawaraban.config.env import DataDir

STAGED: Final = "moving.partial"
_BESIDE: Final = ("", "-wal", "-shm", "-journal")


@contextlib.contextmanager
def staged(data: DataDir) -> Iterator[DataDir]:
    """A paper in the making. Raises BadConfiguration, OSError."""
    place, was_there = DataDir(data.root / STAGED), data.root.exists()
    make_folder(data.root)
    try:
        with alone_in(data.root):
            if place.root.exists():
                shutil.rmtree(place.root)  # of one that was killed
            make_folder(place.root)
            try:
                yield place
            finally:
                shutil.rmtree(place.root, ignore_errors=True)
    finally:
        if not was_there:
            with contextlib.suppress(OSError):  # where the paper is in its place now, it stays
                data.root.rmdir()


def copy_what_proves_it(data: DataDir, place: DataDir) -> None:
    """Keys, knobs and the signed heads of the record. Raises OSError."""
    for file in (data.knobs_file, data.secret_key_file, data.ledger_key_file, data.ledger_heads_file):
        if file.exists():
            copy_file(file, place.root / file.relative_to(data.root))


def put_database(place: DataDir, data: DataDir, *, now: datetime) -> Path | None:
    """The staged file becomes the database. Returns where one that lay there lies now. Raises OSError."""
    aside = None
    if data.database_file.exists():
        aside = data.database_file.with_name(f"{data.database_file.name}.before-{now:%Y-%m-%dT%H-%M-%SZ}")
        for ending in _BESIDE:
            with contextlib.suppress(FileNotFoundError):
                os.rename(f"{data.database_file}{ending}", f"{aside}{ending}")
    keep_file(place.database_file)
    place.database_file.rename(data.database_file)
    keep_name(data.database_file)
    return aside


def put_paper(place: DataDir, data: DataDir) -> None:
    """Everything of the staged paper into its folder, which has none yet; the database last. Raises OSError."""
    database = data.database_file.name
    for path in sorted(place.root.iterdir(), key=lambda path: path.name == database):
        path.replace(data.root / path.name)
    keep_folders(data.root)
    keep_name(data.root)
