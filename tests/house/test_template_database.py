"""The pre-migrated database is what the migrations make. (The other tests start from it.)"""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from kawaraban.config.template_database import unpack

MIGRATE = """
import sys
from pathlib import Path
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = Path(sys.argv[1])
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
"""


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The template unpacked, and an empty database after every migration."""
    folder = tmp_path_factory.mktemp("databases")
    unpack(folder / "template.sqlite3")
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "kawaraban.config.settings.test"}
    migrated = folder / "migrated.sqlite3"
    subprocess.run([sys.executable, "-c", MIGRATE, str(migrated)], check=True, env=environment)
    return folder / "template.sqlite3", migrated


def rows(database: Path, query: str) -> set[tuple[str, ...]]:
    with sqlite3.connect(database) as connection:
        return set(connection.execute(query))


@pytest.mark.parametrize(
    "query",
    [
        "SELECT app, name FROM django_migrations",
        "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' AND sql IS NOT NULL",
        "SELECT app_label, model FROM django_content_type",
        "SELECT codename, name FROM auth_permission",
        "SELECT path, title, url_path FROM wagtailcore_page",
        "SELECT name FROM auth_group",
    ],
    ids=["migrations", "schema", "content types", "permissions", "pages", "groups"],
)
def test_1_01_the_template_is_what_the_migrations_make(both: tuple[Path, Path], query: str) -> None:
    template, migrated = both

    assert rows(template, query) == rows(migrated, query)
    assert rows(template, query)
