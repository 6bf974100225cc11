"""Promise 7.1: one address puts the tables into PostgreSQL; what cannot carry a paper is refused with a sentence."""

import subprocess
import sys
import uuid
from pathlib import Path

import psycopg
import pytest
from tests.rigs.demo_served import PASSWORD
from tests.rigs.postgres.paper import PostgresPaper, environment
from tests.rigs.postgres.pooler import pooled
from tests.rigs.postgres.server import PostgresServer, free_port, needs_postgresql, shared_server
from tests.rigs.real_paper import hand_in

from kawaraban.config.env import BadConfiguration
from kawaraban.config.postgresql.fit_server import refuse_unfit_server

pytestmark = [needs_postgresql, pytest.mark.serve, pytest.mark.once("works on papers of its own")]

# The server's own answers, put before those of PostgreSQL: what another engine, or a follower, would say.
ANOTHER = {
    "CREATE FUNCTION version() RETURNS text LANGUAGE sql AS $$ SELECT 'CockroachDB CCL v25.1 on x' $$": "CockroachDB",
    "CREATE FUNCTION version() RETURNS text LANGUAGE sql AS $$ SELECT 'PostgreSQL 15.2-YB-2.25 on x' $$": "YB",
    "CREATE FUNCTION pg_is_in_recovery() RETURNS boolean LANGUAGE sql AS $$ SELECT true $$": "follows another",
    "CREATE FUNCTION current_setting(text) RETURNS text LANGUAGE sql AS $$ SELECT '140012' $$": "PostgreSQL 14",
    "CREATE FUNCTION pg_advisory_xact_lock(bigint) RETURNS void LANGUAGE sql AS $$ SELECT $$": "gives none",
}


@pytest.fixture(scope="module")
def server() -> PostgresServer:
    return shared_server()


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> PostgresPaper:
    paper = PostgresPaper.founded(tmp_path_factory.mktemp("postgresql") / "paper")
    new = paper.kawaraban("check")
    assert "Everything is in order" in new.stdout, new.stdout + new.stderr
    done = paper.kawaraban("demo")
    assert done.returncode == 0, done.stderr
    return paper


def test_7_01_the_commands_work_over_it(paper: PostgresPaper) -> None:
    told = {
        words: paper.kawaraban(*words.split()) for words in ("records verify", "press status", "staff list")
    }

    assert {words: done.returncode for words, done in told.items()} == dict.fromkeys(told, 0), told
    assert "whole" in told["records verify"].stdout
    assert not (paper.root / "paper.sqlite3").exists()


def test_7_01_a_comment_goes_from_the_form_to_the_page(paper: PostgresPaper) -> None:
    with paper.served() as served:
        assert PASSWORD  # the demo's staff signs in with it
        with psycopg.connect(paper.address) as tables:
            thread, url = tables.execute(
                "SELECT locator, url FROM comments_thread WHERE locator LIKE 'story-%' ORDER BY id LIMIT 1"
            ).fetchone() or ("", "")
        answer = hand_in(served, thread, "Sent to another machine.")
        page = served.ask(url)

    assert answer.status == 201, answer.body
    assert page.status == 200
    with psycopg.connect(paper.address) as tables:
        [status] = tables.execute(
            "SELECT status FROM comments_comment WHERE text = 'Sent to another machine.'"
        ).fetchone() or ("",)
    assert status == "pending"
    assert paper.kawaraban("records", "verify").returncode == 0


def test_7_01_every_connection_has_limits_of_time(paper: PostgresPaper) -> None:
    with psycopg.connect(paper.address) as tables:
        limits = [tables.execute(f"SHOW {name}").fetchone() for name in ("statement_timeout", "lock_timeout")]

    assert limits == [("20s",), ("10s",)]


@pytest.mark.parametrize("answer", ANOTHER)
def test_7_01_what_is_not_postgresql_or_cannot_be_written_is_refused(
    server: PostgresServer, answer: str
) -> None:
    name = f"another_{uuid.uuid4().hex[:8]}"
    address = server.new_database(name)
    server.execute(answer, name=name)
    server.execute(f'ALTER DATABASE "{name}" SET search_path = public, pg_catalog')

    with pytest.raises(BadConfiguration, match=ANOTHER[answer]):
        refuse_unfit_server(address, may_be_empty=True)


