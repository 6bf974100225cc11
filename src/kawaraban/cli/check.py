"""`kawaraban check`: is everything in order before the paper is served?"""

from collections.abc import Callable, Iterator
from typing import Final

import click

from kawaraban.cli.checks.addresses import addresses
from kawaraban.cli.checks.clock import clock
from kawaraban.cli.checks.configuration import configuration
from kawaraban.cli.checks.database import database, is_large, whole_database
from kawaraban.cli.checks.disk import disk
from kawaraban.cli.checks.files import files
from kawaraban.cli.checks.layout import layout
from kawaraban.cli.checks.mails import mails
from kawaraban.cli.checks.page_store import page_store
from kawaraban.cli.checks.writing import writing
from kawaraban.cli.setup import data_option, start_django
from kawaraban.config.env import DataDir, data_dir
from kawaraban.config.processes.lock_report import lock_words
from kawaraban.kit.faults import said_plainly

# Each looks at one thing and yields a sentence for each fault: what is wrong, and what mends it.
CHECKS: Final[tuple[Callable[[DataDir], Iterator[str]], ...]] = (
    files,
    configuration,
    database,
    layout,
    addresses,
    disk,
    writing,
    page_store,
    mails,
    clock,
)


@click.command()
@click.option("--whole", is_flag=True, help="Read every page of the database, however large it is.")
@data_option
def check(*, whole: bool) -> None:
    """Check the data directory, the configuration and the database. Exit 1 on a fault."""
    start_django()
    data = data_dir()
    in_part = is_large(data) and not whole
    checks = (*CHECKS, whole_database) if whole and is_large(data) else CHECKS
    faults = [fault for looks in checks for fault in _faults(looks, data)]
    for fault in faults:
        click.echo(fault, err=True)
    for line in lock_words(data):
        click.echo(line)
    if faults:
        raise SystemExit(1)
    click.echo(f"Everything is in order in {data.root}")
    if in_part:
        megabytes = data.database_file.stat().st_size // 1_000_000
        click.echo(
            f"Of the database ({megabytes} MB) both ends of each table were read. All of it is read by: "
            "kawaraban check --whole"
        )


def _faults(looks: Callable[[DataDir], Iterator[str]], data: DataDir) -> Iterator[str]:
    """What it finds. A look that the machine refuses is a fault itself, and the others are made all the same."""
    from django.db import DatabaseError

    try:
        yield from looks(data)
    except (OSError, DatabaseError) as refused:
        yield f"What is to be checked cannot be read: {said_plainly(refused)}"
