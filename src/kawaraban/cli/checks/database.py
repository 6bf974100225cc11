"""Whether the database is of this version, and whole."""

from collections.abc import Iterator

from kawaraban.config.env import DataDir


def database(data: DataDir) -> Iterator[str]:
    """A sentence for a database that is older than this version, damaged, or cannot be read."""
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            yield f"The database is older than this version: kawaraban init {data.root}"
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                (answer,) = cursor.execute("PRAGMA quick_check").fetchone()
                if answer != "ok":
                    yield f"The database is damaged: {answer}"
    except DatabaseError as broken:
        yield f"The database cannot be read: {broken}"
