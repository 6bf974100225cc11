"""4.4: no browser of real traffic is counted as a robot. The names come from the npm package user-agents."""

import json
from pathlib import Path

import pytest

from kawaraban.reads.robots import is_robot

NAMES = (
    Path(__file__).parents[2] / ".make" / "npm" / "node_modules" / "user-agents" / "dist" / "user-agents.json"
)

pytestmark = pytest.mark.skipif(
    not NAMES.is_file(), reason="needs node and npm (Debian: apt-get install npm), then make test"
)


def test_4_4_no_browser_of_real_traffic_is_a_robot() -> None:
    names = {one["userAgent"] for one in json.loads(NAMES.read_text(encoding="utf-8"))}

    assert len(names) > 500
    assert {name for name in names if is_robot(name)} == set()
