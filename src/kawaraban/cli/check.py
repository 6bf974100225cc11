"""`kawaraban check`: is everything in order before the paper is served?"""

from collections.abc import Callable, Iterator
from typing import Final

import click

from kawaraban.cli.checks.configuration import configuration
from kawaraban.cli.checks.database import database
from kawaraban.cli.checks.files import files
from kawaraban.cli.checks.layout import layout
from kawaraban.cli.setup import data_option, start_django
from kawaraban.config.env import DataDir, data_dir

# Each looks at one thing and yields a sentence for each fault: what is wrong, and what mends it.
CHECKS: Final[tuple[Callable[[DataDir], Iterator[str]], ...]] = (
    files,
    configuration,
    database,
    layout,
)


@click.command()
@data_option
def check() -> None:
    """Check the data directory, the configuration and the database. Exit 1 on a fault."""
    start_django()
    data = data_dir()
    faults = [fault for looks in CHECKS for fault in looks(data)]
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        raise SystemExit(1)
    click.echo(f"Everything is in order in {data.root}")
