"""The epoch: which history of the database it is that is being read.

A PostgreSQL server that takes another's place goes on in a new timeline; one that was put back from a copy does, too,
or is another system, or the copy is another database in it. What was committed last may be missing then, and its
numbers are given to other orders. So whoever keeps something that was read keeps the epoch with it, and forgets it in
another one. All three can be asked by an ordinary role.

SQLite's file has no such mark: there the words by which the newest order is known again say it (`order_log.py`).
"""

from typing import Final

# System, timeline and database: "7412345678901234567 00000003 16412". The timeline is the beginning of the name of the
# file that is being written: what the control file says of it is from the last checkpoint.
_OF_POSTGRESQL: Final = (
    "(SELECT system_identifier::text FROM pg_control_system()) || ' ' ||"
    " left(pg_walfile_name(pg_current_wal_lsn()), 8) || ' ' ||"
    " (SELECT oid::text FROM pg_database WHERE datname = current_database())"
)


def epoch_sql(vendor: str) -> str:
    """An expression of SQL that is a text; empty on databases that have no epochs."""
    return _OF_POSTGRESQL if vendor == "postgresql" else ""
