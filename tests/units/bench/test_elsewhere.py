"""7.19: the rows beside a PostgreSQL are chosen by DATABASE=postgresql, and its server leaves nothing behind."""

from pathlib import Path

import psycopg
import pytest
from tests.rigs.postgres.server import needs_postgresql

from bench.__main__ import _options
from bench.elsewhere import ROWS as ELSEWHERE_ROWS
from bench.postgres import postgres
from bench.two_nodes import ROWS as TWO_NODES_ROWS

ROWS = {*ELSEWHERE_ROWS, *TWO_NODES_ROWS}


@pytest.mark.parametrize(
    ("words", "are_elsewhere"),
    [([], False), (["--database", "postgresql"], True)],
    ids=["plain", "postgresql"],
)
def test_7_19_the_rows_of_another_database_are_measured_where_it_is_named(
    words: list[str], are_elsewhere: bool
) -> None:
    rows = {target.row for target in _options(words).targets}

    assert (rows == ROWS) == are_elsewhere
    assert bool(rows & ROWS) == are_elsewhere


@needs_postgresql
def test_7_19_its_server_is_durable_and_ends_with_the_run(tmp_path: Path) -> None:
    with postgres(tmp_path / "postgres") as address, psycopg.connect(address) as server:
        durable = [
            server.execute(f"SHOW {name}").fetchone()
            for name in ("fsync", "synchronous_commit", "full_page_writes")
        ]

    assert durable == [("on",)] * 3
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(address)
