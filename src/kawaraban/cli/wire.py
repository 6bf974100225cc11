"""`kawaraban wire ...`: stories from agencies."""

import logging
from pathlib import Path

import click

from kawaraban.cli.setup import data_option, start_django


@click.group()
def wire() -> None:
    """Bring in what agencies send."""


@wire.command()
@click.argument("source", metavar="FILE_OR_URL")
@click.option("--section", metavar="S", default="", help="The section for new stories: its slug or title.")
@click.option("--publish", is_flag=True, help="Publish the stories. Without it they are drafts.")
@click.option(
    "--allow-private", is_flag=True, help="Also read addresses on this machine and in private networks."
)
@data_option
def ingest(source: str, section: str, publish: bool, allow_private: bool) -> None:  # noqa: FBT001
    """Take in RSS, Atom or ninjs from FILE_OR_URL: new items become stories, newer versions change theirs.

    The same item never makes two stories. Of a file that is broken nothing is taken.
    """
    start_django()
    # What Wagtail notes about each page is said once, in the report.
    logging.getLogger().setLevel(logging.WARNING)
    from django.conf import settings
    from django.db import DatabaseError

    if not any(app.startswith("kawaraban.wire") for app in settings.INSTALLED_APPS):
        raise click.ClickException("A paper of the profile comments_only has no stories to bring in.")
    from kawaraban.kit.clock import utc_now
    from kawaraban.wire.actions import IngestOutcome
    from kawaraban.wire.actions import ingest as take_in
    from kawaraban.wire.errors import WireError
    from kawaraban.wire.fetching import fetch, is_address
    from kawaraban.wire.reading import read_delivery, read_file
    from kawaraban.wire.sections import section_called

    try:
        into = section_called(section)
        if is_address(source):
            found = fetch(source, allow_private=allow_private)
            delivery = read_delivery(found.body, content_type=found.content_type, address=found.address)
        else:
            delivery = read_delivery(read_file(Path(source)))
        report = take_in(delivery.items, section=into, publish=publish, now=utc_now())
    except WireError as wrong:
        raise click.ClickException(f"{source}: {wrong}") from wrong
    except DatabaseError as wrong:
        raise click.ClickException(f"The database cannot be written: {wrong}. Nothing was taken.") from wrong
    for line in report.lines:
        click.echo(f"{line.headline or line.guid or '-'}: {line.words}")
    click.echo(", ".join(f"{report.count(outcome)} {outcome}" for outcome in IngestOutcome))
    if not report.took_anything:
        raise click.ClickException(f"{source}: every item was refused.")
