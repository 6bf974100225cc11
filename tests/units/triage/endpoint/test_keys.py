import logging
from pathlib import Path

import pytest

from kawaraban.triage.endpoint.callers import add_line
from kawaraban.triage.endpoint.keys import KeyFile

pytestmark = pytest.mark.once("the endpoint has no Django")


def test_6_10_a_secret_that_others_can_read_is_told_of_and_not_shown(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "keys"
    add_line(path, "coral", "hush-hush", per_second=0, name="Coral")
    with caplog.at_level(logging.WARNING):
        KeyFile(path)
        assert caplog.text == ""
        path.chmod(0o644)

        KeyFile(path)

    assert f"chmod 600 {path}" in caplog.text
    assert "hush" not in caplog.text


def test_6_10_a_file_that_vanishes_leaves_those_of_before(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    add_line(path, "coral", "secret", per_second=0, name="Coral")
    keys = KeyFile(path)

    path.unlink()

    assert keys.newest().by_secret
    path.write_text("")
    assert not keys.newest().by_secret
