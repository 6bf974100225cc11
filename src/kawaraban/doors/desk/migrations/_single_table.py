"""The index of words as it was before 0005: one FTS5 table for the whole paper."""

from typing import Any, Final

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLE: Final = "desk_search"
# What FTS5 keeps behind it, with the rows that it cannot be opened without.
_BEHIND: Final = (("data", "id > 10"), ("content", "id > 0"), ("docsize", "id > 0"))
_ROWS_AT_ONCE: Final = 1_000


def make_table(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """Where SQLite has the module; elsewhere nothing."""
    if editor.connection.vendor != "sqlite":
        return
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_compileoption_used('ENABLE_FTS5')")
        if cursor.fetchone()[0]:
            cursor.execute(
                f"CREATE VIRTUAL TABLE IF NOT EXISTS {TABLE} USING fts5(name, words, prefix='2 3',"
                " tokenize='unicode61 remove_diacritics 0')"
            )


def tidy_by_ourselves(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """No more tidying by FTS5 within a transaction that writes: every so often it held the lock for long."""
    if _is_there(editor):
        with editor.connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {TABLE} ({TABLE}, rank) VALUES ('automerge', 0)")  # noqa: S608


def drop_table(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """All at once: for a table that holds little."""
    if _is_there(editor):
        editor.execute(f"DROP TABLE {TABLE}")


def drop_in_steps(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """First its rows, each step in a transaction of its own where the migration is in none.

    Each page that becomes free is overwritten. All in one transaction would double the size of the log.
    """
    if not _is_there(editor):
        return
    with editor.connection.cursor() as cursor:
        for part, some in _BEHIND:
            table = f"{TABLE}_{part}"
            while True:
                cursor.execute(
                    f"DELETE FROM {table} WHERE id IN (SELECT id FROM {table} WHERE {some} LIMIT %s)",  # noqa: S608
                    [_ROWS_AT_ONCE],
                )
                if not cursor.rowcount:
                    break
    drop_table(apps, editor)


def _is_there(editor: BaseDatabaseSchemaEditor) -> bool:
    connection = editor.connection
    return connection.vendor == "sqlite" and TABLE in connection.introspection.table_names()
