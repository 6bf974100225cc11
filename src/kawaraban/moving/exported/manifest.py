"""What an export says of itself: format, version, each file with its tables, columns, number of lines and SHA-256.

It is written last: a folder without it is no whole export. It tells enough to read every line without this program.
"""

import json
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

from kawaraban.config.copies.manifest import hash_of
from kawaraban.kit.plain_files import read_plain
from kawaraban.moving.shapes import CarriedColumn, CarriedTable, ValueKind

NAME: Final = "export.json"
# Raised when a line can no longer be read as before. A column more or less is no new format: migrations tell of it.
FORMAT: Final = 1
# What an import reads besides.
_READ: Final = ("tables", "media", "keys")
_READ_FILES: Final = ("ledger.heads",)


class NoExport(Exception):
    """A sentence: why this folder cannot be taken for a whole export."""


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """One file of lines. `tables` begin with the one whose key all share; a line has the columns of all of them."""

    path: str
    lines_count: int
    sha256: str
    tables: tuple[CarriedTable, ...]
    personal: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExportManifest:
    """The export. `counters` are the highest numbers that tables have given; by secrets one can act as somebody."""

    made_at: str
    version: str
    profile: str
    newest_entry: int
    has_secrets: bool
    migrations: tuple[tuple[str, str], ...]
    counters: Mapping[str, int]
    knobs: Mapping[str, Any]
    files: tuple[ExportedFile, ...]

    def to_text(self) -> str:
        """As it is written."""
        said = {
            "format": FORMAT,
            "made_at": self.made_at,
            "version": self.version,
            "profile": self.profile,
            "newest_entry": self.newest_entry,
            "has_secrets": self.has_secrets,
            "knobs": dict(self.knobs),
            "files": [_said(file) for file in self.files],
            "counters": dict(self.counters),
            "migrations": self.migrations,
        }
        return json.dumps(said, indent=1, ensure_ascii=False) + "\n"


def _said(file: ExportedFile) -> dict[str, Any]:
    return {
        "path": file.path,
        "lines": file.lines_count,
        "sha256": file.sha256,
        "personal": file.personal,
        "tables": [
            {
                "label": table.label,
                "name": table.name,
                "key": table.key,
                "parent": table.parent,
                "columns": {column.name: column.kind for column in table.columns},
            }
            for table in file.tables
        ],
    }


def read_manifest(folder: Path) -> ExportManifest:
    """The manifest of an export. Raises NoExport."""
    try:
        said = json.loads(read_plain(folder / NAME))
        if said["format"] != FORMAT:
            raise NoExport(f"{folder} has the format {said['format']}; this version reads {FORMAT}.")
        return ExportManifest(
            made_at=str(said["made_at"]),
            version=str(said["version"]),
            profile=str(said["profile"]),
            newest_entry=int(said["newest_entry"]),
            has_secrets=bool(said["has_secrets"]),
            migrations=tuple((str(app), str(name)) for app, name in said["migrations"]),
            counters={str(name): int(number) for name, number in said["counters"].items()},
            knobs=dict(said["knobs"]),
            files=tuple(map(_meant, said["files"])),
        )
    except FileNotFoundError as missing:
        raise NoExport(f"{folder} is no whole export: {NAME} is missing.") from missing
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as broken:
        raise NoExport(f"{folder / NAME} cannot be read: {broken!r}") from broken


def _meant(said: dict[str, Any]) -> ExportedFile:
    place = PurePosixPath(said["path"])
    if place.is_absolute() or ".." in place.parts:
        raise ValueError(f"it names a file outside the export: {place}")
    tables = tuple(
        CarriedTable(
            label=str(table["label"]),
            name=str(table["name"]),
            key=str(table["key"]),
            parent=str(table["parent"]),
            columns=tuple(
                CarriedColumn(str(name), ValueKind(kind)) for name, kind in table["columns"].items()
            ),
        )
        for table in said["tables"]
    )
    if not tables or any(table.key not in {column.name for column in table.columns} for table in tables):
        raise ValueError(f"it says of no table, or of no key, what is in {place}")
    return ExportedFile(str(place), int(said["lines"]), str(said["sha256"]), tables, tuple(said["personal"]))


def refuse_links(folder: Path) -> None:
    """An export is plain files: a link would bring what lies elsewhere on this machine into the paper, for all to see.

    Raises NoExport.
    """
    for read in _READ:
        for here, names, files in os.walk(folder / read):
            for path in (Path(here), *(Path(here, name) for name in (*names, *files))):
                mode = path.lstat().st_mode
                if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
                    raise NoExport(f"{path} is no file. An export holds files and folders alone.")
    for name in (NAME, *_READ_FILES):
        path = folder / name
        if os.path.lexists(path) and not stat.S_ISREG(path.lstat().st_mode):
            raise NoExport(f"{path} is no file. An export holds files and folders alone.")


def check_files(folder: Path, manifest: ExportManifest) -> None:
    """Every file of lines is there as it was written. Raises NoExport, OSError."""
    for file in manifest.files:
        path = folder / file.path
        if not path.is_file():
            raise NoExport(f"The export lacks a file: {file.path}")
        if hash_of(path) != file.sha256:
            raise NoExport(f"A file of the export was changed or damaged: {file.path}")
