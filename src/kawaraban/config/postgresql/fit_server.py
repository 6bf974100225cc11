"""Whether a server may carry a paper: really PostgreSQL, of a version that is kept up, writable, in UTF-8.

    refuse_unfit_server("postgresql://paper@db/paper")       # raises BadConfiguration with a sentence

What speaks its protocol and is another database is refused: some say yes to a lock and give none, and then two comments
take one place in the record. Asked without Django, by every command and before a paper is served.
"""

from typing import TYPE_CHECKING, Any, Final

from kawaraban.config.databases import connection_parameters
from kawaraban.config.env import BadConfiguration

if TYPE_CHECKING:
    import psycopg

LEAST_VERSION: Final = 15
# Others put their own name into PostgreSQL's.
_OTHERS: Final = ("-YB-", "Greenplum", "Redshift", "CockroachDB")
_ASKED: Final = (
    "SELECT version(), current_setting('server_version_num')::int / 10000, pg_is_in_recovery(),"
    " pg_encoding_to_char(encoding), to_regclass('django_migrations') IS NOT NULL"
    " FROM pg_database WHERE datname = current_database()"
)
# Any number: it is let go with the transaction.
_TRIED_LOCK: Final = 7_140_260_524


def refuse_unfit_server(url: str, *, may_be_empty: bool = False) -> None:
    """Raises BadConfiguration where it cannot be reached, or may not carry a paper.

    `may_be_empty`: `init` makes the tables; all others want them to be there.
    """
    import psycopg  # a paper in a file starts without it

    try:
        with psycopg.connect(**connection_parameters(url)) as server:
            fault = fault_of(server)
            has_tables = not fault and bool(_facts(server)[4])
    except psycopg.OperationalError as refused:
        raise BadConfiguration(f"The database cannot be reached: {_said(refused)}.") from refused
    except psycopg.Error as refused:
        raise BadConfiguration(
            f"The database does not answer as PostgreSQL does: {_said(refused)}."
        ) from refused
    if fault:
        raise BadConfiguration(fault)
    if not has_tables and not may_be_empty:
        raise BadConfiguration("The database holds no paper: its tables are missing. Run: kawaraban init")


def fault_of(server: "psycopg.Connection[Any]") -> str:
    """What keeps it from carrying a paper, as a sentence; empty when nothing does. Raises psycopg.Error."""
    version, major, is_in_recovery, encoding, _has_tables = _facts(server)
    if not version.startswith("PostgreSQL ") or any(other in version for other in _OTHERS):
        return f"database_url leads to {version.split(' on ')[0]}. A paper needs PostgreSQL itself."
    if major < LEAST_VERSION:
        return f"The server is PostgreSQL {major}. A paper needs {LEAST_VERSION} or newer."
    if is_in_recovery:
        return (
            "The server only follows another one and cannot be written. Name all servers in database_url,"
            " separated by commas: the one that can be written is found."
        )
    if encoding != "UTF8":
        return f"The database is encoded in {encoding}. A paper needs one that is made with ENCODING 'UTF8'."
    if not _gives_locks(server):
        return "The server says yes to a lock and gives none: two could write the record at once."
    return ""


def _facts(server: "psycopg.Connection[Any]") -> Any:
    return server.execute(_ASKED).fetchone()


def _gives_locks(server: "psycopg.Connection[Any]") -> bool:
    """Inside one transaction, as they are used; a pooler that gives each statement another connection refuses it."""
    with server.transaction():
        server.execute("SELECT pg_advisory_xact_lock(%s)", [_TRIED_LOCK])
        held = server.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid() AND granted"
        ).fetchone()
    return bool(held and held[0])


def _said(refused: Exception) -> str:
    """Its first line. libpq names the host and never the password."""
    lines = str(refused).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(refused).__name__
