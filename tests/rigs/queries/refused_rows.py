"""Rows that the database refuses to change, as where a disk is full: for tests of what a failure leaves.

with refusing("comments_comment", f"NEW.id = {pk}"):
    ...        # an UPDATE of such a row raises DatabaseError
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def refusing(table: str, condition: str) -> Iterator[None]:
    """Let no row of this table be updated while the condition is true of OLD and NEW."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                f"CREATE TRIGGER refused BEFORE UPDATE ON {table} WHEN {condition}"
                " BEGIN SELECT RAISE(ABORT, 'refused'); END"
            )
        else:
            cursor.execute(
                "CREATE FUNCTION refused() RETURNS trigger LANGUAGE plpgsql AS"
                " $$ BEGIN RAISE EXCEPTION 'refused'; END $$"
            )
            cursor.execute(
                f"CREATE TRIGGER refused BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({condition})"
                " EXECUTE FUNCTION refused()"
            )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("DROP TRIGGER refused")
            else:
                cursor.execute(f"DROP TRIGGER refused ON {table}")
                cursor.execute("DROP FUNCTION refused()")
