"""How the database goes about what the product asks of it: statements as they were really asked, and their plans.

    with asked() as statements:
        client.get("/city/")
    assert walks(statements) == []         # nothing that grows with the paper is walked through

A walk is a SCAN of a table that grows, or a search that finds very many of its rows, where no LIMIT cuts it off; and
an index that is made for one question. How many rows are found is reckoned from what `tests/makers/statistics.py`
says of a large paper, where a partial index holds few: the test's own tables are nearly empty.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from django.db import connection
from tests.makers.statistics import GROWS_FROM, PARTIAL, rows_found, rows_of

# So many rows of one search are no walk: a page of comments, the mails of a person.
MANY: Final = 1_000
# A search between two moments finds one row of so many, as far as a plan can tell.
_BETWEEN: Final = 100
_READS: Final = re.compile(r"\s*(SELECT|UPDATE|DELETE|INSERT|WITH)\b", re.I)
_TABLE: Final = re.compile(r'\b(?:FROM|JOIN|UPDATE|INTO)\s+"?(\w+)"?(?:\s+(?:AS\s+)?"?(\w+)"?)?', re.I)
_FOUND: Final = re.compile(r"^(SCAN|SEARCH) (\S+)(?: USING (.*?))?(?: \((.*)\))?(?: LEFT-JOIN)?$")
_SORTED: Final = "USE TEMP B-TREE"


class Line(NamedTuple):
    """One line of a plan, and the part of the statement that it belongs to."""

    parent: int
    words: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One statement as the database got it."""

    sql: str
    parameters: Any

    @property
    def plan(self) -> list[Line]:
        """The lines of its plan, as the database would go about it now."""
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {self.sql}", self.parameters)
            return [Line(parent, str(words)) for _number, parent, _unused, words in cursor.fetchall()]

    @property
    def tables(self) -> dict[str, str]:
        """The tables by the names that the plan calls them."""
        found: dict[str, str] = {}
        for table, alias in _TABLE.findall(self.sql):
            found[table] = table
            found[alias or table] = table
        return found

    @property
    def walks(self) -> list[str]:
        """The lines of its plan that walk through a table which grows with the paper."""
        plan, tables = self.plan, self.tables
        sorted_parts = {line.parent for line in plan if line.words.startswith(_SORTED)}
        told = []
        for line in plan:
            found = _FOUND.match(line.words)
            table = tables.get(found[2]) if found else None
            if found is None or table is None or rows_of(table) < GROWS_FROM:
                continue
            is_many = _rows(table, found[3] or "", found[4] or "") > MANY
            is_cut_off = line.parent not in sorted_parts and self._is_cut_off(found[1], table, found[2])
            if (is_many and not is_cut_off) or "AUTOMATIC" in line.words:
                told.append(f"{line.words} · {table} · {self.sql[:2_000]}")
        return told

    def _is_cut_off(self, way: str, table: str, alias: str) -> bool:
        """Whether a LIMIT ends it: at once along an index from its end, where no condition leaves rows out."""
        if way == "SEARCH":
            return bool(re.search(r"\bLIMIT\b", self.sql))
        name = f'"?{table}"?' if alias == table else f'"?{table}"? {alias}'
        return bool(re.search(rf"FROM {name}( ORDER BY [^()]*?)? LIMIT", self.sql))


@contextmanager
def asked() -> Iterator[list[Asked]]:
    """What is asked inside, once each; filled while it goes on."""
    found: dict[str, Asked] = {}
    statements: list[Asked] = []

    def note(
        execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Mapping[str, Any]
    ) -> Any:
        if _READS.match(sql) and sql not in found:
            sent = list(params) if many else params
            found[sql] = Asked(sql, sent[0] if many and sent else sent)
            statements.append(found[sql])
            return execute(sql, sent if many else params, many, context)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield statements


def walks(statements: Iterable[Asked]) -> list[str]:
    """The walks of all of them."""
    return [walk for statement in statements for walk in statement.walks]


def _rows(table: str, way: str, terms: str) -> int:
    """How many rows of a large paper a search finds: "INDEX comment_need", "status=? AND need_at>?"."""
    columns = re.findall(r"(\w+)=\?", terms)
    between = _BETWEEN if re.search(r"\w[<>]\?", terms) else 1
    if not way:
        return rows_of(table)
    if "PRIMARY KEY" in way or "rowid" in columns:
        return 1 if columns else rows_of(table) // between
    index = way.rpartition(" ")[2]
    share = PARTIAL if _is_partial(index) else 1
    return max(1, rows_found(table, columns) // between // share)


def _is_partial(index: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql LIKE '%% WHERE %%' FROM sqlite_schema WHERE name = %s", [index])
        row = cursor.fetchone()
    return bool(row and row[0])
