"""Laying out styles and scripts for `kawaraban serve`, where an upgrade or a restore has left none: a process of its
own, so that the supervisor starts its front before it loads anything.

    python -m kawaraban.config.laying_out      # ends with 1 and a sentence where the database is of another version
"""

import logging
import os
from pathlib import Path

from kawaraban.config.env import BadConfiguration, DataDir, data_dir, read_knobs
from kawaraban.config.modes import close_to_others, open_to_all
from kawaraban.config.release import release_stamp

MANIFEST = "staticfiles.json"


def is_laid_out(data: DataDir) -> bool:
    """Whether the files of this very version are there."""
    stamp = stamp_file(data)
    is_ours = stamp.exists() and stamp.read_text(encoding="utf-8") == release_stamp()
    return is_ours and (data.static / MANIFEST).exists()


def stamp_file(data: DataDir) -> Path:
    """The file that says of which version database and styles are."""
    return data.root / "release"


def lay_out() -> None:
    """Write the static files of this version anew. Django is loaded."""
    from django.core.management import call_command

    with open_to_all():
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)


def main() -> None:
    """Refuse a database of before, lay out, and note the version."""
    import django
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    close_to_others()
    logging.disable(logging.WARNING)
    data = data_dir()
    profile = read_knobs(data, os.environ)["profile"]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"kawaraban.config.settings.{profile}")
    django.setup()
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise SystemExit(older_database(data))
    lay_out()
    stamp_file(data).write_text(release_stamp(), encoding="utf-8")


def older_database(data: DataDir) -> str:
    """The sentence for a database that was not brought up to this version."""
    return (
        f"The database is older than this version, and nothing was changed. Run: kawaraban init {data.root}"
    )


if __name__ == "__main__":
    try:
        main()
    except BadConfiguration as refused:
        raise SystemExit(str(refused)) from refused
