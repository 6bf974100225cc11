"""The tables of a paper as they are carried: columns in order, each with the kind of value that is in it.

    tables = tables_of_paper()                   # Django is loaded
    tables[0].select()                           # 'SELECT "id", "name" FROM "stories_author" ORDER BY "id"'

What is only derived from other tables is not among them (`left_out.py`): the target makes it anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from kawaraban.moving.left_out import DERIVED


class ValueKind(StrEnum):
    """What a value is, whatever the database calls it. The codes are part of the export's format: they are frozen."""

    TEXT = "text"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    FLOAT = "float"
    DECIMAL = "decimal"
    DATETIME = "datetime"
    DATE = "date"
    TIME = "time"
    DURATION = "duration"
    JSON = "json"
    BINARY = "binary"
    UUID = "uuid"


_KINDS: Final[Mapping[str, ValueKind]] = {
    **dict.fromkeys(
        ("CharField", "TextField", "SlugField", "FileField", "GenericIPAddressField"), ValueKind.TEXT
    ),
    **dict.fromkeys(("AutoField", "BigAutoField", "IntegerField", "BigIntegerField"), ValueKind.INTEGER),
    **dict.fromkeys(
        ("SmallIntegerField", "PositiveIntegerField", "PositiveSmallIntegerField"), ValueKind.INTEGER
    ),
    "PositiveBigIntegerField": ValueKind.INTEGER,
    "BooleanField": ValueKind.BOOLEAN,
    "FloatField": ValueKind.FLOAT,
    "DecimalField": ValueKind.DECIMAL,
    "DateTimeField": ValueKind.DATETIME,
    "DateField": ValueKind.DATE,
    "TimeField": ValueKind.TIME,
    "DurationField": ValueKind.DURATION,
    "JSONField": ValueKind.JSON,
    "BinaryField": ValueKind.BINARY,
    "UUIDField": ValueKind.UUID,
}


@dataclass(frozen=True, slots=True)
class CarriedColumn:
    """`name` is the database's."""

    name: str
    kind: ValueKind


@dataclass(frozen=True, slots=True)
class CarriedTable:
    """`label` is the model's, in small letters; `key` its primary key.

    `parent` is the label of the table whose rows this one goes on with, under the same key; "" where there is none.
    """

    label: str
    name: str
    key: str
    columns: tuple[CarriedColumn, ...]
    parent: str = ""

    def select(self) -> str:
        """All rows in the order of their keys; good for SQLite and PostgreSQL."""
        names = ", ".join(quoted(column.name) for column in self.columns)
        return f"SELECT {names} FROM {quoted(self.name)} ORDER BY {quoted(self.key)}"  # noqa: S608  our own names


def quoted(name: str) -> str:
    """A name of a table or column, as both databases take it."""
    return '"' + name.replace('"', '""') + '"'


def tables_of_paper() -> tuple[CarriedTable, ...]:
    """Of every model that is installed, by label. Raises TypeError for a column of a kind that nobody thought of."""
    from django.apps import apps

    models = (model for model in apps.get_models(include_auto_created=True) if _is_carried(model))
    tables = {table.name: table for table in map(_table, models)}
    return tuple(sorted(tables.values(), key=lambda table: table.label))


def _is_carried(model: Any) -> bool:
    meta = model._meta
    return meta.managed and not meta.proxy and not meta.swapped and meta.label_lower not in DERIVED


def _table(model: Any) -> CarriedTable:
    meta = model._meta
    parents = [parent._meta.label_lower for parent, link in meta.parents.items() if link is meta.pk]
    return CarriedTable(
        label=meta.label_lower,
        name=meta.db_table,
        key=meta.pk.column,
        columns=tuple(CarriedColumn(field.column, _kind(field)) for field in meta.local_concrete_fields),
        parent=parents[0] if parents else "",
    )


def _kind(field: Any) -> ValueKind:
    while field.remote_field is not None:
        field = field.target_field
    try:
        return _KINDS[field.get_internal_type()]
    except KeyError as unknown:
        raise TypeError(f"{field} is of a kind that is not carried from database to database") from unknown
