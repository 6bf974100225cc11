"""`kawaraban export --out DIR`: the whole paper in files that any program can read."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kawaraban.cli.progress import progress
from kawaraban.cli.setup import data_option, start_django
from kawaraban.config.databases import database_url
from kawaraban.config.env import DataDir, data_dir, read_knobs
from kawaraban.kit.faults import said_plainly

if TYPE_CHECKING:
    from kawaraban.moving.exported.manifest import ExportManifest


@click.command()
@click.option(
    "--out",
    "folder",
    required=True,
    type=click.Path(path_type=Path),
    help="A new folder, or an empty one.",
)
@click.option(
    "--secrets",
    "has_secrets",
    is_flag=True,
    help="With keys, hashes of passwords, second factors and sign-ins. Anybody who has them can act as your staff.",
)
@click.option("--no-website", is_flag=True, help="Leave the plain website out.")
@data_option
def export(folder: Path, *, has_secrets: bool, no_website: bool) -> None:
    """Write the whole paper as JSON Lines: stories, comments, decisions and all else, with media and a plain website.

    `kawaraban import` makes the same paper of it. The paper may be served meanwhile.
    """
    import psycopg

    data = data_dir()
    folder = folder.resolve()
    if folder.is_relative_to(data.root):
        raise click.ClickException(
            "An export inside the paper's own folder would be lost with it. Name another folder."
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise click.ClickException(f"{folder} is not empty. Name a new folder.")
    start_django()
    partial = folder.with_name(folder.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)  # of one that was killed
    try:
        manifest = _write(data, partial, has_secrets=has_secrets, with_website=not no_website)
        if folder.exists():
            folder.rmdir()
        partial.rename(folder)
    except (OSError, sqlite3.Error, psycopg.Error) as broken:
        raise click.ClickException(
            f"The export could not be made, and nothing is left of it: {said_plainly(broken)}."
        ) from broken
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    _tell(folder, manifest)


def _write(data: DataDir, partial: Path, *, has_secrets: bool, with_website: bool) -> "ExportManifest":
    from kawaraban.kit.clock import utc_now
    from kawaraban.moving.exported.media import export_media
    from kawaraban.moving.exported.read_me import read_me
    from kawaraban.moving.exported.writing import Paper, seal, write_export

    paper = Paper(data, database_url(data), read_knobs(data, os.environ), os.environ)
    with progress("Writing") as look:
        manifest = write_export(paper, partial, has_secrets=has_secrets, now=utc_now(), look=look)
    # After the tables: all that they speak of are there, and perhaps some more.
    count = export_media(partial / "media")
    click.echo(f"Files of media: {count}.")
    if with_website:
        _write_website(data, partial / "website")
    (partial / "README.md").write_text(read_me(manifest), encoding="utf-8")
    seal(partial, manifest)
    return manifest


def _write_website(data: DataDir, folder: Path) -> None:
    """By the command that makes it. It wants a worker that prints."""
    done = subprocess.run(  # noqa: S603  ourselves
        [
            sys.executable,
            "-m",
            "kawaraban",
            "press",
            "export",
            str(folder),
            "--whole",
            "--data",
            str(data.root),
        ],
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        shutil.rmtree(folder, ignore_errors=True)
        why = (done.stderr.strip().splitlines() or ["it did not say why"])[-1].removeprefix("Error: ")
        click.echo(f"Note: the plain website was left out. {why}", err=True)
    else:
        click.echo(f"The plain website is in {folder.name}/.")


def _tell(folder: Path, manifest: "ExportManifest") -> None:
    lines_count = sum(file.lines_count for file in manifest.files)
    personal = [file for file in manifest.files if file.personal and file.lines_count]
    click.echo(f"The export is in {folder}: {lines_count} lines in {len(manifest.files)} files.")
    click.echo(
        f"{len(personal)} of them hold something about people; {folder / 'README.md'} says which columns. Only you can"
        " read the folder: keep it so."
    )
    if manifest.has_secrets:
        click.echo(
            "It holds the keys of the paper and hashes of passwords. Anybody who has it can act as your staff."
        )
    else:
        click.echo("Keys and passwords are not in it. An import also needs the two files of keys/.")
