"""Hashes of rows, as the record holds them: what stands in a table is what an entry saw there.

    record(kind="appeal_received", subject=..., payload={...}, rows=[APPEALS.row(appeal)], now=now)

The payload of the entry then says {"rows": {"appeal:3f2c...": "9d0e..."}}. The hash is made with the payload's own
salt: when a payload is erased, nothing is left by which a short word could be guessed. The newest entry that names
a row says how it must be (`law/record/check/rows.py`).
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import models


class Row(NamedTuple):
    """One row as an entry saw it. `key` names it ("appeal:3f2c..."); `values` in an order that never changes."""

    key: str
    values: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose rows entries name. Stored: a name with its columns is frozen, other columns are another name."""

    name: str
    model: type[models.Model]
    columns: tuple[str, ...]
    identity: str = "pk"

    def row(self, instance: models.Model) -> Row:
        """A row whose attributes are as the table has them."""
        return Row(
            self.key(getattr(instance, self.identity)), [getattr(instance, column) for column in self.columns]
        )

    def rows(self, found: "models.QuerySet[Any, Any]") -> list[Row]:
        """Rows as the table itself has them now. One query."""
        return [
            Row(self.key(name), values)
            for name, *values in found.order_by("pk").values_list(self.identity, *self.columns)
        ]

    def rows_by(self, found: "models.QuerySet[Any, Any]", group: str) -> dict[str, list[Row]]:
        """The same in groups, by what this column says. One query."""
        rows: dict[str, list[Row]] = {}
        for named, name, *values in found.order_by("pk").values_list(group, self.identity, *self.columns):
            rows.setdefault(named, []).append(Row(self.key(name), values))
        return rows

    @property
    def defaults(self) -> tuple[Any, ...]:
        """What the columns hold where nobody wrote anything."""
        fields = [self.model._meta.get_field(column) for column in self.columns]
        return tuple(field.get_default() for field in fields if isinstance(field, models.Field))

    def key(self, name: object) -> str:
        """What entries call the row, by the value of its `identity`."""
        return f"{self.name}:{name}"


def seal(salt: str, row: Row) -> str:
    """Half of a SHA-256 of salt, name and values: 128 bits."""
    said = f"{salt}{row.key}\n{_ENCODE(row.values)}"
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def seals(salt: str, rows: Iterable[Row]) -> dict[str, str]:
    """What a payload says of the rows."""
    return {row.key: seal(salt, row) for row in rows}


def _written(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} stands in no row of ours")


_ENCODE = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, default=_written
).encode
