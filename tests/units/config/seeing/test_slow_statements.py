"""7.14: a slow statement is told without what was put into it, and one place does not fill the log."""

import logging

import pytest

from kawaraban.config.seeing.slow_statements import SlowStatements, shortened


def test_7_14_what_somebody_wrote_is_left_out() -> None:
    assert (
        shortened("SELECT *\n  FROM x WHERE name = 'O''Brien' AND a = %s")
        == "SELECT * FROM x WHERE name = '…' AND a = %s"
    )
    assert shortened("IN (" + "%s, " * 500 + "%s)") == "IN (%s, … %s)"
    assert len(shortened("SELECT " + "x" * 10_000)) < 600


def test_7_14_one_place_has_one_line_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    slow = SlowStatements()

    with caplog.at_level(logging.WARNING):
        for _ in range(100):
            slow.hear("SELECT 1", 0.8)

    assert [line.getMessage() for line in caplog.records] == [
        "the database took 800 ms in another program's code: SELECT 1"
    ]
