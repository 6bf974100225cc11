"""Which tests run without stories and Wagtail: every file of flows and units, unless something here says why not.

The comment layer cannot import either (the contract no-wagtail in pyproject.toml), so the same lines run with them and
without. What differs is what the settings say: which addresses, tables, listeners, middleware and words of templates
there are, and SECTION_TITLES, PERSONAL_DATA and PAPER_NAMES. A test that can meet one of these is made in both runs:
it asks for a page, or sends, forgets or erases as pages do. One that calls the acts of a room alone is made once.

    pytestmark = pytest.mark.newspaper                      # the file imports what the profile lacks
    pytestmark = pytest.mark.newspaper("a map of the site") # or asks for what only a newspaper has
    pytestmark = pytest.mark.once("the front has no Django")  # nothing in the file depends on the profile

A file that is marked is not even imported there. What works in processes of its own is left out as well: those have
the profile that they are started with, whoever starts them, and the newspaper's run has made exactly the same test.
"""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
# Suites and rooms in which nothing depends on the profile, or that it has not.
ONCE = (
    "deploy",
    "house",
    "browser",
    "real",
    "units/alerts",
    "units/bench",
    "units/cli",
    "units/comments",
    "units/config",
    "units/kit",
    "units/law",
    "units/look",
    "units/press",
    "units/reads",
    "units/stories",
    "units/triage",
    "units/wire",
)
OWN_PAPERS = {"file_paper", "file_papers"}
_MARK = re.compile(r"^pytestmark = (?:\[[^\]]*)?\bpytest\.mark\.(?:newspaper|once)\b", re.MULTILINE)


def says_not(path: Path) -> bool:
    """Whether the file says that it does not run there. From its text: importing it may need what is not there."""
    return bool(_MARK.search(path.read_text(encoding="utf-8")))


def runs_without_stories(path: Path) -> bool:
    """Whether the comments-only run collects this file or folder of tests."""
    place = path.relative_to(TESTS).as_posix()
    if any(place == room or place.startswith(f"{room}/") for room in ONCE):
        return False
    return not (path.name.startswith("test_") and says_not(path))


def leave_out_own_processes(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect what starts the product, or works on a paper of its own."""
    out = {item for item in items if item.get_closest_marker("serve") or OWN_PAPERS & _fixtures_of(item)}
    config.hook.pytest_deselected(items=[item for item in items if item in out])
    items[:] = [item for item in items if item not in out]


def _fixtures_of(item: pytest.Item) -> set[str]:
    names: Iterable[str] = getattr(item, "fixturenames", ())
    return set(names)
