"""The database itself refuses to change the record: triggers of SQLite and PostgreSQL.

An entry is neither updated nor deleted; a payload is never updated (it may be deleted: that is an erasure).
Installed by a migration. A table that a later migration rebuilds on SQLite loses its triggers: install again.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

_ENTRIES, _PAYLOADS = "law_ledgerentry", "law_ledgerpayload"
_REFUSED = "the record is append-only"
_TRIGGERS = {
    "ledger_entry_is_not_updated": ("UPDATE", _ENTRIES),
    "ledger_entry_is_not_deleted": ("DELETE", _ENTRIES),
    "ledger_payload_is_not_updated": ("UPDATE", _PAYLOADS),
}

_SQLITE = [
    f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {event} ON {table} BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
    for name, (event, table) in _TRIGGERS.items()
]
_POSTGRESQL = [
    f"""
    CREATE OR REPLACE FUNCTION ledger_refuses() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{_REFUSED}' USING ERRCODE = 'integrity_constraint_violation'; END $$
    """,
    *(
        f"CREATE OR REPLACE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION ledger_refuses()"
        for name, (event, table) in _TRIGGERS.items()
    ),
    f"""
    CREATE OR REPLACE TRIGGER ledger_entry_is_not_truncated BEFORE TRUNCATE ON {_ENTRIES}
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuses()
    """,
]


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the triggers; those that are there stay."""
    statements = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}[connection.vendor]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: for tests that empty their tables, and for undoing the migration."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP FUNCTION IF EXISTS ledger_refuses() CASCADE")
            return
        for name in _TRIGGERS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def are_installed(connection: BaseDatabaseWrapper) -> bool:
    """Whether the database refuses to change or delete entries and to change payloads."""
    catalogue, column = (
        ("pg_trigger", "tgname") if connection.vendor == "postgresql" else ("sqlite_master", "name")
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(DISTINCT {column}) FROM {catalogue} WHERE {column} IN (%s, %s, %s)",  # noqa: S608
            list(_TRIGGERS),
        )
        return bool(cursor.fetchone()[0] == len(_TRIGGERS))
