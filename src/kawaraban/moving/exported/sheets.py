"""The files of an export: one for each kind of thing, with the rows of the tables that make it up.

    stories.jsonl      a line for each story: what Wagtail keeps of every page, and what only stories have

A page of Wagtail lies in two tables under one key. An export has one line for it: the columns of both, the key once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kawaraban.moving.shapes import CarriedColumn, CarriedTable, quoted

# The things that a newsroom speaks of have its names. All others are called as their model is. The names are part of
# the format.
NAMES: Final[Mapping[str, str]] = {
    "stories.storypage": "stories",
    "stories.sectionpage": "sections",
    "stories.frontpage": "front-page",
    "stories.standardpage": "standing-pages",
    "stories.author": "authors",
    "stories.byline": "bylines",
    "stories.correction": "corrections",
    "stories.storytopic": "story-topics",
    "stories.paperimage": "pictures",
    "stories.papersettings": "paper",
    "taggit.tag": "topics",
    "wagtailredirects.redirect": "redirects",
    "wagtailcore.page": "other-pages",
    "wagtailcore.revision": "page-versions",
    "comments.thread": "threads",
    "comments.comment": "comments",
    "comments.revision": "comment-revisions",
    "comments.restriction": "restrictions",
    "law.decision": "decisions",
    "law.statement": "statements",
    "law.appeal": "appeals",
    "law.notice": "notices",
    "law.report": "reports",
    "law.ledgerentry": "record",
    "law.ledgerpayload": "record-payloads",
    "law.policyversion": "policy-versions",
    "law.policytext": "policy-texts",
    "law.policyground": "policy-grounds",
    "people.user": "staff",
    "reads.hourtally": "reads",
    "reads.dayreaders": "readers-by-day",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file. `tables` begin with the one whose key all share; rows that `others` go on with are not in it."""

    name: str
    tables: tuple[CarriedTable, ...]
    others: tuple[CarriedTable, ...] = ()

    @property
    def path(self) -> str:
        """Inside the export."""
        return f"tables/{self.name}.jsonl"

    @property
    def columns(self) -> tuple[CarriedColumn, ...]:
        """Of a line, in order: those of all its tables, the key once."""
        first, *more = self.tables
        return (*first.columns, *(column for table in more for column in _besides_the_key(table)))

    def select(self) -> str:
        """All its lines in the order of the key."""
        first, *more = self.tables
        names = [f"{quoted(first.name)}.{quoted(column.name)}" for column in first.columns]
        key = f"{quoted(first.name)}.{quoted(first.key)}"
        joins = ""
        for table in more:
            names += [f"{quoted(table.name)}.{quoted(column.name)}" for column in _besides_the_key(table)]
            joins += f" JOIN {quoted(table.name)} ON {quoted(table.name)}.{quoted(table.key)} = {key}"
        elsewhere = "".join(
            f" AND NOT EXISTS (SELECT 1 FROM {quoted(other.name)}"  # noqa: S608  our own names
            f" WHERE {quoted(other.name)}.{quoted(other.key)} = {key})"
            for other in self.others
        )
        return f"SELECT {', '.join(names)} FROM {quoted(first.name)}{joins} WHERE 1 = 1{elsewhere} ORDER BY {key}"  # noqa: S608


def _besides_the_key(table: CarriedTable) -> tuple[CarriedColumn, ...]:
    return tuple(column for column in table.columns if column.name != table.key)


def sheets_of(tables: Sequence[CarriedTable]) -> tuple[Sheet, ...]:
    """One for each table, with the rows of its parents; a parent's own has the rows that nothing goes on with."""
    by_label = {table.label: table for table in tables}
    children = {
        table.label: tuple(child for child in tables if child.parent == table.label) for table in tables
    }
    sheets = []
    for table in tables:
        chain = [table]
        while chain[0].parent:
            chain.insert(0, by_label[chain[0].parent])
        sheets.append(Sheet(NAMES.get(table.label, table.label), tuple(chain), others=children[table.label]))
    return tuple(sorted(sheets, key=lambda sheet: sheet.name))
