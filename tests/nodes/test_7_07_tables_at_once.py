"""Promise 7.7: tables that are laid at once are those that every migration makes, one after the other."""

import re
import uuid

import psycopg
import pytest
from tests.rigs.postgres.new_papers import migrate
from tests.rigs.postgres.server import needs_postgresql, shared_server
from tests.rigs.postgres.structure import structure_of

from kawaraban.config.postgresql.template_tables import lay_tables

pytestmark = [needs_postgresql, pytest.mark.once("makes databases of its own")]

ASKED = {
    "migrations": "SELECT app, name FROM django_migrations",
    "columns": (
        "SELECT table_name, column_name, data_type, is_nullable, column_default, collation_name, is_identity"
        " FROM information_schema.columns WHERE table_schema = 'public'"
    ),
    "kinds of tables": (
        "SELECT relname, relkind, relpersistence FROM pg_class WHERE relnamespace = 'public'::regnamespace"
    ),
    "functions": "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    "content types": "SELECT app_label, model FROM django_content_type",
    "permissions": "SELECT codename, name FROM auth_permission",
    "pages": "SELECT path, title, url_path FROM wagtailcore_page",
    "groups": "SELECT name FROM auth_group",
}


def asked(address: str, sql: str) -> list[tuple[object, ...]]:
    with psycopg.connect(address) as server:
        return sorted(server.execute(sql).fetchall(), key=repr)


@pytest.fixture(scope="module")
def both() -> tuple[str, str]:
    """One laid at once, one after every migration."""
    laid, migrated = (shared_server().new_database(f"tables_{uuid.uuid4().hex[:12]}") for _ in range(2))
    assert lay_tables(laid, profile="newspaper")
    migrate(migrated, profile="newspaper")
    return laid, migrated


@pytest.mark.parametrize("what", ASKED)
def test_7_07_the_tables_laid_at_once_are_what_the_migrations_make(both: tuple[str, str], what: str) -> None:
    laid, migrated = (asked(address, ASKED[what]) for address in both)

    assert laid == migrated
    assert laid


def test_7_07_so_are_their_indexes_references_and_triggers(both: tuple[str, str]) -> None:
    laid, migrated = ([without_casts(line) for line in structure_of(address)] for address in both)

    assert laid == migrated
    assert len(laid) > 500


def without_casts(line: tuple[str, ...]) -> list[str]:
    """A check that is written down and read again has its casts in other places."""
    return [re.sub(r"::(text|character varying)(\[\])?|[()]", "", words) for words in line]


def test_7_07_the_next_row_gets_the_next_number(both: tuple[str, str]) -> None:
    laid, migrated = (
        asked(address, "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'")
        for address in both
    )

    assert laid == migrated


def test_7_07_nothing_is_laid_where_anything_is(both: tuple[str, str]) -> None:
    somebodys = shared_server().new_database(f"tables_{uuid.uuid4().hex[:12]}")
    with psycopg.connect(somebodys) as server:
        server.execute("CREATE TABLE somebody (name text)")

    assert not lay_tables(both[0], profile="newspaper")
    assert not lay_tables(somebodys, profile="newspaper")
    assert asked(somebodys, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'") == [("somebody",)]
