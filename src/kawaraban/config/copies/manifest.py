"""What a copy of a paper holds: each file with its size and SHA-256, and of which moment and version it is.

It is written last. A folder without it is no whole copy.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from kawaraban.kit.plain_files import read_plain

NAME: Final = "manifest.json"
_FORMAT: Final = 1
_PIECE: Final = 1024 * 1024


class NoCopy(Exception):
    """A sentence: why this folder cannot be taken for a whole copy."""


@dataclass(frozen=True, slots=True)
class CopiedFile:
    """One file, by its path inside the copy."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The copy. `made_at` is UTC as ISO writes it; `newest_entry` is the record's, 0 where there is none."""

    made_at: str
    version: str
    newest_entry: int
    files: tuple[CopiedFile, ...]

    @property
    def size(self) -> int:
        """Of all files, in bytes."""
        return sum(file.size for file in self.files)

    def to_text(self) -> str:
        """As it is written."""
        return json.dumps({"format": _FORMAT, **asdict(self)}, indent=1) + "\n"


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a copy. Raises NoCopy."""
    try:
        said = json.loads(read_plain(folder / NAME))
        if said["format"] != _FORMAT:
            raise NoCopy(f"{folder} was made by a newer version of kawaraban.")
        return Manifest(
            made_at=str(said["made_at"]),
            version=str(said["version"]),
            newest_entry=int(said["newest_entry"]),
            files=tuple(
                CopiedFile(str(file["path"]), int(file["size"]), str(file["sha256"]))
                for file in said["files"]
            ),
        )
    except FileNotFoundError as missing:
        raise NoCopy(
            f"{folder} is no whole copy: {NAME} is missing. A copy that was not finished, or was made by hand, is put"
            " back by hand: see Restore in docs/running.md."
        ) from missing
    except (OSError, ValueError, KeyError, TypeError) as broken:
        raise NoCopy(f"{folder / NAME} cannot be read: {broken}") from broken


def check_files(folder: Path, manifest: Manifest) -> None:
    """Every file is there as it was copied. Raises NoCopy with the first one that is not, OSError."""
    for file in manifest.files:
        place = PurePosixPath(file.path)
        if place.is_absolute() or ".." in place.parts:
            raise NoCopy(f"{NAME} names a file outside the copy: {file.path}")
        path = folder / file.path
        if not path.is_file():
            raise NoCopy(f"The copy lacks a file: {file.path}")
        if path.stat().st_size != file.size or hash_of(path) != file.sha256:
            raise NoCopy(f"A file of the copy was changed or damaged: {file.path}")


def hash_of(path: Path) -> str:
    """SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()
