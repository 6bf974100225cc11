"""`kawaraban move DIR --to ADDRESS`: the paper's tables into another database."""

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import click

from kawaraban.cli.progress import progress
from kawaraban.cli.setup import start_django
from kawaraban.config.copies.restore import not_served
from kawaraban.config.databases import connection_parameters, database_url
from kawaraban.config.env import DATA_VARIABLE, BadConfiguration, DataDir, paper_in, read_knobs
from kawaraban.config.postgresql.same_keys import note_keys
from kawaraban.config.template_database import unpack
from kawaraban.kit.clock import utc_now
from kawaraban.kit.faults import said_plainly
from kawaraban.moving.made_tables import URL_VARIABLE, make_tables, record_verified
from kawaraban.moving.sqlite_place import copy_what_proves_it, put_database, staged

SQLITE = "sqlite"


@dataclass(frozen=True, slots=True)
class _Way:
    """From one database to another; "" is the file of the folder."""

    data: DataDir
    source: str
    target: str


@click.command()
@click.argument("directory", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--to",
    "target",
    required=True,
    metavar="ADDRESS",
    help="postgresql://…, an empty database; or sqlite, a file in DIRECTORY.",
)
def move(directory: Path, *, target: str) -> None:
    """Move the paper in DIRECTORY to another database, and check there that nothing is missing or changed.

    Stop the paper first. The old database is not changed: the paper can go back to it.
    """
    import psycopg

    data = paper_in(directory)
    os.environ[DATA_VARIABLE] = str(data.root)
    try:
        way = _Way(data, database_url(data), _address(target))
        _refuse_wrong_way(way)
        with not_served(data):
            _move(way)
    except BadConfiguration as refused:
        raise click.ClickException(str(refused)) from refused
    except (sqlite3.Error, psycopg.Error, OSError) as broken:
        raise click.ClickException(f"The paper stays where it was: {said_plainly(broken)}.") from broken


def _address(target: str) -> str:
    if target == SQLITE:
        return ""
    connection_parameters(target)
    return target


def _refuse_wrong_way(way: _Way) -> None:
    from kawaraban.config.processes.starting import refuse_unfit_paper
    from kawaraban.moving.postgresql_place import refuse_served_elsewhere

    refuse_unfit_paper(way.data)
    if way.source == way.target:
        raise BadConfiguration("The paper is in this database already.")
    refuse_served_elsewhere(way.source)


def _move(way: _Way) -> None:
    from kawaraban.moving.postgresql_place import claimed

    aside = None
    if way.target:
        with claimed(way.target) as place, _checked(way) as wait_for_check, _without_connections():
            _fill(way, way.data)
            wait_for_check()
            place.keep()
    else:
        with staged(way.data) as staging, _checked(way) as wait_for_check, _without_connections():
            copy_what_proves_it(way.data, staging)
            unpack(staging.database_file)
            _fill(way, staging)
            wait_for_check()
            _close_connections()
            aside = put_database(staging, way.data, now=utc_now())
    click.echo("The record is whole on both sides.")
    _switch(way, aside)


def _checked(way: _Way) -> AbstractContextManager[Callable[[], None]]:
    """The record where it is, checked while it is copied; nothing is kept before it was found whole."""
    click.echo("Checking the record where it is, beside the copying")
    return record_verified(way.data, way.source)


def _fill(way: _Way, place: DataDir) -> None:
    """Tables, rows, what is derived, and the check of it all. Django is loaded over the target."""
    click.echo("Making the tables")
    make_tables(place, way.target, profile=str(read_knobs(way.data, os.environ)["profile"]))
    os.environ[DATA_VARIABLE], os.environ[URL_VARIABLE] = str(place.root), way.target
    start_django()

    from kawaraban.moving.one_paper import carry, check_record
    from kawaraban.moving.rebuilding import rebuild_derived

    with progress("Copying") as look:
        copied = carry(way.data, way.source, place, way.target, look=look)
    click.echo(f"Copied: {copied.rows_count} rows of {copied.tables_count} tables, as many there as here.")
    if not rebuild_derived():
        click.echo(
            "The server does not let this role set its own limits of time. docs/postgresql.md says how to set them."
        )
    if way.target:
        note_keys(place, way.target)
    with progress("Checking the record in its new place") as look:
        entries_count = check_record(look=look)
    click.echo(f"The record is whole in its new place: {entries_count} entries.")


def _switch(way: _Way, aside: Path | None) -> None:
    """The knob is written last: until then the paper is where it was."""
    from kawaraban.moving.knob_file import write_database_url

    write_database_url(way.data, way.target)
    where = "the database that database_url names" if way.target else str(way.data.database_file)
    click.echo(f"The paper is in {where} now. The old database is not changed: keep it until you are sure.")
    if aside:
        click.echo(f"A database that lay there is in {aside}.")
    click.echo(f"Next: kawaraban check --data {way.data.root}, then kawaraban serve --data {way.data.root}")


@contextlib.contextmanager
def _without_connections() -> Iterator[None]:
    """What fails inside leaves no connection of Django's behind: what it was connected to is put away."""
    try:
        yield
    finally:
        _close_connections()


def _close_connections() -> None:
    from django.conf import settings
    from django.db import connections

    if settings.configured:
        connections.close_all()
