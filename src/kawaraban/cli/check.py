"""`kawaraban check`: is everything in order before the paper is served?"""

import click

from kawaraban.cli.setup import data_option, start_django
from kawaraban.config.env import data_dir


@click.command()
@data_option
def check() -> None:
    """Check the data directory, the configuration and the database. Exit 1 on a fault."""
    start_django()
    data = data_dir()
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    keys = (data.secret_key_file, data.ledger_key_file)
    faults = [f"{key} can be read by others: chmod 600 {key}" for key in keys if key.stat().st_mode & 0o077]
    try:
        call_command("check", deploy=False, verbosity=0)
    except SystemCheckError as broken:
        faults.append(str(broken))
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            faults.append(f"The database is older than this version: kawaraban init {data.root}")
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                (answer,) = cursor.execute("PRAGMA quick_check").fetchone()
                if answer != "ok":
                    faults.append(f"The database is damaged: {answer}")
    except DatabaseError as broken:
        faults.append(f"The database cannot be read: {broken}")
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        raise SystemExit(1)
    click.echo(f"Everything is in order in {data.root}")
