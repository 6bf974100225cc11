"""What is known of a database that is copied: the record's newest entry, and how many rows its great tables have."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

# Told in the manifest, and compared when a copy is tried.
_COUNTED: Final = (
    "comments_comment",
    "comments_thread",
    "comments_decision",
    "law_ledgerentry",
    "people_user",
    "wagtailcore_page",
    "wagtailimages_image",
    "stories_paperimage",
)
_NEWEST: Final = "SELECT coalesce(max(number), 0) FROM law_ledgerentry"


@dataclass(frozen=True, slots=True)
class DatabaseFacts:
    """Of one moment."""

    newest_entry: int
    counts: Mapping[str, int]


def facts_of(ask: Callable[[str], Any], tables: Iterable[str]) -> DatabaseFacts:
    """Look. `ask` gives the one value that a statement selects; `tables` are those that there are."""
    there = set(tables)
    counts: dict[str, int] = {
        str(table): int(ask(f"SELECT count(*) FROM {table}"))  # noqa: S608  names of our own
        for table in _COUNTED
        if table in there
    }
    return DatabaseFacts(int(ask(_NEWEST)) if "law_ledgerentry" in there else 0, counts)
