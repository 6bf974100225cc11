"""5.1: what runs without stories and Wagtail is everything that does not say why it cannot."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from tests.profiles import ONCE, TESTS, runs_without_stories, says_not

ROOT = TESTS.parent
# What is not installed there, or cannot be imported.
NEWSPAPER = ("wagtail", "kawaraban.stories", "kawaraban.wire", "kawaraban.cli.demo")
OF_BOTH = [*sorted((TESTS / "flows").rglob("test_*.py")), *sorted((TESTS / "units").rglob("test_*.py"))]


@cache
def imports_of(path: Path) -> frozenset[str]:
    """What a test file imports, also by way of what it shares with others."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    shared = [
        ROOT.joinpath(*name.split(".")).with_suffix(".py") for name in names if name.startswith("tests.")
    ]
    return frozenset(names).union(
        *(imports_of(place) for place in shared if place.is_file() and place != path)
    )


def needs_a_newspaper(path: Path) -> bool:
    return any(name.startswith(NEWSPAPER) for name in imports_of(path))


def test_5_01_the_comments_only_run_names_no_files() -> None:
    script = (ROOT / "tools" / "run_tests.sh").read_text(encoding="utf-8")
    commands = [line for line in script.splitlines() if not line.lstrip().startswith("#")]

    assert any("test_comments_only" in line for line in commands)
    assert [line for line in commands if "tests/" in line] == []


def test_5_01_a_new_file_of_flows_runs_in_both_profiles() -> None:
    kept = [path for path in OF_BOTH if not runs_without_stories(path)]

    for path in kept:
        place = path.relative_to(TESTS).as_posix()
        assert says_not(path) or place.startswith(ONCE), place
    assert all(runs_without_stories(TESTS / suite) for suite in ("flows", "units"))
    assert len(OF_BOTH) - len(kept) > 100


@pytest.mark.parametrize("path", [path for path in OF_BOTH if says_not(path)], ids=lambda path: path.name)
def test_5_01_a_file_that_is_left_out_says_why(path: Path) -> None:
    """By what it imports, else in words: `pytest.mark.newspaper("a map of the site")`."""
    says_why = re.search(r'mark\.(?:newspaper|once)\("[^"]+"\)', path.read_text(encoding="utf-8"))

    assert bool(says_why) != needs_a_newspaper(path)
