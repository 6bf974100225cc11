"""`kawaraban import DIR`: a paper out of its export."""

import os
import sqlite3
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kawaraban.cli.init import bring_up_to_date, knobs_text, make_folders
from kawaraban.cli.progress import progress
from kawaraban.cli.setup import data_option, start_django
from kawaraban.config.copies.disk import copy_file
from kawaraban.config.databases import database_url
from kawaraban.config.env import DATA_VARIABLE, BadConfiguration, DataDir, data_dir, read_knobs
from kawaraban.config.modes import tighten
from kawaraban.config.template_database import unpack
from kawaraban.kit.faults import said_plainly
from kawaraban.moving.exported.manifest import NoExport, check_files, read_manifest, refuse_links
from kawaraban.moving.made_tables import URL_VARIABLE, make_tables
from kawaraban.moving.sqlite_place import STAGED, put_paper, staged
from kawaraban.moving.versions import missing, newest_of_each, unknown

if TYPE_CHECKING:
    from kawaraban.moving.exported.manifest import ExportManifest
    from kawaraban.moving.postgresql_place import PostgresqlPlace

_KEYS = ("secret.key", "ledger.key")


@dataclass(frozen=True, slots=True)
class _Order:
    """Which export, with whose keys, into which folder and database."""

    folder: Path
    keys: Path
    data: DataDir
    manifest: "ExportManifest"


@click.command("import")
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--keys",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder keys/ of the paper, for an export that has none.",
)
@data_option
def import_(folder: Path, *, keys: Path | None) -> None:
    """Make a paper from the export in DIR, in an empty folder and an empty database.

    The database is the one that KAWARABAN_DATABASE_URL names, or kawaraban.toml in the folder. Without either it
    is a file in the folder.
    """
    import psycopg

    data = data_dir()
    try:
        refuse_links(folder)
        manifest = read_manifest(folder)
        order = _Order(folder, keys or folder / "keys", data, manifest)
        _refuse(order)
        with progress("Reading") as look:
            look(0, 1)
            check_files(folder, manifest)
        with ExitStack() as undone, staged(data) as place:
            _import(order, place, undone)
        tighten(data)
    except (NoExport, BadConfiguration) as refused:
        raise click.ClickException(str(refused)) from refused
    except (OSError, sqlite3.Error, psycopg.Error) as broken:
        raise click.ClickException(
            f"The paper could not be imported, and nothing is left of it: {said_plainly(broken)}."
        ) from broken
    click.echo(f"The paper is in {data.root}, from the export of {manifest.made_at}.")
    if not manifest.has_secrets:
        click.echo("Passwords were not in it. Give each of the staff a new one: see docs/export-format.md.")
    click.echo(f"Next: kawaraban check --data {data.root}, then kawaraban serve --data {data.root}")


def _refuse(order: _Order) -> None:
    """Raises BadConfiguration with a sentence."""
    root, manifest = order.data.root, order.manifest
    # Who names a database in the knobs does so beforehand.
    allowed = {STAGED, order.data.knobs_file.name, "lost+found"}
    if root.exists() and any(path.name not in allowed for path in root.iterdir()):
        raise BadConfiguration(f"{root} is not empty. A paper is imported into a folder of its own.")
    lacking = [name for name in _KEYS if not (order.keys / name).is_file()]
    if lacking:
        raise BadConfiguration(
            f"The export has no keys, and its record cannot be proved without them: {' and '.join(lacking)}. Name the"
            " folder that has them with --keys: keys/ of the paper, or of a copy."
        )
    if newer := unknown(manifest.migrations):
        raise BadConfiguration(
            "The export was made by a newer version of kawaraban"
            f" ({newer[0][0]} {newer[0][1]}). Import it with that one."
        )


def _import(order: _Order, place: DataDir, undone: ExitStack) -> None:
    _lay_out(order, place)
    url = database_url(place)
    claim = undone.enter_context(_claimed(url)) if url else None
    undone.callback(_close_connections)
    _make_tables(order, place, url)
    os.environ[DATA_VARIABLE], os.environ[URL_VARIABLE] = str(place.root), url
    _load(order, place, url)
    _finish(order, place)
    _close_connections()
    if claim:
        claim.keep()
    put_paper(place, order.data)


def _claimed(url: str) -> "AbstractContextManager[PostgresqlPlace]":
    """Loaded late: whoever starts another command waits for no server's program."""
    from kawaraban.moving.postgresql_place import claimed

    return claimed(url)


def _lay_out(order: _Order, place: DataDir) -> None:
    """Folders, keys, knobs and heads of the paper in the making."""
    make_folders(place)
    for name in _KEYS:
        copy_file(order.keys / name, place.root / "keys" / name)
    heads = order.folder / place.ledger_heads_file.name
    if heads.exists():
        copy_file(heads, place.ledger_heads_file)
    if order.data.knobs_file.exists():
        copy_file(order.data.knobs_file, place.knobs_file)
    else:
        place.knobs_file.write_text(knobs_text(order.manifest.knobs), encoding="utf-8")


def _make_tables(order: _Order, place: DataDir, url: str) -> None:
    """Of the version that the export was made by: its lines fit those."""
    profile = str(read_knobs(place, os.environ)["profile"])
    if missing(order.manifest.migrations):
        make_tables(place, url, profile=profile, until=newest_of_each(order.manifest.migrations))
        return
    if not url:
        unpack(place.database_file)
    make_tables(place, url, profile=profile)


def _load(order: _Order, place: DataDir, url: str) -> None:
    from kawaraban.moving.exported.reading import read_export

    with progress("Importing") as look:
        copied = read_export(order.folder, order.manifest, place, url, look=look)
    click.echo(f"Imported: {copied.rows_count} rows of {copied.tables_count} tables.")


def _finish(order: _Order, place: DataDir) -> None:
    """Later migrations, media, what is derived, styles; and the proof that the record is whole."""
    start_django()
    from kawaraban.moving.exported.media import import_media
    from kawaraban.moving.one_paper import check_record
    from kawaraban.moving.rebuilding import rebuild_derived

    bring_up_to_date(place)
    click.echo(f"Files of media: {import_media(order.folder / 'media')}.")
    rebuild_derived()
    with progress("Checking the record") as look:
        entries_count = check_record(look=look)
    click.echo(f"The record is whole: {entries_count} entries.")


def _close_connections() -> None:
    from django.conf import settings
    from django.db import connections

    if settings.configured:
        connections.close_all()
