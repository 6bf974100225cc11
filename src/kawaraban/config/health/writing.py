"""Whether the paper can be written: its database, and each folder that a process writes to."""

from collections.abc import Iterator

from kawaraban.alerts.health.findings import HealthFinding
from kawaraban.config.env import DataDir
from kawaraban.kit.faults import LOG_WORDS, cause_of, disk_trouble, said_plainly


def writing(data: DataDir) -> Iterator[HealthFinding]:
    """A sentence for each that refuses. One page or row of the database is really written, as it was."""
    refused = _refusal_of_database()
    if refused:
        cause = cause_of(refused, folder=data.root)
        why = f" ({LOG_WORDS[cause]})" if cause else ""
        yield HealthFinding(
            "writing",
            f"The database cannot be written, so no comment can be stored: {said_plainly(refused)}{why}.",
        )
    for folder in (data.root, data.run, data.log, data.mail, data.store, data.beacons, data.media):
        if not folder.exists():
            continue  # it is made when it is needed
        trouble = disk_trouble(folder)
        if trouble:
            yield HealthFinding("writing", f"Nothing can be written in {folder}: {LOG_WORDS[trouble]}.")


def _refusal_of_database() -> Exception | None:
    from kawaraban.config.sqlite.mapping import database_path
    from kawaraban.config.sqlite.trying import trouble_with_writing

    database = database_path()
    if database is not None:
        return trouble_with_writing(database, really=True, patience_seconds=5.0)
    return _refusal_of_server()


def _refusal_of_server() -> Exception | None:
    from django.db import DatabaseError, connection

    if connection.vendor != "postgresql":
        return None
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE django_migrations SET name = name WHERE id = (SELECT min(id) FROM django_migrations)"
            )
    except DatabaseError as refused:
        return refused
    return None
