"""The log of reprint orders as the page store is compared with it: by whoever has a way to ask the database.

    log = OrderLog(execute)             execute("SELECT ...") -> rows; without Django, for the supervisor's start
    log.words_of(42)                    "42 3f9a51...", by which order 42 is known again: another log's has others
    log.after(42)                       what was ordered since
    log.standing("42 3f9a51...")        whether that order is still known, in which epoch, and what is the newest

A number alone says nothing: a database that was put back from a backup gives the same numbers to other orders.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from kawaraban.press.epoch import epoch_sql

Execute = Callable[[str], Sequence[Sequence[Any]]]

_COLUMNS: Final = "id, keys, addresses, takes_away, ordered_at"


@dataclass(frozen=True, slots=True)
class OrderBatch:
    """Several orders read at once: the newest number of each key, and of all.

    `addresses` are what the orders are about, `taken_from` the keys and addresses of orders that take away, `anchor`
    the words of the newest of them. `oldest` is the number of the first of them.
    """

    newest_of: dict[str, int]
    addresses: tuple[str, ...]
    taken_from: frozenset[str]
    newest: int
    anchor: str
    oldest: int


def batch_of(rows: Sequence[Sequence[Any]]) -> OrderBatch | None:
    """The orders of these rows (number, keys, addresses, whether it takes away, when), the oldest first."""
    if not rows:
        return None
    orders = [(pk, _names(keys), _names(places), takes, at) for pk, keys, places, takes, at in rows]
    newest, keys, _places, _takes, at = orders[-1]
    return OrderBatch(
        newest_of={key: pk for pk, keys, _places, _takes, _at in orders for key in keys},
        addresses=tuple(
            dict.fromkeys(place for _pk, _keys, places, _takes, _at in orders for place in places)
        ),
        taken_from=frozenset(
            name for _pk, keys, places, takes, _at in orders if takes for name in (*keys, *places)
        ),
        newest=newest,
        anchor=_words(newest, keys, at),
        oldest=orders[0][0],
    )


@dataclass(frozen=True, slots=True)
class LogStanding:
    """The log at one moment: its epoch (`epoch.py`), its newest order, and whether it has a certain one."""

    epoch: str
    newest: int
    has_anchor: bool


class OrderLog:
    """Reads the log with plain SQL. `vendor` is the database's, as Django calls it."""

    def __init__(self, execute: Execute, *, vendor: str = "sqlite") -> None:
        self._execute = execute
        self._epoch_sql = epoch_sql(vendor) or "''"

    def epoch(self) -> str:
        """Which history this is."""
        return str(self._execute(f"SELECT {self._epoch_sql}")[0][0])

    def standing(self, anchor: str | None) -> LogStanding:
        """One question. Without an anchor nothing is missing."""
        number = (anchor or "").partition(" ")[0]
        asked = int(number) if number.isdecimal() else 0
        rows = self._execute(
            f"SELECT {self._epoch_sql}, (SELECT MAX(id) FROM press_reprintorder), {_COLUMNS}"  # noqa: S608
            f" FROM (SELECT {asked} AS asked) AS question LEFT JOIN press_reprintorder ON id = asked"
        )
        epoch, newest, *order = rows[0]
        found = batch_of([order]) if order[0] else None
        is_known = anchor in {None, "0"} or (found is not None and found.anchor == anchor)
        return LogStanding(str(epoch), int(newest or 0), is_known)

    def newest(self) -> int:
        """The number of the newest order; 0 when there is none."""
        rows = self._execute("SELECT MAX(id) FROM press_reprintorder")
        return int(rows[0][0] or 0)

    def reaches(self, number: int) -> bool:
        """Whether every order after this one is in the log: those that are finished leave it (`finished_orders.py`).

        A number that was given to nobody, at the very beginning of what is left, is taken for one that has left.
        """
        rows = self._execute("SELECT MIN(id) FROM press_reprintorder")
        return int(rows[0][0] or 0) <= number + 1

    def words_of(self, number: int) -> str:
        """By what the order is known again; also for 0, before the first. Empty when there is no such order."""
        if not number:
            return "0"
        rows = self._execute(f"SELECT {_COLUMNS} FROM press_reprintorder WHERE id = {int(number)}")  # noqa: S608
        batch = batch_of(rows)
        return batch.anchor if batch else ""

    def after(self, number: int, *, limit: int) -> OrderBatch | None:
        """What was ordered since, at most so many of them."""
        return batch_of(
            self._execute(
                f"SELECT {_COLUMNS} FROM press_reprintorder WHERE id > {int(number)}"  # noqa: S608
                f" ORDER BY id LIMIT {int(limit)}"
            )
        )


def _names(value: Any) -> list[str]:
    """SQLite gives the text of a list, PostgreSQL and Django the list."""
    return list(json.loads(value)) if isinstance(value, str | bytes) else list(value)


def _words(number: int, keys: Sequence[str], at: datetime | str) -> str:
    moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    text = json.dumps([number, list(keys), moment.isoformat()], ensure_ascii=True)
    return f"{number} {hashlib.blake2b(text.encode(), digest_size=12).hexdigest()}"
