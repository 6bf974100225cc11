"""Many rows in one statement, without an object for each: for what is written by the thousand.

    insert_rows(Revision, ("comment_id", "number", "text", "sent_at"), [(7, 1, "...", now), ...])

`bulk_create` makes an object of every row and asks every field of it for its value: for comments that costs more
than the database does. Here the model is asked once, how its columns are called and what stands in those that
nobody named: a column that is added later is carried with its default, without a word here.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import chain
from typing import Any, Final, TypeVar

from django.db import connection, models

Row = TypeVar("Row")
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class _Plan:
    into: str
    marks: str
    moments: tuple[int, ...]  # the places of the given values that are times
    defaults: tuple[Any, ...]
    makers: tuple[Callable[[], Any], ...]  # of defaults that differ from row to row


def insert_rows(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert the rows; `names` are the attributes of their values, foreign keys as `..._id`.

    Nothing is validated and no signal is sent; the constraints of the database hold.
    """
    plan = _plan(model, tuple(names), connection.vendor)
    written: dict[datetime, Any] = {}
    parameters = [
        (*_with_moments(row, plan.moments, written), *plan.defaults, *(make() for make in plan.makers))
        for row in rows
    ]
    if not parameters:
        return
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.executemany(f"{plan.into} {plan.marks}", parameters)
            return
        # One statement for many: row by row would be waited for, also where several statements travel together.
        for some in batched(parameters, _AT_ONCE):
            cursor.execute(f"{plan.into} {', '.join([plan.marks] * len(some))}", [*chain.from_iterable(some)])


def batched(rows: Sequence[Row], size: int) -> Iterator[Sequence[Row]]:
    """The rows, so many at a time; the last may be fewer."""
    for at in range(0, len(rows), size):
        yield rows[at : at + size]


def _with_moments(row: Sequence[Any], places: Sequence[int], written: dict[datetime, Any]) -> list[Any]:
    """The row with its times as this database takes them. In one batch they are mostly the same one."""
    values = list(row)
    for place in places:
        moment = values[place]
        if moment not in written:
            written[moment] = connection.ops.adapt_datetimefield_value(moment)
        values[place] = written[moment]
    return values


@lru_cache(maxsize=32)
def _plan(model: type[models.Model], names: tuple[str, ...], _vendor: str) -> _Plan:
    given = {field.attname: field for field in model._meta.concrete_fields}
    fields = [given.pop(name) for name in names]
    others = [
        field for field in given.values() if not isinstance(field, models.AutoField) and not _has_own(field)
    ]
    fixed = [field for field in others if not callable(field.default)]
    made = [field for field in others if callable(field.default)]
    columns = [connection.ops.quote_name(field.column or field.name) for field in (*fields, *fixed, *made)]
    table = connection.ops.quote_name(model._meta.db_table)
    marks = ", ".join(["%s"] * len(columns))
    return _Plan(
        into=f"INSERT INTO {table} ({', '.join(columns)}) VALUES",
        marks=f"({marks})",
        moments=tuple(place for place, field in enumerate(fields) if isinstance(field, models.DateTimeField)),
        defaults=tuple(field.get_db_prep_save(field.get_default(), connection) for field in fixed),
        makers=tuple(_maker(field) for field in made),
    )


def _has_own(field: "models.Field[Any, Any]") -> bool:
    """Whether the database itself fills the column."""
    return field.db_default is not models.NOT_PROVIDED


def _maker(field: "models.Field[Any, Any]") -> Callable[[], Any]:
    return lambda: field.get_db_prep_save(field.get_default(), connection)
