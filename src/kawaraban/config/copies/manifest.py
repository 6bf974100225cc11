"""What a copy of a paper holds, and of which moment and version it is.

    manifest.json       written last: a folder without it is no whole copy. It says nothing that is secret
    contents.jsonl      a line for each file of the paper: its path there, its size, its SHA-256, its place here

Copies that were made before have one list for both in the manifest (format 1); they can be restored, too.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Final

NAME: Final = "manifest.json"
FORMAT: Final = 2
_FIRST_FORMAT: Final = 1
_PIECE: Final = 1024 * 1024
# Of the manifest alone: the list of files is a stream of its own.
LARGEST_MANIFEST: Final = 512 * 1024 * 1024


class NoCopy(Exception):
    """A sentence: why this cannot be taken for a whole copy."""


@dataclass(frozen=True, slots=True)
class CopiedFile:
    """One file, by its path inside the paper. `place` is where it lies in the copy; in the target if it `is_shared`.

    `size` and `sha256` are of the file itself, not of what it is encrypted to.
    """

    path: str
    size: int
    sha256: str
    place: str
    is_shared: bool = False

    def to_line(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False) + "\n"


@dataclass(frozen=True, slots=True)
class Manifest:
    """The copy. `made_at` is UTC as ISO writes it; `newest_entry` is the record's, 0 where there is none.

    `counts` are rows of tables, `keys` marks of the keys; `sealed` says how it is encrypted. `size` is of all files.
    """

    made_at: str
    version: str
    newest_entry: int
    files_count: int
    size: int
    database: str = "sqlite"
    sealed: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    contents: CopiedFile | None = None
    # Of the first format alone.
    listed: tuple[CopiedFile, ...] = ()

    def to_text(self) -> str:
        """As it is written."""
        said = asdict(self)
        del said["listed"]
        return json.dumps({"format": FORMAT, **said}, indent=1) + "\n"


def read_manifest(text: bytes, where: str) -> Manifest:
    """The manifest of a copy. Raises NoCopy."""
    try:
        said = json.loads(text)
        if said["format"] == _FIRST_FORMAT:
            return _of_first_format(said)
        if said["format"] != FORMAT:
            raise NoCopy(f"{where} was made by a newer version of kawaraban.")
        return Manifest(
            made_at=str(said["made_at"]),
            version=str(said["version"]),
            newest_entry=int(said["newest_entry"]),
            files_count=int(said["files_count"]),
            size=int(said["size"]),
            database=str(said["database"]),
            sealed=str(said["sealed"]),
            counts={str(table): int(count) for table, count in said["counts"].items()},
            keys={str(name): str(mark) for name, mark in said["keys"].items()},
            contents=copied_file(said["contents"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as broken:
        raise NoCopy(f"{where}/{NAME} cannot be read: {broken}") from broken


def copied_file(said: Mapping[str, Any]) -> CopiedFile:
    """One file as a line tells it. Raises NoCopy for a path that leads out, KeyError, TypeError, ValueError."""
    path = str(said["path"])
    place = str(said.get("place", path))
    file = CopiedFile(path, int(said["size"]), str(said["sha256"]), place, bool(said.get("is_shared")))
    for name in (file.path, file.place):
        parts = PurePosixPath(name)
        if parts.is_absolute() or ".." in parts.parts or "\0" in name:
            raise NoCopy(f"The copy names a file outside of it: {name}")
    if not file.path:
        raise NoCopy("The copy names a file without a name.")
    return file


def hash_of(path: Path) -> str:
    """SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _of_first_format(said: Mapping[str, Any]) -> Manifest:
    files = tuple(copied_file(file) for file in said["files"])
    return Manifest(
        made_at=str(said["made_at"]),
        version=str(said["version"]),
        newest_entry=int(said["newest_entry"]),
        files_count=len(files),
        size=sum(file.size for file in files),
        listed=files,
    )
