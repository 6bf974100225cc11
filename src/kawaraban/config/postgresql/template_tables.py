"""The tables that a new paper begins with in a PostgreSQL database, laid in one transaction instead of 260 migrations.

    lay_tables(url, profile="newspaper")     # where nothing is there yet: whether it laid any

`template.sql.gz` lies beside this file and is made by `make template`; a test holds it against the migrations. Those
that came after it was made are still to be run.
"""

import gzip
from pathlib import Path
from typing import Final

from kawaraban.config.databases import connection_parameters
from kawaraban.config.postgresql.upgrading import wait_for_others

TEMPLATE: Final = Path(__file__).with_name("template.sql.gz")
# The mark of a move that fills this database may be there; nothing else.
_IS_EMPTY: Final = (
    "SELECT current_schema() = 'public' AND NOT EXISTS (SELECT FROM pg_class"
    " WHERE relnamespace = 'public'::regnamespace AND relname <> 'kawaraban_unfinished')"
)


def lay_tables(url: str, *, profile: str) -> bool:
    """Lay them where there are none, all or nothing. Raises psycopg.Error.

    They are a newspaper's: of another profile none are laid, and its migrations make what it has.
    """
    if profile != "newspaper":
        return False
    import psycopg  # a paper in a file starts without it

    with psycopg.connect(**connection_parameters(url)) as server:
        wait_for_others(server)
        found = server.execute(_IS_EMPTY).fetchone()
        if not found or not found[0]:
            return False
        server.execute("SET LOCAL search_path = ''")
        server.execute("SET LOCAL check_function_bodies = off")
        server.execute(gzip.decompress(TEMPLATE.read_bytes()))
    return True


def pack(statements: str) -> None:
    """Replace the template by these statements. The same input gives the same bytes."""
    TEMPLATE.write_bytes(gzip.compress(statements.encode(), mtime=0))
