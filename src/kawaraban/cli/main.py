"""`kawaraban ...`: one file for each verb group; each command calls one action or one query."""

import click

from kawaraban.cli.check import check
from kawaraban.cli.init import init
from kawaraban.cli.staff import staff


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kawaraban")
def main() -> None:
    """Run a newspaper: publish stories, count reads, and moderate comments under a published policy."""


for command in (init, staff, check):
    main.add_command(command)
