"""`kawaraban backup`: whole copies of the paper, the list of them, and the trial of one."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kawaraban.cli.copy_options import KEYS_FROM, OPENED_BY
from kawaraban.cli.setup import data_option, start_django
from kawaraban.config.env import DATA_VARIABLE, BadConfiguration, data_dir, read_knobs
from kawaraban.config.object_store.address import is_s3

if TYPE_CHECKING:
    from kawaraban.config.copies.backup import Backup, BackupPlan
    from kawaraban.config.copies.reading import CopyReader


class _TargetFirst(click.Group):
    """`kawaraban backup /backups` is `kawaraban backup make /backups`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = ["make", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_TargetFirst)
def backup() -> None:
    """Back up the paper: `kawaraban backup /backups` makes a whole copy of it."""


@backup.command()
@click.argument("target", default="")
@click.option(
    "--verify", "verifies", is_flag=True, help="Check the record of the copy before it is called whole."
)
@click.option(
    "--recipient",
    default=None,
    help="The public key to encrypt the copy to. Without it, the knob backup_recipient.",
)
@click.option("--without-keys", is_flag=True, help="Leave keys/ out. Keep them somewhere else.")
@click.option(
    "--if-due", is_flag=True, help="Copy only when the last copy is older than the knob backup_hours says."
)
@data_option
def make(*, target: str, verifies: bool, recipient: str | None, without_keys: bool, if_due: bool) -> None:
    """Copy the whole paper to TARGET: a folder or s3://bucket/prefix. Without TARGET, the knob backup_to says where.

    The paper may be served meanwhile. In a folder that exists, and in a bucket, the copy has the date in its name. It
    holds the paper's keys, unless it goes to a bucket without encryption: keep it where nobody else can read it.
    """
    start_django()
    from django.conf import settings

    from kawaraban.config.copies.keeping import NotDue, keep_backup
    from kawaraban.kit.clock import utc_now

    data = data_dir()
    try:
        knobs = read_knobs(data, os.environ)
        address = target or str(knobs["backup_to"])
        if not address:
            raise BadConfiguration(
                "Where to? Name a folder or s3://bucket/prefix, or set the knob backup_to."
            )
        wanted = _wanted(address, recipient, verifies=verifies, has_keys=not without_keys)
        every = timedelta(hours=max(1, int(knobs["backup_hours"]))) if if_due else None
        made = keep_backup(data, address, node=settings.NODE, wanted=wanted, every=every, now=utc_now())
    except NotDue as not_now:
        if if_due:
            click.echo(str(not_now))
            return
        raise click.ClickException(str(not_now)) from not_now
    except BadConfiguration as refused:
        raise click.ClickException(str(refused)) from refused
    _tell(made, wanted)


def _wanted(address: str, recipient: str | None, *, verifies: bool, has_keys: bool) -> "BackupPlan":
    from kawaraban.config.copies.backup import BackupPlan
    from kawaraban.config.copies.sealing import seal_for
    from kawaraban.config.databases import database_url

    knobs = read_knobs(data_dir(), os.environ)
    if verifies and database_url(data_dir()):
        raise BadConfiguration(
            "On PostgreSQL a copy is checked when it is there: kawaraban backup verify COPY"
        )
    seal = seal_for(str(knobs["backup_recipient"]) if recipient is None else recipient)
    # Whoever may read a bucket would open sessions and links with them.
    may_hold_keys = bool(seal.kind) or not is_s3(address)
    return BackupPlan(
        seal=seal,
        has_keys=has_keys and knobs["backup_keys"] and may_hold_keys,
        look_at=_verify_record if verifies else None,
    )


def _tell(made: "Backup", wanted: "BackupPlan") -> None:
    manifest = made.manifest
    click.echo(
        f"The copy is in {made.place}: {manifest.files_count} files, {manifest.size / 1_000_000:.1f} MB."
    )
    click.echo(f"Media that were not there yet: {made.new_count}, {made.new_bytes / 1_000_000:.1f} MB.")
    click.echo(f"The newest entry of its record is {manifest.newest_entry}.")
    if not wanted.has_keys:
        click.echo(
            "The keys are not in it: keep a copy of keys/ elsewhere. Without them the copy is of no use."
        )


def _verify_record(folder: Path) -> None:
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


@backup.command("list")
@click.argument("target", default="")
@data_option
def list_copies(*, target: str) -> None:
    """List the whole copies in TARGET, the oldest first. Each is shown with the newest entry of its record."""
    from kawaraban.config.copies.manifest import NoCopy
    from kawaraban.config.copies.targets.opening import copy_at, target_at, within

    try:
        address = target or str(read_knobs(data_dir(), os.environ)["backup_to"])
        if not address:
            raise BadConfiguration("Which? Name a folder or s3://bucket/prefix, or set the knob backup_to.")
        for name in target_at(address).copies():
            manifest = copy_at(within(address, name)).manifest
            sealed = f", encrypted with {manifest.sealed}" if manifest.sealed else ""
            click.echo(
                f"{name}: {manifest.made_at}, {manifest.files_count} files, {manifest.size / 1_000_000:.1f} MB,"
                f" entry {manifest.newest_entry}{sealed}"
            )
    except (BadConfiguration, NoCopy) as refused:
        raise click.ClickException(str(refused)) from refused
    except OSError as refused:
        raise click.ClickException(_words(refused)) from refused


@backup.command()
@click.argument("copy")
@OPENED_BY
@KEYS_FROM
@click.option(
    "--scratch",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Where to try it. Without it, the folder for temporary files.",
)
@click.option(
    "--database",
    default="",
    help="On PostgreSQL: an empty database for the trial. Without it, one is made beside the paper's.",
)
@data_option
def verify(
    *, copy: str, identity: Path | None, keys: Path | None, scratch: Path | None, database: str
) -> None:
    """Try COPY: restore it in a scratch place, start the paper there, check its record and count its rows.

    The paper itself is not touched, and the copy sends nothing to anybody. Exit 1 on a fault.
    """
    from kawaraban.config.copies.manifest import NoCopy
    from kawaraban.config.copies.trial import CopyTrial

    try:
        trial = CopyTrial(_reader(copy, identity), copy, identity=identity, keys=keys, database=database)
        for line in trial.run(scratch):
            click.echo(line)
    except (BadConfiguration, NoCopy) as refused:
        raise click.ClickException(str(refused)) from refused
    except OSError as refused:
        raise click.ClickException(_words(refused)) from refused
    click.echo("The copy is whole: a paper can be made of it.")


def _reader(copy: str, identity: Path | None, as_of: datetime | None = None) -> "CopyReader":
    """Raises NoCopy, BadConfiguration, OSError."""
    from kawaraban.config.copies.reading import CopyReader
    from kawaraban.config.copies.sealing import age_identities
    from kawaraban.config.copies.targets.opening import copy_at

    reader = CopyReader(
        copy_at(copy, as_of=as_of.replace(tzinfo=UTC) if as_of else None), age_identities(identity)
    )
    reader.refuse_closed()
    return reader


def _words(refused: OSError) -> str:
    from kawaraban.kit.faults import said_plainly

    return f"{said_plainly(refused).rstrip('.')}."
