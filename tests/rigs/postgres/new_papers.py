"""The database of a new paper, migrated once in a test run and copied for each who wants one.

address = new_paper_database()          # postgresql://... with all tables, and the rows of a new paper
"""

import os
import subprocess
import sys
import uuid
from functools import cache
from pathlib import Path

from tests.rigs.postgres.server import PostgresServer, _alone, shared_server

from kawaraban.config.postgresql.template_tables import lay_tables

ROOT = Path(__file__).resolve().parents[3]


def new_paper_database(prefix: str = "paper", *, profile: str = "newspaper") -> str:
    """A database of its own with the tables of this profile; its address."""
    template = template_of(profile)
    return shared_server().new_database(f"{prefix}_{uuid.uuid4().hex[:12]}", template=template)


@cache
def template_of(profile: str) -> str:
    """The name of the template of this profile; migrated by the first process that asks."""
    server, name = shared_server(), f"template_{profile}"
    with _alone(server.folder):
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]):
            _make(server, name, profile)
    return name


def _make(server: PostgresServer, name: str, profile: str) -> None:
    half_made = f"{name}_half"
    server.drop_database(half_made)
    address = server.new_database(half_made)
    lay_tables(address, profile=profile)
    migrate(address, profile=profile)
    server.execute(f'ALTER DATABASE "{half_made}" RENAME TO "{name}"')


def migrate(address: str, *, profile: str) -> None:
    """Every migration that was not run there yet."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("KAWARABAN", "DJANGO"))}
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity=0"],
        check=True,
        env=kept
        | {
            "KAWARABAN_DATABASE_URL": address,
            "DJANGO_SETTINGS_MODULE": "kawaraban.config.settings."
            + ("test" if profile == "newspaper" else "test_comments_only"),
            "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
        },
    )
