"""`kawaraban check`: is everything in order before the paper is served?"""

import click

from kawaraban.cli.setup import data_option, start_django
from kawaraban.config.env import data_dir
from kawaraban.config.processes.lock_report import lock_words


@click.command()
@click.option("--whole", is_flag=True, help="Read every page of the database, however large it is.")
@data_option
def check(*, whole: bool) -> None:
    """Check the data directory, the configuration and the database. Exit 1 on a fault."""
    start_django()
    from kawaraban.config.health.database import is_large
    from kawaraban.config.health.rounds import ALL, WHOLE, found_by

    data = data_dir()
    in_part = is_large(data) and not whole
    found = list(found_by(WHOLE if whole and is_large(data) else ALL, data))
    faults = [each for each in found if not each.is_advice]
    for fault in faults:
        click.echo(fault.line, err=True)
    for line in lock_words(data):
        click.echo(line)
    for advice in found:
        if advice.is_advice:
            click.echo(f"Advice: {advice.line}")
    if faults:
        raise SystemExit(1)
    click.echo(f"Everything is in order in {data.root}")
    if in_part:
        megabytes = data.database_file.stat().st_size // 1_000_000
        click.echo(
            f"Of the database ({megabytes} MB) both ends of each table were read. All of it is read by: "
            "kawaraban check --whole"
        )
