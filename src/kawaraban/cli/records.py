"""`kawaraban records`: the record of decisions."""

import click

from kawaraban.cli.setup import data_option, start_django


@click.group()
def records() -> None:
    """The record of what was decided, by whom and when."""


@records.command()
@data_option
def verify() -> None:
    """Check that no entry of the record was changed, deleted, swapped or cut off. Exit 1 when one was."""
    start_django()
    from django.conf import settings
    from django.db import DatabaseError

    from kawaraban.law.verification import verify as check_record

    try:
        report = check_record()
    except (DatabaseError, OSError, ValueError) as unreadable:
        raise click.ClickException(f"The record cannot be read: {unreadable}") from unreadable
    click.echo(f"Entries: {report.entries_count}, each tied to the one before it.")
    click.echo(f"Payloads: {report.payloads_count} fit their entries, {report.erased_count} were erased.")
    click.echo(f"Signed heads: {report.heads_count} in {settings.LEDGER_HEADS_FILE}.")
    for remark in report.remarks:
        click.echo(f"Note: {remark}")
    for problem in report.problems:
        click.echo(f"Problem: {problem}", err=True)
    if report.problems:
        raise click.ClickException(f"The record is not whole. Problems found: {len(report.problems)}.")
    click.echo("The record is whole.")
