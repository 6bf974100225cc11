"""`kawaraban import`: the tables of an export into a database in which nothing but migrations has written."""

import json
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Final

from kawaraban.config.env import BadConfiguration, DataDir
from kawaraban.kit.plain_files import open_plain
from kawaraban.moving.copying import Copied, Look, PassingRows
from kawaraban.moving.exported.lines import UNFIT, reader
from kawaraban.moving.exported.manifest import ExportedFile, ExportManifest
from kawaraban.moving.left_out import BESIDE
from kawaraban.moving.shapes import CarriedTable
from kawaraban.moving.sources import count
from kawaraban.moving.targets import CannotHold, TableTarget, filled
from kawaraban.moving.values import Row

# More than the files of a yearly report, the largest that stands in a line.
LONGEST_LINE: Final = 256 * 1024 * 1024


def read_export(folder: Path, manifest: ExportManifest, place: DataDir, url: str, *, look: Look) -> Copied:
    """Fill the database, which has the tables that the export was made from. Raises BadConfiguration."""
    tables = tuple({table.name: table for file in manifest.files for table in file.tables}.values())
    seen = PassingRows(look, sum(file.lines_count * len(file.tables) for file in manifest.files))
    try:
        with filled(place, url) as target:
            _refuse_other_tables(tables, target)
            with target.emptied(tables):
                for table in tables:
                    _fill(target, table, folder, manifest=manifest, seen=seen)
            target.set_counters(tables, manifest.counters)
    except CannotHold as refused:
        raise BadConfiguration(f"The export does not fit: {refused}") from refused
    return Copied(len(tables), seen.count)


def _fill(
    target: TableTarget, table: CarriedTable, folder: Path, *, manifest: ExportManifest, seen: PassingRows
) -> None:
    files = [file for file in manifest.files if table in file.tables]
    target.write(table, chain.from_iterable(seen.passing(_rows(folder, file, table)) for file in files))
    wanted, there = sum(file.lines_count for file in files), count(target.source, table)
    if there != wanted:
        raise CannotHold(f"Of {wanted} rows of {table.label} {there} arrived.")


def _rows(folder: Path, file: ExportedFile, table: CarriedTable) -> Iterator[Row]:
    """The part of each line that this table has. Its own key has the name of the first one's."""
    first = file.tables[0]
    names = {table.key: first.key}
    columns = [
        type(column)(names.get(column.name, column.name), column.kind) if table is not first else column
        for column in table.columns
    ]
    row_of = reader(columns)
    with open_plain(folder / file.path) as lines:
        number = 0
        while line := lines.readline(LONGEST_LINE):
            number += 1
            if len(line) == LONGEST_LINE:
                raise CannotHold(f"Line {number} of {file.path} is longer than {LONGEST_LINE:,} bytes.")
            try:
                yield row_of(line)
            except UNFIT as unfit:
                raise CannotHold(f"Line {number} of {file.path} cannot be read: {_said(unfit)}.") from unfit


def _said(unfit: Exception) -> str:
    """Never the words of the line: they may be about somebody."""
    return (
        f"{type(unfit).__name__} at {unfit.pos}"
        if isinstance(unfit, json.JSONDecodeError)
        else type(unfit).__name__
    )


def _refuse_other_tables(tables: Sequence[CarriedTable], target: TableTarget) -> None:
    """An export fills the tables of a paper and no others."""
    there = set(target.source.table_names())
    for table in tables:
        if table.name not in there or table.name.startswith(BESIDE):
            raise CannotHold(f"It names a table that a paper of its version does not have: {table.name}.")
