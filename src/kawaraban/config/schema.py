"""Whether a paper's database is of this version, told in some milliseconds and without Django.

    gap = schema_gap(data.database_file, profile="newspaper")
    gap.missing    -> migrations that this version has and the database lacks: `kawaraban init` brings them
    gap.unknown    -> migrations that a newer version made: an older one reads such a database all the same

What this version has is read from the template of a new paper, which a test holds against the migrations.
"""

import contextlib
import gzip
import sqlite3
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from kawaraban.config.databases import connection_parameters
from kawaraban.config.template_database import TEMPLATE
from kawaraban.kit.plain_files import open_plain

Migration = tuple[str, str]
_ASKED: Final = "SELECT app, name FROM django_migrations"
# Of our own rooms; those of libraries are looked at where the database knows the library at all.
_OURS: Final = frozenset(
    {"people", "law", "triage", "comments", "reads", "alerts", "press", "desk", "staff", "public"}
)
_OF_NEWSPAPERS: Final = frozenset({"stories", "wire"})


@dataclass(frozen=True, slots=True)
class Gap:
    """How the database and this version differ."""

    missing: tuple[Migration, ...]
    unknown: tuple[Migration, ...]


class NoTables(Exception):
    """The file is no database of a paper: it is empty, damaged or something else."""


def schema_gap(database: Path | str, *, profile: str) -> Gap:
    """Compare them. `database` is a file, or the address of a PostgreSQL database. Raises NoTables, OSError."""
    there, ours = _applied(database), _of_this_version()
    known = {app for app, _name in there}
    rooms = _OURS | (_OF_NEWSPAPERS if profile == "newspaper" else frozenset())
    missing = {each for each in ours - there if each[0] in known or each[0] in rooms}
    unknown = {each for each in there - ours if each[0] in _OURS | _OF_NEWSPAPERS}
    return Gap(tuple(sorted(missing)), tuple(sorted(unknown)))


def _applied(database: Path | str) -> set[Migration]:
    if isinstance(database, str):
        import psycopg  # a paper in a file starts without it

        try:
            with psycopg.connect(**connection_parameters(database)) as server:
                return set(server.execute(_ASKED).fetchall())
        except psycopg.Error as unreadable:
            raise NoTables(str(unreadable)) from unreadable
    open_plain(database).close()
    try:
        # Never made where it is missing, and never written.
        with contextlib.closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True, timeout=5)) as file:
            return set(file.execute(_ASKED).fetchall())
    except sqlite3.Error as unreadable:
        raise NoTables(str(unreadable)) from unreadable


@cache
def _of_this_version() -> frozenset[Migration]:
    template = sqlite3.connect(":memory:")
    with contextlib.closing(template):
        template.deserialize(gzip.decompress(TEMPLATE.read_bytes()))
        return frozenset(template.execute(_ASKED).fetchall())
