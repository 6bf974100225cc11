"""Which tests are left out for the database that they run over, each with its reason."""

import os
from collections.abc import Iterable
from typing import Final

import pytest
from tests.profiles import OWN_PAPERS
from tests.rigs.postgres.server import WHY_NOT, programs

# What another database can change: patterns of files and folders below tests/.
CAN_DIFFER: Final = (
    *("nodes", "deploy/test_7_16_web_servers.py", "units/bench/test_elsewhere.py", "units/config/postgresql"),
    *("units/config/health", "units/config/seeing", "units/kit/seeing"),
    *(f"units/{room}" for room in ("alerts", "comments", "doors/desk", "doors/public", "law", "reads")),
    *("units/press/printing", "units/people", "flows/test_1_04_serve.py"),
    *(
        "flows/test_1_08_*.py",
        "flows/test_1_1[2-57]_*.py",
        "flows/test_2_06_[dlp]*.py",
        "flows/test_2_1[01]_*.py",
    ),
    *("flows/test_3_0[1-578]_*.py", "flows/test_3_1[0-57]_*.py", "flows/test_4_01_repeated*.py"),
    *("flows/test_4_04_nothing_is_forged*.py", "flows/test_4b_01_[efn]*.py", "flows/test_4b_0[34]_*.py"),
    *("flows/test_5b_01_*.py", "flows/test_5b_0[3456]_*.py", "flows/test_6_0[47]_*.py", "flows/test_7_*.py"),
)
# Papers that are served over PostgreSQL there, too, by the test's name or its file's. The others are served over
# SQLite, where they are the same test; and how processes begin and end is the same over both.
SERVED: Final = (
    "test_1_04_a_stored_page_is_served_before_django_is_loaded",
    "test_3_07_crashes_and_races.py",
    "test_7_13_figures_that_move.py",
    "test_7_14_one_request.py",
    "test_7_15_troubles_of_a_served_paper.py",
)
_DATABASE: Final = {"db", "transactional_db", "live_server"}


def name_what_is_skipped(items: Iterable[pytest.Item], *, vendor: str) -> None:
    """Skip what asks for SQLite over PostgreSQL, and what needs a server where none is installed: never in CI."""
    is_missing = programs() is None and not os.environ.get("CI")
    for item in items:
        sqlite = item.get_closest_marker("sqlite")
        if sqlite and vendor != "sqlite":
            item.add_marker(pytest.mark.skip(reason=str(sqlite.args[0])))
        if is_missing and item.get_closest_marker("postgresql"):
            item.add_marker(pytest.mark.skip(reason=WHY_NOT))


def uses_the_database(item: pytest.Item) -> bool:
    """Whether the test asks for that of this process by a mark or a fixture."""
    return bool(item.get_closest_marker("django_db")) or bool(_DATABASE & set(_fixtures_of(item)))


def is_served_there(item: pytest.Item) -> bool:
    """Whether the papers that this test serves lie in PostgreSQL where its own tables do."""
    return item.path.name in SERVED or getattr(item, "originalname", item.name) in SERVED


def leave_out_what_cannot_differ(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect what asks no database, or works on a paper of its own: over SQLite exactly the same test is made."""
    out = {item for item in items if _is_the_same(item)}
    config.hook.pytest_deselected(items=[item for item in items if item in out])
    items[:] = [item for item in items if item not in out]


def _is_the_same(item: pytest.Item) -> bool:
    if item.get_closest_marker("postgresql") or is_served_there(item):
        return False
    is_served = bool(item.get_closest_marker("serve") or OWN_PAPERS & set(_fixtures_of(item)))
    return is_served or not uses_the_database(item)


def _fixtures_of(item: pytest.Item) -> Iterable[str]:
    names: Iterable[str] = getattr(item, "fixturenames", ())
    return names
