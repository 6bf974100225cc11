"""`kawaraban init DIR`: a data directory with keys, knobs, database and an empty paper. Also the upgrade."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import click

from kawaraban.cli.setup import start_django
from kawaraban.config.databases import database_url
from kawaraban.config.env import DATA_VARIABLE, BadConfiguration, DataDir, paper_in, read_knobs
from kawaraban.config.knobs import KNOBS
from kawaraban.config.laying_out import is_laid_out, lay_out, stamp_file
from kawaraban.config.modes import tighten
from kawaraban.config.postgresql.fit_server import refuse_unfit_server
from kawaraban.config.postgresql.same_keys import note_keys, refuse_other_keys
from kawaraban.config.processes.starting import refuse_damaged_database
from kawaraban.config.release import release_stamp
from kawaraban.config.schema import NoTables, schema_gap
from kawaraban.config.template_database import unpack


@click.command()
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
@click.option("--name", default="", help="The paper's name; it can be changed in the editor later.")
@click.option(
    "--language", default="en", type=click.Choice(["en", "tr", "ja", "ar"]), help="The paper's language."
)
@click.option("--time-zone", default="UTC", help="The paper's time zone, for example Asia/Tokyo.")
@click.option("--site-url", default="", help="The paper's address. Without it, where it is served.")
def init(directory: Path, *, name: str, language: str, time_zone: str, site_url: str) -> None:
    """Make a paper in DIRECTORY, or bring the one there up to this version. Nothing of a paper is overwritten."""
    data = paper_in(directory)
    os.environ[DATA_VARIABLE] = str(data.root)
    _refuse_to_build_on(data)
    if _is_up_to_date(data):
        _tighten(data)
        click.echo(f"The paper in {directory} is up to date.")
        return
    if site_url and not (urlsplit(site_url).scheme in {"http", "https"} and urlsplit(site_url).hostname):
        raise click.ClickException("--site-url must look like https://paper.example")
    try:
        chosen = {"language": language, "time_zone": time_zone, "site_url": site_url}
        _lay_out(data, {knob: value for knob, value in chosen.items() if value})
        if not database_url(data) and not data.database_file.exists():
            click.echo("Unpacking the database")
            unpack(data.database_file)
    except OSError as broken:
        raise click.ClickException(f"{directory} cannot be used: {broken.strerror}") from broken
    start_django(may_be_empty=True)
    bring_up_to_date(data)
    _found(name=name or "Kawaraban")
    _tighten(data)
    click.echo(
        f"The paper is in {directory}. Add staff with: kawaraban staff add NAME --role publisher --data {directory}"
    )


def _refuse_to_build_on(data: DataDir) -> None:
    """On a database that is damaged, or none.

    A paper that has a record and no database has lost it: an empty one would look like the paper.
    """
    try:
        url = database_url(data)
        if url:
            refuse_unfit_server(url, may_be_empty=True)
            refuse_other_keys(data, url)
            return
        if os.path.lexists(data.database_file):
            refuse_damaged_database(data)
            return
    except BadConfiguration as unfit:
        raise click.ClickException(str(unfit)) from unfit
    if data.ledger_heads_file.exists():
        raise click.ClickException(
            f"{data.database_file} is missing, but this paper has a record ({data.ledger_heads_file}). Put the"
            " database or its copy back. A new paper needs an empty folder."
        )


def _is_up_to_date(data: DataDir) -> bool:
    """Of this version in all its parts: a database that was put back may be older than the styles beside it."""
    if database_url(data) or not data.database_file.exists() or not is_laid_out(data):
        return False
    try:
        return not schema_gap(data.database_file, profile=read_knobs(data, os.environ)["profile"]).missing
    except (NoTables, BadConfiguration):
        return False


def _tighten(data: DataDir) -> None:
    """Close what others could read, and say so, also of what is left as it is."""
    try:
        done = tighten(data)
    except OSError as refused:
        raise click.ClickException(
            f"{refused.filename} belongs to somebody else: its mode cannot be set. chown it to who runs the paper."
        ) from refused
    if done.closed_count:
        click.echo(f"Others could read or change {done.closed_count} files and folders: they are closed now.")
    for fault in done.left:
        click.echo(f"Left as it is: {fault.sentence}")


def _lay_out(data: DataDir, chosen: dict[str, str]) -> None:
    """Folders, keys, and a knobs file that explains itself. Keeps what is there."""
    make_folders(data)
    for key in (data.secret_key_file, data.ledger_key_file):
        if not key.exists():
            with os.fdopen(
                os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii"
            ) as file:
                file.write(secrets.token_hex(32) + "\n")
    if not data.knobs_file.exists():
        data.knobs_file.write_text(knobs_text(chosen), encoding="utf-8")


def make_folders(data: DataDir) -> None:
    """Those that a paper has. Who may read them is `config/modes.py`'s to say."""
    own = (data.secret_key_file.parent, data.store, data.beacons, data.mail, data.run, data.log)
    for folder in (data.root, data.media, data.static, *own):
        folder.mkdir(parents=True, exist_ok=True)


def knobs_text(chosen: Mapping[str, object]) -> str:
    """A knobs file that explains itself, with what was chosen set."""
    lines = ["# The knobs of this paper. A line that is commented out has its default value."]
    for knob in KNOBS:
        lines += ["", f"# {knob.help}"]
        value = chosen.get(knob.name, knob.default)
        lines.append(f"{'' if knob.name in chosen else '# '}{knob.name} = {_toml(value)}")
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, tuple):
        return "[" + ", ".join(_toml(part) for part in value) + "]"
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


def bring_up_to_date(data: DataDir) -> None:
    """Migrations that the template or an older paper lacks, and the static files of this version. Django is loaded."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from kawaraban.config.postgresql.template_tables import lay_tables
    from kawaraban.config.postgresql.upgrading import alone, keep_time_limits

    url = database_url(data)
    if url and lay_tables(url, profile=str(read_knobs(data, os.environ)["profile"])):
        click.echo("Unpacked the database")
    with alone(connection):
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if waiting:
            click.echo(f"Bringing the database up to date: {len(waiting)} migrations")
            call_command("migrate", verbosity=0, interactive=False)
    if url:
        note_keys(data, url)
    if not keep_time_limits(connection):
        click.echo(
            "The server does not let this role set its own limits of time. docs/postgresql.md says how to set them."
        )
    click.echo("Laying out styles and scripts")
    lay_out(data)
    stamp_file(data).write_text(release_stamp(), encoding="utf-8")


def _found(*, name: str) -> None:
    from django.conf import settings

    if "kawaraban.stories" not in settings.INSTALLED_APPS:
        return
    from kawaraban.kit.clock import utc_now
    from kawaraban.stories.founding.founding import found_paper

    click.echo("Founding the paper")
    found_paper(
        name=name,
        language=settings.LANGUAGE_CODE,
        time_zone=settings.TIME_ZONE,
        site_url=settings.SITE_URL,
        now=utc_now(),
    )
