"""A row as a line of JSON, and back. What each kind of value looks like is part of the format.

{"id": 7, "title": "The harbour opens again", "live": true, "first_published_at": "2026-11-30T06:19:37.154000Z"}
"""

import base64
import datetime as dt
import json
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from kawaraban.moving.shapes import CarriedColumn, ValueKind
from kawaraban.moving.values import Row, changer

_MICROSECOND: Final = dt.timedelta(microseconds=1)
_SAID: Final[dict[ValueKind, Callable[[Any], Any]]] = {
    ValueKind.DECIMAL: str,
    ValueKind.DATETIME: lambda value: value.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
    ValueKind.DATE: lambda value: value.isoformat(),
    ValueKind.TIME: lambda value: value.isoformat(),
    ValueKind.DURATION: lambda value: value // _MICROSECOND,
    ValueKind.BINARY: lambda value: base64.b64encode(value).decode("ascii"),
    ValueKind.UUID: str,
    ValueKind.JSON: json.loads,
}
_MEANT: Final[dict[ValueKind, Callable[[Any], Any]]] = {
    ValueKind.DECIMAL: Decimal,
    ValueKind.DATETIME: dt.datetime.fromisoformat,
    ValueKind.DATE: dt.date.fromisoformat,
    ValueKind.TIME: dt.time.fromisoformat,
    ValueKind.DURATION: lambda value: dt.timedelta(microseconds=value),
    ValueKind.BINARY: base64.b64decode,
    ValueKind.UUID: UUID,
}


def writer(columns: Sequence[CarriedColumn]) -> Callable[[Row], str]:
    """What makes a line, with its end, of a row."""
    names = [column.name for column in columns]
    said = changer(columns, _SAID)
    return lambda row: json.dumps(dict(zip(names, said(row), strict=True)), ensure_ascii=False) + "\n"


def reader(columns: Sequence[CarriedColumn]) -> Callable[[bytes], Row]:
    """What makes a row of a line: the columns that are wanted, in their order. Raises ValueError, KeyError, TypeError.

    JSON becomes its text again. None in it is the word null, since no column of that kind may be empty.
    """
    json_places = [place for place, column in enumerate(columns) if column.kind == ValueKind.JSON]
    meant = changer(columns, _MEANT)

    def read(line: bytes) -> Row:
        said = json.loads(line)
        values = [said[column.name] for column in columns]
        for place in json_places:
            values[place] = json.dumps(values[place])
        return meant(tuple(values))

    return read
