"""A file that becomes the paper's database: filled beside its place, and put there when it is whole.

    with staged(data) as place:          # a paper of its own inside the folder: keys, knobs, heads, an empty database
        ...rows, checks...
        aside = put_in_place(place, data, now=now)

Nothing is left of one that was stopped.
"""

import contextlib
import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from kawaraban.config.copies.disk import copy_file, keep_file, keep_name, make_folder
from kawaraban.config.env import DataDir
from kawaraban.config.template_database import unpack

STAGED: Final = "moving.partial"
_BESIDE: Final = ("", "-wal", "-shm", "-journal")


@contextlib.contextmanager
def staged(data: DataDir, *, has_file: bool = True) -> Iterator[DataDir]:
    """A paper in the making; `has_file` where its tables are to lie in a file. Raises OSError."""
    place = DataDir(data.root / STAGED)
    if place.root.exists():
        shutil.rmtree(place.root)  # of one that was killed
    make_folder(place.root)
    try:
        for file in (data.knobs_file, data.secret_key_file, data.ledger_key_file, data.ledger_heads_file):
            if file.exists():
                copy_file(file, place.root / file.relative_to(data.root))
        if has_file:
            unpack(place.database_file)
        yield place
    finally:
        shutil.rmtree(place.root, ignore_errors=True)


def put_in_place(place: DataDir, data: DataDir, *, now: datetime) -> Path | None:
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
