"""Trying a copy: restored into a scratch place, started there, its record checked, its rows counted.

The trial is a paper of its own: with the knobs of the copy, but without its mail server, its hooks' worker, its bucket
and its database. Only pages are asked for, so it tells nobody anything. It is gone when the trial is over.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import uuid4

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from kawaraban.config.copies.reading import CopyReader
from kawaraban.config.databases import connection_parameters, database_url
from kawaraban.config.env import BadConfiguration, DataDir, data_dir
from kawaraban.kit.faults import said_plainly

_QUIET: Final = {
    "KAWARABAN_MAIL_URL": "",
    "KAWARABAN_MEDIA_URL": "",
    "KAWARABAN_BACKUP_TO": "",
    "KAWARABAN_PUBLISHED_FILES": "",
}
_LAST_LINES: Final = 4


@dataclass(frozen=True, slots=True)
class CopyTrial:
    """Of the copy at this address. `database` is an empty one for a copy from PostgreSQL; "" makes one."""

    reader: CopyReader
    address: str
    identity: Path | None = None
    keys: Path | None = None
    database: str = ""

    def run(self, scratch: Path | None) -> Iterator[str]:
        """A line for each thing that is in order. Raises BadConfiguration for the first that is not, OSError."""
        manifest = self.reader.copy.manifest
        with (
            tempfile.TemporaryDirectory(prefix="kawaraban-trial-", dir=scratch) as folder,
            self._database() as url,
        ):
            paper = DataDir(Path(folder).resolve() / "paper")
            environment = {
                **os.environ,
                **_QUIET,
                "KAWARABAN_DATABASE_URL": url,
                "KAWARABAN_DATA": str(paper.root),
            }
            environment.pop("DJANGO_SETTINGS_MODULE", None)
            words = ["restore", self.address, "--data", str(paper.root)]
            words += ["--identity", str(self.identity)] if self.identity else []
            words += ["--keys", str(self._keys())] if self._keys() else []
            _kawaraban(words, environment, "It cannot be restored")
            yield f"Restored: {manifest.files_count} files of {manifest.made_at}, each as it was copied."
            _kawaraban(["records", "verify"], environment, "Its record is not whole")
            yield f"The record is whole, to entry {manifest.newest_entry} and the one of this restore."
            yield from _module("kawaraban.config.copies.trial_run", manifest.to_text(), environment)

    def _keys(self) -> Path | None:
        """Those that were given; else, for a copy that may hold none, those of the paper here."""
        own = data_dir().secret_key_file.parent
        return self.keys or (own if own.is_dir() else None)

    @contextlib.contextmanager
    def _database(self) -> Iterator[str]:
        """An empty database to try in; "" for a file."""
        if self.reader.copy.manifest.database != "postgresql":
            yield ""
        elif self.database:
            try:
                yield self.database
            finally:
                _emptied(self.database)
        else:
            with _made_beside(database_url(data_dir())) as url:
                yield url


@contextlib.contextmanager
def _made_beside(url: str) -> Iterator[str]:
    """A new database on the server of the paper's own. Raises BadConfiguration."""
    if not url:
        raise BadConfiguration(
            "The copy is of a paper on PostgreSQL: give an empty database with --database."
        )
    name = f"kawaraban_trial_{uuid4().hex[:12]}"
    told = connection_parameters(url, node="trial")
    try:
        _do(
            url, sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(name))
        )
    except psycopg.Error as refused:
        raise BadConfiguration(
            f"No database for the trial can be made beside the paper's ({said_plainly(refused)}): give an empty one"
            " with --database."
        ) from refused
    try:
        yield _as_url({**told, "dbname": name})
    finally:
        with contextlib.suppress(psycopg.Error):
            _do(url, sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _emptied(url: str) -> None:
    with contextlib.suppress(psycopg.Error):
        _do(url, sql.SQL("DROP SCHEMA public CASCADE"))
        _do(url, sql.SQL("CREATE SCHEMA public"))


def _do(url: str, statement: sql.SQL | sql.Composed) -> None:
    with psycopg.connect("", autocommit=True, **connection_parameters(url, node="trial")) as server:
        server.execute(statement)


def _as_url(told: dict[str, object]) -> str:
    """An address with everything in it as a parameter, as libpq reads it."""
    from urllib.parse import urlencode

    make_conninfo(
        "", **{name: str(value) for name, value in told.items()}
    )  # refuses what libpq does not know
    return "postgresql:///?" + urlencode({name: str(value) for name, value in told.items()})


def _kawaraban(words: list[str], environment: dict[str, str], fault: str) -> str:
    return _run([sys.executable, "-m", "kawaraban", *words], environment, fault)


def _module(name: str, said: str, environment: dict[str, str]) -> list[str]:
    told = _run([sys.executable, "-m", name], environment, "The paper of the copy does not run", said=said)
    return told.splitlines()


def _run(words: list[str], environment: dict[str, str], fault: str, *, said: str = "") -> str:
    done = subprocess.run(  # noqa: S603  ourselves
        words, check=False, env=environment, capture_output=True, text=True, input=said
    )
    if done.returncode:
        lines = (done.stderr.strip() or done.stdout.strip()).splitlines()[-_LAST_LINES:]
        raise BadConfiguration(f"{fault}: {' '.join(line.removeprefix('Error: ') for line in lines)}")
    return done.stdout
