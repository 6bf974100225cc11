"""`kawaraban backup`: a whole copy of a paper, while it is served.

The order leaves a whole record. The heads come first: the database that is copied after them knows every entry that
they tell of. The database is copied as it is at one moment, by SQLite itself or from one snapshot of PostgreSQL.
Pictures come last: all that the database speaks of are there, and perhaps some more.

How it lies in its target says `targets/target.py`. The manifest is written last: a copy that was not finished has none,
and the next one finds the pictures that were sent already.
"""

import contextlib
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Final

from kawaraban.config.copies.disk import copy_file, files_in, keep_file, lacks_room, make_folder
from kawaraban.config.copies.facts import DatabaseFacts
from kawaraban.config.copies.key_marks import key_marks
from kawaraban.config.copies.manifest import NAME, CopiedFile, Manifest
from kawaraban.config.copies.media_copying import MediaCopying
from kawaraban.config.copies.media_source import MediaSource, media_of
from kawaraban.config.copies.postgresql_copy import dumped
from kawaraban.config.copies.remembered import RememberedMedia
from kawaraban.config.copies.sealing import NoSeal, Seal
from kawaraban.config.copies.sqlite_copy import copy_database, sqlite_facts
from kawaraban.config.copies.streams import Hashed
from kawaraban.config.copies.targets.folder import FolderTarget
from kawaraban.config.copies.targets.opening import target_at
from kawaraban.config.copies.targets.target import CONTENTS, TargetStore
from kawaraban.config.databases import database_url
from kawaraban.config.env import BadConfiguration, DataDir
from kawaraban.config.object_store.address import is_s3
from kawaraban.config.processes.starting import refuse_unfit_paper
from kawaraban.kit.faults import said_plainly
from kawaraban.kit.signing import derived_key

DUMP: Final = "paper.dump"
_WORK: Final = "backup.partial"


