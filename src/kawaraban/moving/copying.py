"""All tables of a paper from one database into another, counted on both sides."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kawaraban.moving.shapes import CarriedTable
from kawaraban.moving.sources import TableSource, count
from kawaraban.moving.targets import CannotHold, TableTarget
from kawaraban.moving.values import Row

Look = Callable[[int, int], None]
_TOLD_EVERY: Final = 1_000


@dataclass(frozen=True, slots=True)
class Copied:
    """How many rows of how many tables."""

    tables_count: int
    rows_count: int


def copy_tables(
    source: TableSource, target: TableTarget, tables: Sequence[CarriedTable], *, look: Look
) -> Copied:
    """Fill the target, which migrations alone have written to. Raises CannotHold."""
    counts = {table.label: count(source, table) for table in tables}
    seen = PassingRows(look, sum(counts.values()))
    with target.emptied(tables):
        for table in tables:
            target.write(table, seen.passing(source.rows(table.select(), table.columns)))
    target.set_counters(tables, source.counters(tables))
    compare(counts, target, tables)
    return Copied(len(tables), seen.count)


def compare(counts: dict[str, int], target: TableTarget, tables: Sequence[CarriedTable]) -> None:
    """Raises CannotHold where a table has another number of rows than it should."""
    for table in tables:
        there = count(target.source, table)
        if there != counts[table.label]:
            raise CannotHold(f"Of {counts[table.label]} rows of {table.label} {there} arrived.")


class PassingRows:
    """Counts what passes, and tells now and then."""

    def __init__(self, look: Look, total: int) -> None:
        self.count = 0
        self._look, self._total = look, total

    def passing(self, rows: Iterator[Row]) -> Iterator[Row]:
        """The same rows."""
        for row in rows:
            self.count += 1
            if not self.count % _TOLD_EVERY:
                self._look(self.count, self._total)
            yield row
