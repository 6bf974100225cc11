"""Promise 7.1: one upgrade at a time, as long as it takes; limits of time for everybody else."""

from collections.abc import Iterator

import pytest
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from tests.rigs.postgres.new_papers import new_paper_database
from tests.rigs.postgres.server import needs_postgresql

from kawaraban.config.databases import database_settings
from kawaraban.config.env import DataDir
from kawaraban.config.postgresql.base import DatabaseWrapper
from kawaraban.config.postgresql.upgrading import (
    TIME_LIMITS,
    UPGRADE_LOCK,
    alone,
    has_time_limits,
    keep_time_limits,
)

# Not of the tests' own database: django_db only lets a connection be used.
pytestmark = [needs_postgresql, pytest.mark.django_db]


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DatabaseWrapper]:
    """A connection of its own to a paper's database."""
    knobs = {"database_url": new_paper_database("upgrading"), "node": "one", "slow_query_ms": 0}
    entry = database_settings(DataDir(tmp_path_factory.mktemp("upgrading")), knobs)
    settings = {**connection.settings_dict, **entry, "TIME_ZONE": None, "AUTOCOMMIT": True}
    # A transaction finds its connection by its name.
    connections["server"] = made = DatabaseWrapper(settings, "server")
    yield made
    made.close()
    del connections["server"]


def limits(server: BaseDatabaseWrapper) -> list[str]:
    with server.cursor() as cursor:
        return [cursor.execute(f"SHOW {name}").fetchone()[0] for name in TIME_LIMITS]


def test_7_01_a_change_of_tables_has_no_limit_of_time_and_what_follows_has(server: DatabaseWrapper) -> None:
    assert not has_time_limits(server)
    assert keep_time_limits(server)
    server.close()

    with server.schema_editor() as editor:
        while_changing = limits(editor.connection)

    assert while_changing == ["0"] * len(TIME_LIMITS)
    assert limits(server) == ["20s", "10s", "1min"]
    assert has_time_limits(server)


def test_7_01_whoever_upgrades_is_alone_and_leaves_nothing_behind(server: DatabaseWrapper) -> None:
    def is_free() -> bool:
        with server.cursor() as cursor:
            return bool(cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [UPGRADE_LOCK]).fetchone()[0])

    with alone(server):
        assert not is_free()
    assert is_free()
