"""`kawaraban backup DIR` and `kawaraban restore DIR`: a whole copy of the paper, and the paper out of its copy."""

import os
import subprocess
import sys
from pathlib import Path

import click

from kawaraban.cli.setup import data_option, start_django
from kawaraban.config.env import DATA_VARIABLE, BadConfiguration, DataDir, data_dir


@click.command()
@click.argument("directory", type=click.Path(path_type=Path))
@click.option(
    "--verify", "verifies", is_flag=True, help="Check the record of the copy before it is called whole."
)
@data_option
def backup(*, directory: Path, verifies: bool) -> None:
    """Copy the whole paper to DIRECTORY, while it is served. Where that is there: to a new folder with the date in it.

    The copy holds the keys of the paper: keep it where nobody else can read it.
    """
    from kawaraban.config.copies.backup import make_backup
    from kawaraban.kit.clock import utc_now

    look_at = _verify if verifies else lambda folder: None
    try:
        made = make_backup(data_dir(), directory, now=utc_now(), look_at=look_at)
    except BadConfiguration as refused:
        raise click.ClickException(str(refused)) from refused
    megabytes = made.manifest.size / 1_000_000
    click.echo(f"The copy is in {made.folder}: {len(made.manifest.files)} files, {megabytes:.1f} MB.")
    click.echo(f"The newest entry of its record is {made.manifest.newest_entry}.")


def _verify(folder: Path) -> None:
    done = subprocess.run(  # noqa: S603  ourselves
        [sys.executable, "-m", "kawaraban", "records", "verify", "--data", str(folder)],
        check=False,
        env={**os.environ, DATA_VARIABLE: str(folder)},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise BadConfiguration(
            f"The record of the copy is not whole, and the copy was not kept:\n{done.stderr}"
        )


@click.command()
@click.argument("directory", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--over", is_flag=True, help="Also where there is a paper: it is set aside, and nothing of it deleted."
)
@click.option(
    "--heads",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A copy of ledger.heads that is younger than this one, so that the record knows what was lost.",
)
@data_option
def restore(*, directory: Path, over: bool, heads: Path | None) -> None:
    """Make the paper anew out of the copy in DIRECTORY, which `kawaraban backup` made. The record says so for good."""
    from kawaraban.config.copies.manifest import NoCopy
    from kawaraban.config.copies.restore import is_empty, not_served, put_in_place, staged
    from kawaraban.kit.clock import utc_now

    data, now = data_dir(), utc_now()
    if not over and not is_empty(data):
        raise click.ClickException(
            f"{data.root} is not empty. With --over what is there is set aside, and nothing of it deleted."
        )
    try:
        with not_served(data), staged(directory.resolve(), data) as (place, manifest):
            others = [path for path in (data.ledger_heads_file, heads) if path and path.exists()]
            told = _bring_up(place, others, manifest.made_at)
            aside = put_in_place(place, data, now=now)
            _open_folders(data)
    except (NoCopy, BadConfiguration) as refused:
        raise click.ClickException(str(refused)) from refused
    except OSError as refused:
        raise click.ClickException(
            f"The paper could not be restored: {refused.filename or data.root}: {refused.strerror}."
        ) from refused
    click.echo(f"The paper is in {data.root}, from the copy of {manifest.made_at}.")
    click.echo(told)
    if aside:
        click.echo(f"What was there before is in {aside}.")
    click.echo(f"Next: kawaraban check --data {data.root}, then kawaraban serve --data {data.root}")


def _bring_up(place: DataDir, others: list[Path], made_at: str) -> str:
    """Bring the staged paper up to this version, and record the restore. Returns what was recorded, in words."""
    from kawaraban.cli.init import bring_up_to_date, make_folders

    make_folders(place)
    os.environ[DATA_VARIABLE] = str(place.root)
    start_django()
    from django.db import connection

    from kawaraban.config.copies.heads import merge_heads
    from kawaraban.kit.clock import utc_now
    from kawaraban.law.record.restoring import record_restore

    bring_up_to_date(place)
    merge_heads(place.ledger_heads_file, others)
    restore = record_restore(copied_at=made_at, now=utc_now())
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    if restore.last:
        return f"Entries {restore.first} to {restore.last} of the record were lost. The record says so."
    return f"Its record goes to entry {restore.newest_entry}; of later ones nothing is known. The record says so."


def _open_folders(data: DataDir) -> None:
    from kawaraban.config.modes import tighten

    tighten(data)