def test_7_01_a_database_in_other_letters_is_refused(server: PostgresServer) -> None:
    name = f"letters_{uuid.uuid4().hex[:8]}"
    server.execute(f'CREATE DATABASE "{name}" TEMPLATE template0 ENCODING LATIN1')

    with pytest.raises(BadConfiguration, match="LATIN1"):
        refuse_unfit_server(server.address(name))


def test_7_01_each_refusal_is_one_sentence_of_every_command(tmp_path: Path, server: PostgresServer) -> None:
    nobody = PostgresPaper(tmp_path / "nobody", f"postgresql://paper:secret@127.0.0.1:{free_port()}/paper")
    empty = PostgresPaper(tmp_path / "empty", server.new_database(f"empty_{uuid.uuid4().hex[:8]}"))
    nonsense = PostgresPaper(tmp_path / "nonsense", "mysql://paper@db/paper")

    said = {place: place.kawaraban("init", str(place.root)) for place in (nobody, nonsense)}
    (tmp_path / "empty" / "keys").mkdir(parents=True)
    for name in ("secret", "ledger"):
        (tmp_path / "empty" / "keys" / f"{name}.key").write_text("0" * 64)
    said[empty] = empty.kawaraban("serve", "--port", "0")

    assert {place: done.returncode for place, done in said.items()} == dict.fromkeys(said, 1)
    assert "cannot be reached" in said[nobody].stderr
    assert "secret" not in said[nobody].stderr
    assert "must begin with postgresql://" in said[nonsense].stderr
    assert "its tables are missing" in said[empty].stderr
    assert all("Traceback" not in done.stderr for done in said.values())


def test_7_01_it_is_served_through_a_pooler_of_transactions(paper: PostgresPaper, tmp_path: Path) -> None:
    with (
        pooled(paper.address, mode="transaction") as address,
        PostgresPaper(paper.root, address).served() as served,
    ):
        with psycopg.connect(paper.address) as tables:
            [thread] = tables.execute(
                "SELECT locator FROM comments_thread ORDER BY id DESC LIMIT 1"
            ).fetchone() or ("",)
        answers = [hand_in(served, thread, f"Through the pool {number}.") for number in range(3)]

        assert {answer.status for answer in answers} == {201}, [answer.body for answer in answers]
        assert PostgresPaper(paper.root, address).kawaraban("records", "verify").returncode == 0


def test_7_01_a_pooler_of_statements_is_refused(paper: PostgresPaper, tmp_path: Path) -> None:
    with pooled(paper.address, mode="statement") as address:
        done = PostgresPaper(paper.root, address).kawaraban("check")

    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_7_01_two_who_make_the_tables_through_a_pooler_wait_for_each_other(
    server: PostgresServer, tmp_path: Path
) -> None:
    address = server.new_database(f"twice_{uuid.uuid4().hex[:8]}")
    name = address.rpartition("/")[2]
    roots = [tmp_path / "one", tmp_path / "other"]
    for root in roots:
        (root / "keys").mkdir(parents=True)
        for key in ("secret", "ledger"):
            (root / "keys" / f"{key}.key").write_text("0" * 64)
    with pooled(address, mode="transaction") as through:
        under_way = [
            subprocess.Popen(
                [sys.executable, "-m", "kawaraban", "init", str(root)],
                env=environment(root, through),
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            for root in roots
        ]
        said = [process.communicate(timeout=300)[0] for process in under_way]
        held = server.execute(
            "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database"
            " WHERE locktype = 'advisory' AND datname = current_database()",
            name=name,
        )

    assert [process.returncode for process in under_way] == [0, 0], said
    assert sum("Unpacked the database" in words for words in said) == 1, said
    assert held == [(0,)]
    with psycopg.connect(address) as tables:
        assert tables.execute("SHOW statement_timeout").fetchone() == ("20s",)


def test_7_01_a_copy_that_has_lost_its_limits_of_time_is_told_of(
    paper: PostgresPaper, tmp_path: Path
) -> None:
    name = paper.address.rpartition("/")[2]
    shared_server().execute(f'ALTER ROLE postgres IN DATABASE "{name}" RESET statement_timeout')

    lost = paper.kawaraban("check")
    assert paper.kawaraban("init", str(paper.root)).returncode == 0
    found = paper.kawaraban("check")

    assert "no limits of time" in lost.stdout
    assert "no limits of time" not in found.stdout
