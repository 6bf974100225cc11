"""`kawaraban import`: the tables of an export into a database in which nothing but migrations has written."""

from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from kawaraban.config.env import BadConfiguration, DataDir
from kawaraban.moving.copying import Copied, Look, PassingRows
from kawaraban.moving.exported.lines import reader
from kawaraban.moving.exported.manifest import ExportedFile, ExportManifest
from kawaraban.moving.left_out import BESIDE
from kawaraban.moving.shapes import CarriedTable
from kawaraban.moving.sources import count
from kawaraban.moving.targets import CannotHold, TableTarget, filled
from kawaraban.moving.values import Row


def read_export(folder: Path, manifest: ExportManifest, place: DataDir, url: str, *, look: Look) -> Copied:
    """Fill the database, which has the tables that the export was made from. Raises BadConfiguration."""
    tables = tuple({table.name: table for file in manifest.files for table in file.tables}.values())
    seen = PassingRows(look, sum(file.lines_count * len(file.tables) for file in manifest.files))
    try:
        with filled(place, url) as target:
            _refuse_other_tables(tables, target)
            with target.emptied(tables):
                for table in tables:
                    files = [file for file in manifest.files if table in file.tables]
                    target.write(
                        table, chain.from_iterable(seen.passing(_rows(folder, file, table)) for file in files)
                    )
                    wanted, there = sum(file.lines_count for file in files), count(target.source, table)
                    if there != wanted:
                        raise CannotHold(f"Of {wanted} rows of {table.label} {there} arrived.")
            target.set_counters(tables, manifest.counters)
    except CannotHold as refused:
        raise BadConfiguration(f"The export does not fit: {refused}") from refused
    return Copied(len(tables), seen.count)


def _rows(folder: Path, file: ExportedFile, table: CarriedTable) -> Iterator[Row]:
    """The part of each line that this table has. Its own key has the name of the first one's."""
    first = file.tables[0]
    names = {table.key: first.key}
    columns = [
        type(column)(names.get(column.name, column.name), column.kind) if table is not first else column
        for column in table.columns
    ]
    row_of = reader(columns)
    with (folder / file.path).open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                yield row_of(line)
            except (ValueError, KeyError, TypeError, AttributeError) as unfit:
                raise CannotHold(f"Line {number} of {file.path} cannot be read: {unfit!r}.") from unfit


def _refuse_other_tables(tables: Sequence[CarriedTable], target: TableTarget) -> None:
    """An export fills the tables of a paper and no others."""
    there = set(target.source.table_names())
    for table in tables:
        if table.name not in there or table.name.startswith(BESIDE):
            raise CannotHold(f"It names a table that a paper of its version does not have: {table.name}.")
