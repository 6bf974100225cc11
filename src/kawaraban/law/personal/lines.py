"""What a room says of its columns: which hold something about a person, and which hold nothing.

    Line(("desk.authornote.text",), period="desk_notes", erased="the row goes")
    Plain(("press.reprintorder",), "names of pages")

A test walks every model of every installed app, and fails on a column of which no room says anything.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from kawaraban.law.personal.ends import End
from kawaraban.law.personal.periods import Period

EXPORTED: Final = ""
# What lines about staff say of an erasure, and of the file of a person.
STAFF_ALONE: Final = "it is about staff alone"
NAME_OF_STAFF: Final = "the name of a member of staff"


@dataclass(frozen=True, slots=True)
class Line:
    """Columns that hold something about a person. "app.model.column", or "app.model" for all of its columns.

    `period` is the code of how long; `erased` what an erasure does to it; `not_exported` why the export of a person
    leaves it out, "" where it does not.
    """

    columns: tuple[str, ...]
    period: str
    erased: str
    not_exported: str = EXPORTED


@dataclass(frozen=True, slots=True)
class Plain:
    """Columns that hold nothing about a person, and what they hold instead."""

    columns: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Who:
    """Whom an erasure or an export is about: their comments by public id, and the keyed hashes that lead to them.

    `sender_keys` are of networks, which others share. `emails` are addresses in clear, as far as they are known.
    """

    public_ids: frozenset[str] = frozenset()
    sender_keys: frozenset[str] = frozenset()
    email_keys: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()


def _nothing(_who: Who) -> Mapping[str, Any]:
    return {}


def _no_erasure(_who: Who, _now: datetime) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Part:
    """What one room says, and what it does when somebody is erased or asks what is held about them.

    `ends` say what is let go when it is finished. `erase` is called in the transaction of the erasure; `about` gives
    what is added to the file of a person.
    """

    periods: tuple[Period, ...] = ()
    lines: tuple[Line, ...] = ()
    plain: tuple[Plain, ...] = ()
    ends: tuple[End, ...] = ()
    erase: Callable[[Who, datetime], None] = field(default=_no_erasure)
    about: Callable[[Who], Mapping[str, Any]] = field(default=_nothing)
