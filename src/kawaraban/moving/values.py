"""Values between databases: as SQLite keeps them, as PostgreSQL gives them, and as Python has them in between.

In between a moment is aware and UTC, JSON is its text, bytes are bytes. SQLite's ways are Django's: what is written
here is what Django would have written, to the last digit of a moment, since it compares them as text.
"""

import datetime as dt
import json
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from kawaraban.moving.shapes import CarriedColumn, ValueKind

Change = Callable[[Any], Any]
Row = tuple[Any, ...]


def _moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def _moment_text(moment: dt.datetime) -> str:
    return str(moment.astimezone(dt.UTC).replace(tzinfo=None))


def _json_text(text: str | bytes) -> str:
    """As Django writes it: PostgreSQL keeps the value and not the text."""
    return json.dumps(json.loads(text))


_MICROSECOND: Final = dt.timedelta(microseconds=1)

FROM_SQLITE: Final[dict[ValueKind, Change]] = {
    ValueKind.BOOLEAN: bool,
    ValueKind.DECIMAL: lambda value: Decimal(str(value)),
    ValueKind.DATETIME: _moment,
    ValueKind.DATE: dt.date.fromisoformat,
    ValueKind.TIME: dt.time.fromisoformat,
    ValueKind.DURATION: lambda value: dt.timedelta(microseconds=value),
    ValueKind.UUID: UUID,
}
TO_SQLITE: Final[dict[ValueKind, Change]] = {
    ValueKind.BOOLEAN: int,
    ValueKind.DECIMAL: str,
    ValueKind.DATETIME: _moment_text,
    ValueKind.DATE: str,
    ValueKind.TIME: str,
    ValueKind.DURATION: lambda value: value // _MICROSECOND,
    ValueKind.UUID: lambda value: value.hex,
}
FROM_POSTGRESQL: Final[dict[ValueKind, Change]] = {
    ValueKind.BINARY: bytes,
    ValueKind.DATETIME: lambda value: value.astimezone(dt.UTC),
    ValueKind.JSON: _json_text,
}
# COPY takes Python's values as they are.
TO_POSTGRESQL: Final[dict[ValueKind, Change]] = {}


def changer(columns: Sequence[CarriedColumn], changes: dict[ValueKind, Change]) -> Callable[[Row], Row]:
    """What turns a whole row; None stays None."""
    wanted = [(place, changes[column.kind]) for place, column in enumerate(columns) if column.kind in changes]
    if not wanted:
        return lambda row: row

    def turned(row: Row) -> Row:
        values = list(row)
        for place, change in wanted:
            if values[place] is not None:
                values[place] = change(values[place])
        return tuple(values)

    return turned
