"""Of which version tables are, told by the migrations that made them."""

import contextlib
import gzip
import sqlite3
from collections.abc import Collection
from functools import cache

from kawaraban.config.template_database import TEMPLATE

Migration = tuple[str, str]


@cache
def _template() -> sqlite3.Connection:
    """A new paper of this version, in memory."""
    template = sqlite3.connect(":memory:")
    template.deserialize(gzip.decompress(TEMPLATE.read_bytes()))
    return template


def of_this_version() -> frozenset[Migration]:
    """The migrations that this version has, whatever the profile."""
    return frozenset(_template().execute("SELECT app, name FROM django_migrations"))


def rows_of_a_new_paper(table: str) -> int:
    """How many rows migrations put into a table; 0 where there is none of that name."""
    with contextlib.suppress(sqlite3.OperationalError):
        name = table.replace('"', '""')
        return int(_template().execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])  # noqa: S608
    return 0


def unknown(there: Collection[Migration]) -> list[Migration]:
    """Those that a newer version made."""
    return sorted(set(there) - of_this_version())


def missing(there: Collection[Migration]) -> list[Migration]:
    """Those that this version has besides, in the apps that are there at all."""
    apps = {app for app, _name in there}
    return sorted(each for each in of_this_version() - set(there) if each[0] in apps)


def newest_of_each(there: Collection[Migration]) -> dict[str, str]:
    """The last migration of each app: their names begin with a number that grows."""
    return dict(sorted(there))
