"""The few rows of a new paper in a PostgreSQL of the tests: taken once, and put back after a test that committed."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection

from kawaraban.law.record import append_only


class KeptRows:
    """What COPY gave of each table that has any."""

    def __init__(self) -> None:
        self._rows: dict[str, bytes] = {}

    def keep(self) -> None:
        """Take them, from a database in which nobody has done anything yet."""
        with _server().cursor() as cursor:
            for table in _tables():
                with cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
                    rows = b"".join(bytes(part) for part in copy)
                if rows:
                    self._rows[table] = rows

    def put_back(self) -> None:
        """Empty every table, and put them back, with their numbers."""
        append_only.remove(connection)
        with _server().cursor() as cursor:
            # Foreign keys are not looked at, nor triggers: the rows fitted when they were taken.
            cursor.execute("SET session_replication_role = replica")
            tables = ", ".join(f'"{table}"' for table in _tables())
            cursor.execute(f"TRUNCATE {tables} RESTART IDENTITY")
            for table, rows in self._rows.items():
                with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                    copy.write(rows)
            cursor.execute("SET session_replication_role = origin")
            for table, column in _counted_columns():
                if table in self._rows:
                    name = f"pg_get_serial_sequence('\"{table}\"', '{column}')"
                    cursor.execute(f'SELECT setval({name}, max("{column}")) FROM "{table}"')
        ContentType.objects.clear_cache()


def _server() -> Any:
    connection.ensure_connection()
    return connection.connection


def _tables() -> list[str]:
    return sorted(connection.introspection.table_names())


def _counted_columns() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND is_identity = 'YES'"
        )
        return list(cursor.fetchall())


KEPT_ROWS = KeptRows()
