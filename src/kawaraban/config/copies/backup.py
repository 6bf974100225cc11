"""`kawaraban backup`: a whole copy of a paper, while it is served.

The order leaves a whole record. The heads come first: the database that is copied after them knows every entry that
they tell of. The database is copied as it is at one moment, by SQLite itself. Pictures come last: all that the
database speaks of are there, and perhaps some more.

It is built beside its place as NAME.partial and gets its name when it is whole and on the disk. Nothing is left of
one that could not be finished.
"""

import contextlib
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

from kawaraban.config.copies.disk import (
    copy_file,
    files_in,
    keep_file,
    keep_folders,
    keep_name,
    lacks_room,
    make_folder,
)
from kawaraban.config.copies.manifest import NAME, CopiedFile, Manifest, hash_of
from kawaraban.config.databases import database_url
from kawaraban.config.env import BadConfiguration, DataDir
from kawaraban.config.processes.starting import refuse_unfit_paper
from kawaraban.kit.faults import said_plainly

PARTIAL: Final = ".partial"


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy that is whole."""

    folder: Path
    manifest: Manifest


def make_backup(
    data: DataDir, target: Path, *, now: datetime, look_at: Callable[[Path], None] = lambda folder: None
) -> Backup:
    """Copy the paper to `target`, or to a folder with the date in it where that is one already.

    `look_at` is shown the copy before it is sealed, and may refuse it. Raises BadConfiguration with a sentence.
    """
    folder = _place(data, target, now)
    partial = folder.with_name(folder.name + PARTIAL)
    refuse_unfit_paper(data)
    if database_url(data):
        raise BadConfiguration(
            "The tables of this paper lie in PostgreSQL: copy them with its own programs; docs/postgresql.md says how."
        )
    with _built(partial):
        if lacks_room(partial, _size(data)):
            raise BadConfiguration(
                f"There is no room for a copy in {folder.parent}: it needs {_size(data) // 1_000_000 + 17} MB."
            )
        _copy(data, partial)
        look_at(partial)
        manifest = _sealed(partial, now)
        if folder.exists():
            raise BadConfiguration(f"{folder} came to be meanwhile. Nothing was written there.")
        partial.rename(folder)
    keep_name(folder)
    return Backup(folder, manifest)


def _place(data: DataDir, target: Path, now: datetime) -> Path:
    target = target.resolve()
    if target == data.root or target.is_relative_to(data.root):
        raise BadConfiguration("A copy inside the paper's own folder is lost with it. Name another folder.")
    if not target.exists():
        return target
    if not target.is_dir():
        raise BadConfiguration(f"{target} is a file. Name a folder.")
    if (target / NAME).exists():
        raise BadConfiguration(f"{target} is a copy already. Name the folder that it is in, or a new one.")
    return target / f"{data.root.name}-{now:%Y-%m-%dT%H-%M-%SZ}"


@contextlib.contextmanager
def _built(partial: Path) -> Iterator[None]:
    """A new folder; gone again when what is built in it is not finished, whatever the reason."""
    if partial.exists():
        shutil.rmtree(partial)  # of one that was killed
    above = [each for each in partial.parents if not each.exists()]
    try:
        make_folder(partial)
        yield
    except BaseException as unfinished:
        shutil.rmtree(partial, ignore_errors=True)
        for folder in above:
            with contextlib.suppress(OSError):
                folder.rmdir()
        if isinstance(unfinished, sqlite3.Error):
            raise BadConfiguration(f"The database cannot be copied: {unfinished}.") from unfinished
        if isinstance(unfinished, OSError) and not isinstance(unfinished, BadConfiguration):
            raise BadConfiguration(
                f"The copy could not be made, and nothing is left of it: {said_plainly(unfinished)}."
            ) from unfinished
        raise


def _copy(data: DataDir, partial: Path) -> None:
    heads = data.ledger_heads_file
    if heads.exists():
        copy_file(heads, partial / heads.name)
    _copy_database(data.database_file, partial / data.database_file.name)
    for file in (data.knobs_file, data.secret_key_file, data.ledger_key_file):
        if file.exists():
            copy_file(file, partial / file.relative_to(data.root))
    for file in files_in(data.media):
        with contextlib.suppress(FileNotFoundError):  # removed meanwhile
            copy_file(file, partial / "media" / file.relative_to(data.media))


def _copy_database(source: Path, target: Path) -> None:
    """As it is at one moment; whoever writes meanwhile is not in the way. Raises sqlite3.Error."""
    with (
        contextlib.closing(sqlite3.connect(f"{source.as_uri()}?mode=rw", uri=True, timeout=20)) as paper,
        contextlib.closing(sqlite3.connect(target, timeout=20)) as copy,
    ):
        paper.backup(copy)
        _as_one_file(copy)
    keep_file(target)


def _as_one_file(copy: sqlite3.Connection) -> None:
    """Whole, and without a log beside it. Raises sqlite3.Error."""
    copy.execute("PRAGMA journal_mode=DELETE")
    (answer,) = copy.execute("PRAGMA quick_check").fetchone()
    if answer != "ok":
        raise sqlite3.DatabaseError(f"it is damaged: {answer}")


def _sealed(partial: Path, now: datetime) -> Manifest:
    """The manifest, written last; everything is on the disk then."""
    database = partial / "paper.sqlite3"
    with contextlib.closing(sqlite3.connect(database)) as copy:
        _as_one_file(copy)
        (newest,) = copy.execute("SELECT coalesce(max(number), 0) FROM law_ledgerentry").fetchone()
    files = [file for file in files_in(partial) if not file.name.startswith("paper.sqlite3-")]
    manifest = Manifest(
        made_at=now.isoformat(timespec="seconds"),
        version=version("kawaraban"),
        newest_entry=newest,
        files=tuple(
            CopiedFile(file.relative_to(partial).as_posix(), file.stat().st_size, hash_of(file))
            for file in files
        ),
    )
    (partial / NAME).write_text(manifest.to_text(), encoding="utf-8")
    keep_file(partial / NAME)
    keep_folders(partial)
    return manifest


def _size(data: DataDir) -> int:
    files = (data.database_file, data.ledger_heads_file, *files_in(data.media))
    return sum(file.stat().st_size for file in files if file.exists())
