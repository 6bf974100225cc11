"""`kawaraban export`: every table as lines of JSON, as they were at one moment, with what is needed to read them.

Everything is made for its owner alone, since the lines have names, words and addresses of people in them.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from kawaraban.config.copies.disk import copy_file, keep_file, make_folder
from kawaraban.config.env import DataDir, is_set
from kawaraban.config.knobs import KNOBS
from kawaraban.moving.copying import Look, PassingRows
from kawaraban.moving.exported.lines import writer
from kawaraban.moving.exported.manifest import NAME, ExportedFile, ExportManifest
from kawaraban.moving.exported.personal import personal_columns
from kawaraban.moving.exported.sheets import Sheet, sheets_of
from kawaraban.moving.left_out import SECRET_COLUMNS, SECRET_TABLES
from kawaraban.moving.shapes import CarriedTable, tables_of_paper
from kawaraban.moving.sources import TableSource, count, opened
from kawaraban.moving.values import Row

# Knobs of one machine, or with a password in them.
_LEFT_KNOBS: Final = frozenset({"database_url", "mail_url", "node", "published_files", "hosts"})
_SECRET_ENDINGS: Final = ("_url", "_token", "_key", "_to", "_recipient")


@dataclass(frozen=True, slots=True)
class Paper:
    """What is exported: the folder, the address of its database, its knobs as they are."""

    data: DataDir
    url: str
    knobs: Mapping[str, Any]
    environment: Mapping[str, str]


def write_export(
    paper: Paper, folder: Path, *, has_secrets: bool, now: datetime, look: Look
) -> ExportManifest:
    """Fill a new folder; the manifest comes last. Django is loaded. Raises OSError and what the database raises."""
    make_folder(folder / "tables")
    if paper.data.ledger_heads_file.exists():
        # First: what is read after them knows every entry that they tell of.
        copy_file(paper.data.ledger_heads_file, folder / paper.data.ledger_heads_file.name)
    tables = [table for table in tables_of_paper() if has_secrets or table.label not in SECRET_TABLES]
    with opened(paper.data, paper.url) as source:
        seen = PassingRows(look, sum(count(source, table) for table in tables))
        files = tuple(
            _written(sheet, source, folder, seen=seen, has_secrets=has_secrets) for sheet in sheets_of(tables)
        )
        manifest = ExportManifest(
            made_at=now.isoformat(timespec="seconds"),
            version=version("kawaraban"),
            profile=str(paper.knobs["profile"]),
            newest_entry=int(source.ask("SELECT coalesce(max(number), 0) FROM law_ledgerentry")[0]),
            has_secrets=has_secrets,
            migrations=tuple(source.migrations()),
            counters=source.counters(tables),
            knobs=_knobs(paper),
            files=files,
        )
    if has_secrets:
        for key in (paper.data.secret_key_file, paper.data.ledger_key_file):
            copy_file(key, folder / key.relative_to(paper.data.root))
    return manifest


def seal(folder: Path, manifest: ExportManifest) -> None:
    """Write the manifest: from now on it is an export. Raises OSError."""
    (folder / NAME).write_text(manifest.to_text(), encoding="utf-8")
    keep_file(folder / NAME)


def _written(
    sheet: Sheet, source: TableSource, folder: Path, *, seen: PassingRows, has_secrets: bool
) -> ExportedFile:
    line_of = writer(sheet.columns)
    rows = source.rows(sheet.select(), sheet.columns)
    if not has_secrets:
        rows = _without_secrets(rows, sheet.tables)
    digest, lines_count = hashlib.sha256(), 0
    path = folder / sheet.path
    with path.open("wb") as file:
        for row in seen.passing(rows):
            line = line_of(row).encode()
            digest.update(line)
            file.write(line)
            lines_count += 1
    keep_file(path)
    return ExportedFile(sheet.path, lines_count, digest.hexdigest(), sheet.tables, personal_columns(sheet))


def _without_secrets(rows: Iterator[Row], tables: Sequence[CarriedTable]) -> Iterator[Row]:
    """What stands in `SECRET_COLUMNS` in place of a password."""
    names = [(table.label, column) for table in tables for column in table.columns]
    kept = {
        place: SECRET_COLUMNS[f"{label}.{column.name}"]
        for place, (label, column) in enumerate(names)
        if f"{label}.{column.name}" in SECRET_COLUMNS
    }
    if not kept:
        return rows
    assert len(tables) == 1, "a table that goes on with another one has no secrets yet"
    return (tuple(kept.get(place, value) for place, value in enumerate(row)) for row in rows)


def _knobs(paper: Paper) -> dict[str, Any]:
    """Those that somebody has set, but for passwords and what one machine has."""
    return {
        knob.name: paper.knobs[knob.name]
        for knob in KNOBS
        if is_set(knob, paper.data, paper.environment)
        and knob.name not in _LEFT_KNOBS
        and (knob.name == "site_url" or not knob.name.endswith(_SECRET_ENDINGS))
    }
