"""5.1: a file or folder is named after what is in it. `utils` and its like name nothing."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TREES = ("src", "tests", "tools", "bench")
VAGUE = {"common", "helper", "helpers", "misc", "util", "utils"}


def files(tree: str) -> list[Path]:
    """Every file of the tree that is kept with the code, and those that are about to be."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", tree]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [Path(name) for name in names.split("\0") if name]


@pytest.mark.parametrize("tree", TREES)
def test_5_01_nothing_has_a_name_that_says_nothing(tree: str) -> None:
    found = files(tree)

    assert found
    assert [path.as_posix() for path in found if VAGUE & {part.split(".")[0] for part in path.parts}] == []
