"""Whoever waits for a server that has fallen silent gives up; commands wait as long as it takes."""

import time
from collections.abc import Iterator

import psycopg
import pytest
from tests.rigs.postgres.server import PostgresServer, needs_postgresql, private_server

from kawaraban.config.postgresql.patience import PatientConnection, be_patient_for
from kawaraban.config.postgresql.server_look import ServerLook
from kawaraban.config.sqlite.deadline import waiting_until

pytestmark = needs_postgresql


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with private_server() as server:
        yield server


@pytest.fixture(autouse=True)
def endless() -> Iterator[None]:
    yield
    be_patient_for(None)


def test_7_05_a_connection_gives_up_and_is_of_no_use_afterwards(server: PostgresServer) -> None:
    with PatientConnection.connect(server.address(), autocommit=True) as connection:
        be_patient_for(0.2)
        with pytest.raises(psycopg.OperationalError, match="does not answer"):
            connection.execute("SELECT pg_sleep(30)")
        assert connection.closed


def test_7_05_what_answers_in_time_is_waited_for_and_without_a_limit_everything_is(
    server: PostgresServer,
) -> None:
    with PatientConnection.connect(server.address(), autocommit=True) as connection:
        be_patient_for(30)
        assert connection.execute("SELECT 1 FROM pg_sleep(0.3)").fetchone() == (1,)
        be_patient_for(None)
        assert connection.execute("SELECT 1 FROM pg_sleep(0.3)").fetchone() == (1,)


def test_7_05_the_deadline_of_who_waits_is_remembered_as_having_run_out(server: PostgresServer) -> None:
    with PatientConnection.connect(server.address(), autocommit=True) as connection:
        with (
            waiting_until(time.monotonic() + 0.1) as waiting,
            pytest.raises(psycopg.OperationalError, match="does not answer"),
        ):
            connection.execute("SELECT pg_sleep(30)")
        assert waiting.has_run_out


def test_7_05_a_server_that_stands_still_is_seen_and_one_that_goes_on_too(server: PostgresServer) -> None:
    look = ServerLook(server.address())
    look.look()
    assert look.troubles() == set()

    server.freeze()
    look.look()
    seen = look.troubles()
    server.thaw()
    look.look()

    assert (seen, look.troubles()) == ({"database"}, set())
