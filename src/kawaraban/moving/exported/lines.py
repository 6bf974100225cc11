"""A row as a line of JSON, and back. What each kind of value looks like is part of the format.

{"id": 7, "title": "The harbour opens again", "live": true, "first_published_at": "2026-11-30T06:19:37.154000Z"}
"""

import base64
import datetime as dt
import json
import math
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
# What a line of whoever wrote it may do wrong.
UNFIT: Final = (ValueError, KeyError, TypeError, AttributeError, ArithmeticError, RecursionError)
_INTEGERS: Final = range(-(2**63), 2**63)
_LONGEST_MICROSECONDS: Final = 10**17


def _moment(said: str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(said)
    if moment.tzinfo is None:
        raise ValueError(f"{said} says no time zone")
    return moment


def _number(said: str) -> Decimal:
    number = Decimal(said)
    if not number.is_finite():
        raise ValueError(f"{said} is no number")
    return number


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_integer(value: object) -> bool:
    return type(value) is int and value in _INTEGERS


# How JSON must say each kind: what else stands in a line was not written by an export.
FITS: Final[dict[ValueKind, Callable[[Any], bool]]] = {
    **dict.fromkeys(ValueKind, _is_text),
    ValueKind.INTEGER: _is_integer,
    ValueKind.BOOLEAN: lambda value: isinstance(value, bool),
    ValueKind.FLOAT: lambda value: type(value) in {int, float} and math.isfinite(value),
    ValueKind.DURATION: lambda value: _is_integer(value) and abs(value) < _LONGEST_MICROSECONDS,
    ValueKind.JSON: lambda _value: True,
}
_MEANT: Final[dict[ValueKind, Callable[[Any], Any]]] = {
    ValueKind.DECIMAL: _number,
    ValueKind.DATETIME: _moment,
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
    """What makes a row of a line: the columns that are wanted, in their order. Raises `UNFIT`.

    JSON becomes its text again. None in it is the word null, since no column of that kind may be empty.
    """
    json_places = [place for place, column in enumerate(columns) if column.kind == ValueKind.JSON]
    checks = [(column.name, FITS[column.kind]) for column in columns]
    meant = changer(columns, _MEANT)

    def read(line: bytes) -> Row:
        said = json.loads(line)
        for name, fits in checks:
            value = said[name]
            if value is not None and not fits(value):
                raise ValueError(f"{name} holds what cannot be there")
        if b"\\u" in line:
            _refuse_half_letters(said)
        values = [said[name] for name, _fits in checks]
        for place in json_places:
            values[place] = json.dumps(values[place])
        return meant(tuple(values))

    return read


def _refuse_half_letters(said: object) -> None:
    """Half of a surrogate pair is no letter: no database keeps it. UnicodeEncodeError is a ValueError."""
    json.dumps(said, ensure_ascii=False).encode()