@dataclass(frozen=True, slots=True)
class BackupPlan:
    """How a copy is to be made. `look_at` is shown database, keys and heads of it, and may refuse them."""

    seal: Seal = field(default_factory=NoSeal)
    has_keys: bool = True
    look_at: Callable[[Path], None] | None = None


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy that is whole. `new_count` and `new_bytes` are of the media that the target did not have."""

    place: str
    name: str
    manifest: Manifest
    new_count: int
    new_bytes: int


def make_backup(data: DataDir, address: str, *, now: datetime, wanted: BackupPlan) -> Backup:
    """Copy the paper into a bucket or a folder, to a place with the date in it; or as a folder that is new.

    Raises BadConfiguration with a sentence.
    """
    target, name, is_alone = _placed(data, address, now)
    refuse_unfit_paper(data)
    with _begun(target, name), _work(data, target, name, wanted) as work:
        media_source = media_of(data)
        _refuse_full_disk(data, work, media_source if is_alone else None)
        copying = _Copying(data, target, name, wanted=wanted, work=work)
        facts = copying.copy_paper()
        with RememberedMedia.at(data.run / "copied-media.sqlite3", target=str(target)) as remembered:
            alone_in = name if is_alone else ""
            secret = derived_key(data.read_key(data.ledger_key_file), "names of media in a copy")
            media = MediaCopying(media_source, target, wanted.seal, remembered, now, secret, alone_in)
            copying.list_media(media)
        manifest = copying.manifest(facts, now)
        copying.send_manifest(manifest)
        target.finish(name)
    return Backup(f"{target}/{name}", name, manifest, media.new_count, media.new_bytes)


def _placed(data: DataDir, address: str, now: datetime) -> tuple[TargetStore, str, bool]:
    """The target, the name of the copy in it, and whether it is to stand alone."""
    dated = f"{data.root.name}-{now:%Y-%m-%dT%H-%M-%SZ}"
    if is_s3(address):
        return target_at(address), dated, False
    path = Path(address).resolve()
    if path == data.root or path.is_relative_to(data.root):
        raise BadConfiguration("A copy inside the paper's own folder is lost with it. Name another folder.")
    if not path.exists():
        return FolderTarget(path.parent), path.name, True
    if not path.is_dir():
        raise BadConfiguration(f"{path} is a file. Name a folder.")
    if (path / NAME).exists():
        raise BadConfiguration(f"{path} is a copy already. Name the folder that it is in, or a new one.")
    return FolderTarget(path), dated, False


@contextlib.contextmanager
def _begun(target: TargetStore, name: str) -> Iterator[None]:
    """An open copy; nothing is left of it when it is not finished, whatever the reason, as far as that can be."""
    try:
        target.begin(name)
        yield
    except BaseException as unfinished:
        if not (isinstance(unfinished, BadConfiguration) and "is there already" in str(unfinished)):
            target.abandon(name)
        if isinstance(unfinished, sqlite3.Error):
            raise BadConfiguration(f"The database cannot be copied: {unfinished}.") from unfinished
        if isinstance(unfinished, OSError):
            raise BadConfiguration(
                f"The copy could not be made, and what there is of it is none: {said_plainly(unfinished).rstrip('.')}."
            ) from unfinished
        raise


@contextlib.contextmanager
def _work(data: DataDir, target: TargetStore, name: str, wanted: BackupPlan) -> Iterator[Path]:
    """Where files are made: in their place already, or, where they must be encrypted or sent, beside the paper."""
    is_open = not wanted.seal.kind and wanted.has_keys
    place = target.workplace(name) if is_open else None
    if place is not None:
        yield place
        return
    work = data.run / _WORK
    if work.exists():
        shutil.rmtree(work)  # of one that was killed
    try:
        make_folder(work)
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _refuse_full_disk(data: DataDir, work: Path, media: MediaSource | None) -> None:
    """Where the database is copied to. Of media that are shared nobody knows before how many are new."""
    files = (data.database_file, data.ledger_heads_file)
    needed = sum(file.stat().st_size for file in files if file.exists())
    needed += sum(file.size for file in media.each()) if media else 0
    if lacks_room(work, needed):
        raise BadConfiguration(
            f"There is no room for a copy in {work.parent}: it needs {needed // 1_000_000 + 17} MB."
        )


class _Copying:
    """One copy on its way into its target. What is listed is there."""

    def __init__(
        self, data: DataDir, target: TargetStore, name: str, *, wanted: BackupPlan, work: Path
    ) -> None:
        self._data = data
        self._target = target
        self._name = name
        self._wanted = wanted
        self._work = work
        self._list = work / CONTENTS
        self._contents: CopiedFile | None = None
        self._count, self._size = 0, 0
        self._url = database_url(data)

    def copy_paper(self) -> DatabaseFacts:
        """All but the media. Raises OSError, sqlite3.Error, BadConfiguration."""
        data = self._data
        with self._list.open("x", encoding="utf-8") as self._lines:
            files = [data.ledger_heads_file, data.knobs_file]
            if self._wanted.has_keys or self._wanted.look_at:
                files += [data.secret_key_file, data.ledger_key_file]
            for file in files:
                if file.exists():
                    copy_file(file, self._work / file.relative_to(data.root))
            facts = None if self._url else self._copy_file()
            if not self._wanted.has_keys:
                shutil.rmtree(self._work / "keys", ignore_errors=True)
            for file in list(files_in(self._work)):
                if file != self._list and not file.name.startswith(f"{data.database_file.name}-"):
                    self._note(self._send(file))
            return facts or self._dump()

    def _copy_file(self) -> DatabaseFacts:
        database = self._work / self._data.database_file.name
        copy_database(self._data.database_file, database)
        if self._wanted.look_at:
            self._wanted.look_at(self._work)
        return sqlite_facts(database)

    def list_media(self, media: MediaCopying) -> None:
        """The media, and then the list of all. Raises OSError."""
        with self._list.open("a", encoding="utf-8") as self._lines:
            for file in media.copy():
                self._note(file)
        keep_file(self._list)
        self._contents = self._send(self._list)

    def manifest(self, facts: DatabaseFacts, now: datetime) -> Manifest:
        """Of what was listed."""
        return Manifest(
            made_at=now.isoformat(timespec="seconds"),
            version=version("kawaraban"),
            newest_entry=facts.newest_entry,
            files_count=self._count,
            size=self._size,
            database="postgresql" if self._url else "sqlite",
            sealed=self._wanted.seal.kind,
            counts=facts.counts,
            keys=key_marks(self._data),
            contents=self._contents,
        )

    def send_manifest(self, manifest: Manifest) -> None:
        """It says nothing that is secret, and is never encrypted."""
        self._target.put(f"{self._name}/{NAME}", BytesIO(manifest.to_text().encode()))

    def _dump(self) -> DatabaseFacts:
        place = DUMP + self._wanted.seal.ending
        with dumped(self._url) as (stream, facts):
            hashed = Hashed(stream)
            with self._wanted.seal.sealed(hashed) as sealed:
                self._target.put(f"{self._name}/{place}", sealed)
        self._note(CopiedFile(DUMP, hashed.size, hashed.sha256, place))
        return facts

    def _send(self, file: Path) -> CopiedFile:
        """A file of the workplace; it may be in its place already."""
        path = file.relative_to(self._work).as_posix()
        place = path + self._wanted.seal.ending
        with file.open("rb") as body:
            hashed = Hashed(body)
            if self._work == self._target.workplace(self._name):
                hashed.to_end()
            else:
                with self._wanted.seal.sealed(hashed) as sealed:
                    self._target.put(f"{self._name}/{place}", sealed)
                hashed.to_end()
                file.unlink()
        return CopiedFile(path, hashed.size, hashed.sha256, place)

    def _note(self, file: CopiedFile) -> None:
        self._lines.write(file.to_line())
        self._count += 1
        self._size += file.size
