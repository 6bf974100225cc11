"""`kawaraban restore COPY`: the paper out of its copy."""

import contextlib
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kawaraban.cli.backup import _reader, _words
from kawaraban.cli.copy_options import KEYS_FROM, OPENED_BY
from kawaraban.cli.setup import data_option, start_django
from kawaraban.config.databases import database_url
from kawaraban.config.env import DATA_VARIABLE, BadConfiguration, DataDir, data_dir

if TYPE_CHECKING:
    from kawaraban.config.copies.reading import CopyReader


@click.command()
@click.argument("copy")
@click.option(
    "--over",
    is_flag=True,
    help="Restore also where there is a paper. It is set aside, and nothing of it is deleted.",
)
@click.option(
    "--heads",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A ledger.heads that is newer than the copy: the record then says what was lost.",
)
@OPENED_BY
@KEYS_FROM
@click.option(
    "--as-of",
    type=click.DateTime(),
    help="Read a bucket with Object Lock as it was then (UTC), whatever was deleted or written over since.",
)
@data_option
def restore(
    *,
    copy: str,
    over: bool,
    heads: Path | None,
    identity: Path | None,
    keys: Path | None,
    as_of: datetime | None,
) -> None:
    """Restore the paper from COPY, which `kawaraban backup` made. The record says so for good."""
    from kawaraban.config.copies.manifest import NoCopy
    from kawaraban.config.copies.restore import is_empty

    data = data_dir()
    if not over and not is_empty(data):
        raise click.ClickException(
            f"{data.root} is not empty. With --over, what is there is set aside, and nothing of it is deleted."
        )
    try:
        reader = _reader(copy, identity, as_of)
        told, aside = _restored(reader, data, heads=heads, keys=keys, over=over)
    except (NoCopy, BadConfiguration) as refused:
        raise click.ClickException(str(refused)) from refused
    except OSError as refused:
        raise click.ClickException(f"The paper could not be restored: {_words(refused)}") from refused
    click.echo(f"The paper is in {data.root}, from the copy of {reader.copy.manifest.made_at}.")
    click.echo(told)
    for what in aside:
        click.echo(f"What was there before is in {what}.")
    click.echo(f"Next: kawaraban check --data {data.root}, then kawaraban serve --data {data.root}")


def _restored(
    reader: "CopyReader", data: DataDir, *, heads: Path | None, keys: Path | None, over: bool
) -> tuple[str, list[str]]:
    """What was recorded, and where the paper that was here lies now. Raises NoCopy, BadConfiguration, OSError."""
    from kawaraban.config.copies.media_restoring import media_lie_elsewhere, restore_media
    from kawaraban.config.copies.restore import not_served, put_in_place, staged
    from kawaraban.kit.clock import utc_now

    now = utc_now()
    with not_served(data), staged(reader, data, keys=keys, leaves_media=media_lie_elsewhere) as place:
        others = [path for path in (data.ledger_heads_file, heads) if path and path.exists()]
        with _database(reader, place, name=f"{now:%Y-%m-%dT%H-%M-%SZ}", over=over) as aside:
            told = _bring_up(place, others, reader.copy.manifest.made_at)
            if media_lie_elsewhere(place):
                restore_media(reader, place)
            folder = put_in_place(place, data, now=now)
        _open_folders(data)
    return told, [*([str(folder)] if folder else []), *aside]


@contextlib.contextmanager
def _database(reader: "CopyReader", place: DataDir, *, name: str, over: bool) -> Iterator[list[str]]:
    """The copy's database where this paper has its tables; what was there is put back when the rest fails."""
    from kawaraban.config.copies.backup import DUMP
    from kawaraban.config.copies.postgresql_copy import fill, is_in_use, put_back, tables_count

    url, dump = database_url(place), place.root / DUMP
    if bool(url) != (reader.copy.manifest.database == "postgresql"):
        raise BadConfiguration(
            "The copy is of a paper on PostgreSQL. Set database_url to the database to restore it into."
            if not url
            else "The copy is of a paper on SQLite, and database_url names a server. Restore it without"
            " database_url (KAWARABAN_DATABASE_URL=). Then move it: kawaraban move DIR --to postgresql://…"
        )
    if not url:
        yield []
        return
    count = tables_count(url)
    if count and not over:
        raise BadConfiguration(
            "The database is not empty. With --over, what is there is set aside, and nothing of it is deleted."
        )
    if is_in_use(url):
        raise BadConfiguration("The paper in this database is being served. Stop it first, on every machine.")
    fill(url, dump, aside=name)
    dump.unlink()
    try:
        yield [f"the schema before_{name} of the database"] if count else []
    except BaseException:
        _leave_database()
        put_back(url, aside=name, failed=f"{name}-not-restored")
        raise


def _leave_database() -> None:
    from django.conf import settings

    if settings.configured:
        from django.db import connection

        connection.close()


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
    from kawaraban.press.backup_targets import forget_copying

    bring_up_to_date(place)
    forget_copying()
    merge_heads(place.ledger_heads_file, others)
    restore = record_restore(copied_at=made_at, now=utc_now())
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    if restore.last:
        return f"Entries {restore.first} to {restore.last} of the record were lost. The record says so."
    return f"Its record goes to entry {restore.newest_entry}; of later ones nothing is known. The record says so."


def _open_folders(data: DataDir) -> None:
    from kawaraban.config.modes import tighten

    tighten(data)
