"""How far a long command is."""

import pytest

from kawaraban.cli.progress import lines


def test_a_pipe_gets_a_line_every_few_seconds_and_none_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    now = 100.0
    look = lines("Checking", clock=lambda: now)

    for second in range(12):
        now = 100.0 + second
        look(second * 10, 120)
    told = capsys.readouterr()

    assert told.out == ""
    assert told.err.splitlines() == ["Checking: 50 of 120", "Checking: 100 of 120"]
