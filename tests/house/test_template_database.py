"""The pre-migrated database is what the migrations make. (The other tests start from it.)"""

import sqlite3
from pathlib import Path

import pytest
from tests.rigs.migrating import run_over

from kawaraban.config.template_database import unpack


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The template unpacked, and an empty database after every migration."""
    folder = tmp_path_factory.mktemp("databases")
    unpack(folder / "template.sqlite3")
    migrated = folder / "migrated.sqlite3"
    run_over(migrated, 'call_command("migrate", verbosity=0)')
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
