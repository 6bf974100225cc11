"""Where SQLite's file is, and whether a process maps it into its memory (the settings say so) or reads page by page."""

from pathlib import Path

from django.db import connection

from kawaraban.config.sqlite.same_file import plain_path


def read_without_map() -> None:
    """In this process, by every connection that is opened from now on; this thread's is closed for that.

    Whoever writes keys of comments touches pages all over the file: with a map, the whole file would stand in its
    memory after a busy hour. Measured, the clerk is as fast without.
    """
    connection.close()
    if connection.vendor == "sqlite":
        connection.settings_dict["OPTIONS"]["init_command"] += " PRAGMA mmap_size=0;"


def database_path() -> Path | None:
    """The file that the paper is in; None where it is no file of SQLite's."""
    path = plain_path(connection.settings_dict["NAME"]) if connection.vendor == "sqlite" else ""
    return Path(path) if path else None
