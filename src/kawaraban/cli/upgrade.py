"""`kawaraban upgrade`: the paper brought up to the version that is installed, with a way back.

Each step is a command that can be given by itself: a copy, `init`, `check`, the record, and the paper served for a
moment. What fails ends it with a sentence and the way back; nothing is deleted.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Final

import click

from kawaraban.cli.setup import data_option
from kawaraban.cli.trial_serve import TrialFailed, is_served, trial_serve, wait_until_healthy
from kawaraban.config.databases import database_url
from kawaraban.config.env import DATA_VARIABLE, BadConfiguration, DataDir, data_dir, read_knobs
from kawaraban.config.laying_out import is_laid_out
from kawaraban.config.processes.starting import refuse_damaged_database
from kawaraban.config.schema import NoTables, schema_gap

_HEALTHY_SECONDS: Final = 120.0


@click.command()
@click.option(
    "--backup-to", "place", default="", help="Where the copy goes. Without it, the knob backup_to says where."
)
@click.option("--no-backup", is_flag=True, help="Make no copy: you have one of this moment.")
@click.option(
    "--look-at",
    "address",
    default="",
    help="Upgrade nothing. Wait until the paper is well after its start: http://127.0.0.1:8000/healthz.",
)
@click.option(
    "--print-seconds",
    "seconds",
    default=120,
    show_default=True,
    type=click.IntRange(0),
    help="How long to print pages before readers come. The rest is printed while the paper is served.",
)
@data_option
def upgrade(*, place: str, no_backup: bool, address: str, seconds: int) -> None:
    """Bring the paper up to this version: copy, migrate, check, print again, look at its health.

    The previous version may serve it meanwhile. It ends with the way back. Exit 1 when a step fails.
    """
    try:
        if address:
            wait_until_healthy(address, seconds=_HEALTHY_SECONDS)
            click.echo("The paper is well.")
            return
        _upgrade(data_dir(), place, has_backup=not no_backup, seconds=seconds)
    except (BadConfiguration, NoTables, TrialFailed) as refused:
        raise click.ClickException(str(refused)) from refused


def _upgrade(data: DataDir, place: str, *, has_backup: bool, seconds: int) -> None:
    refuse_damaged_database(data)
    knobs = read_knobs(data, os.environ)
    gap = schema_gap(database_url(data) or data.database_file, profile=str(knobs["profile"]))
    if gap.unknown and not gap.missing:
        raise BadConfiguration(
            "A newer version has brought the database up already. This one reads it: start it as it is."
        )
    if not gap.missing and is_laid_out(data):
        click.echo(f"The paper is of version {version('kawaraban')} already.")
        return
    click.echo(f"To version {version('kawaraban')}: {len(gap.missing)} migrations.")
    copy = _copied(data, place or str(knobs.get("backup_to", ""))) if has_backup else ""
    try:
        _step(data, "Bringing database and styles up", "init", str(data.root))
        _look_over(data)
        _step(data, "Checking its record", "records", "verify")
        _try_out(data, seconds)
    except TrialFailed as failed:
        raise TrialFailed(f"{failed}\n{_way_back(data, copy)}") from failed
    click.echo(_way_back(data, copy))


def _copied(data: DataDir, place: str) -> str:
    """Where the copy is. Raises TrialFailed, and nothing was changed."""
    if not place:
        raise BadConfiguration(
            "Where does the copy go? Name a folder with --backup-to, or say --no-backup if you have one."
        )
    if "://" not in place:
        try:
            Path(place).mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as refused:
            raise BadConfiguration(f"No copy can be made in {place}: {refused.strerror}.") from refused
    told = _step(data, "Copying the paper", "backup", place)
    line = next((line for line in told.splitlines() if line.startswith("The copy is in ")), "")
    return line.removeprefix("The copy is in ").rpartition(": ")[0]


def _look_over(data: DataDir) -> None:
    """What `check` finds was mostly there before: it is told, and ends nothing."""
    click.echo("Checking the paper")
    for fault in _kawaraban(data, ["check"]).stderr.strip().splitlines():
        click.echo(f"  {fault}")


def _try_out(data: DataDir, seconds: int) -> None:
    """Serve it for a moment where nobody else does: its pages are printed when the readers come."""
    if is_served(data):
        click.echo(
            "The previous version still serves the paper. Start this one, then: kawaraban upgrade --look-at"
            " http://127.0.0.1:8000/healthz"
        )
        return
    click.echo("Serving the paper for a moment, to nobody")
    with trial_serve(data) as trial:
        trial.wait_until_healthy(seconds=_HEALTHY_SECONDS)
        click.echo("Printing its pages")
        if not trial.wait_until_printed(seconds=seconds):
            click.echo("Not all is printed yet: the rest is printed while it is served.")
    click.echo("The paper is well. Start it.")


def _step(data: DataDir, words: str, *command: str) -> str:
    """What the command said. Raises TrialFailed with what it complained of."""
    click.echo(words)
    done = _kawaraban(data, command)
    if done.returncode:
        raise TrialFailed(f"{words}: {done.stderr.strip().removeprefix('Error: ') or done.stdout.strip()}")
    return done.stdout


def _kawaraban(data: DataDir, command: Sequence[str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(  # noqa: S603  ourselves
        [sys.executable, "-m", "kawaraban", *command],
        env={**os.environ, DATA_VARIABLE: str(data.root)},
        capture_output=True,
        text=True,
        check=False,
    )


def _way_back(data: DataDir, copy: str) -> str:
    lines = "The way back: start the previous version. It reads the newer tables."
    if not copy:
        return lines
    return f"{lines}\nOnly if that fails: kawaraban restore {copy} --over --data {data.root}"
