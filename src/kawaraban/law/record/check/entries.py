"""The entries of the record as its check reads them: one after the other, at one moment, without holding them."""

import contextlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from django.db import connection

from kawaraban.law.models.ledger import LedgerEntry

BATCH = 1000
_WHOLE_ANSWERS = "DISABLE_SERVER_SIDE_CURSORS"


class Read(NamedTuple):
    """One entry with its payload. `salt` and `body` are None where the payload is gone."""

    number: int
    kind: str
    subject: str
    recorded_at: datetime
    digest: str
    previous: str
    mac: str
    salt: str | None
    body: str | None


Said = Mapping[str, Any]


class Check(Protocol):
    """What takes the entries in their order, and then says what the tables say otherwise."""

    def take(self, entry: Read, said: Said | None) -> None:
        """One entry. `said` is None where the payload is gone or was changed."""

    def flush(self) -> None:
        """A batch of entries is through."""

    def problems(self) -> Iterator[str]:
        """The sentences, when all entries are through."""


def each_entry() -> Iterator[Read]:
    """All of them, in the order of their numbers, by one query."""
    rows = LedgerEntry.objects.order_by("number").values_list(
        *("number", "kind", "subject", "recorded_at", "digest", "previous", "mac"),
        *("payload__salt", "payload__body"),
    )
    return map(Read._make, rows.iterator(BATCH))


def said_by(body: str) -> Said:
    """What a payload says. One that is no object says nothing."""
    try:
        said = json.loads(body)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


@contextlib.contextmanager
def one_moment() -> Iterator[None]:
    """Whatever is read inside is of one moment, while others write: no lock is taken."""
    with _rows_in_parts():
        if connection.in_atomic_block:
            yield
            return
        is_postgresql = connection.vendor == "postgresql"
        with connection.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if is_postgresql else "BEGIN")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ROLLBACK")


@contextlib.contextmanager
def _rows_in_parts() -> Iterator[None]:
    """Inside one transaction a server may hand out a long answer in parts, also through a pooler."""
    told = connection.settings_dict
    before = told.get(_WHOLE_ANSWERS, False)
    told[_WHOLE_ANSWERS] = False
    try:
        yield
    finally:
        told[_WHOLE_ANSWERS] = before
