"""`kawaraban ...`: one file for each verb group; each command calls one action or one query."""

import click

from kawaraban.cli.backup import backup
from kawaraban.cli.check import check
from kawaraban.cli.demo import demo
from kawaraban.cli.export import export
from kawaraban.cli.import_ import import_
from kawaraban.cli.init import init
from kawaraban.cli.mail import mail
from kawaraban.cli.move import move
from kawaraban.cli.plainly import PlainGroup
from kawaraban.cli.press import press
from kawaraban.cli.records import records
from kawaraban.cli.restore import restore
from kawaraban.cli.serve import serve
from kawaraban.cli.staff import staff
from kawaraban.cli.triage.group import triage
from kawaraban.cli.upgrade import upgrade
from kawaraban.cli.wire import wire
from kawaraban.config.modes import close_to_others


@click.group(cls=PlainGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kawaraban")
def main() -> None:
    """Run a newspaper: publish stories, count reads, and moderate comments under a published policy."""
    close_to_others()


for command in (
    init,
    demo,
    serve,
    staff,
    wire,
    triage,
    records,
    mail,
    press,
    check,
    backup,
    restore,
    move,
    export,
    import_,
    upgrade,
):
    main.add_command(command)
