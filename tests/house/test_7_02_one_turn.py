"""Promise 7.2: every transaction of the rooms begins with the turn, and rows are locked after it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "kawaraban"
# Where a transaction is begun by hand, and why.
BY_HAND = {
    "press/turn.py": "it gives the turn",
    "comments/actions/receive.py": "asks for the turn together with its first questions, in one trip",
    "doors/desk/lane/claims.py": "takes the turn inside a trip",
    "comments/triaged.py": "a savepoint for what is only read",
    "config/sqlite/statistics.py": "tables that SQLite alone has",
    "doors/desk/search/volume.py": "tables that SQLite alone has",
}
# `init` holds one as long as it migrates, and a server is tried with another: no act ever does.
OTHER_LOCKS = {"config/postgresql/upgrading.py", "config/postgresql/fit_server.py"}


def modules() -> Iterator[tuple[str, str]]:
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path.relative_to(SOURCE).as_posix(), path.read_text(encoding="utf-8")


def mentions(text: str, name: str) -> bool:
    """Whether the code, and not only its prose, has this attribute or name."""
    return any(
        (isinstance(node, ast.Attribute) and node.attr == name)
        or (isinstance(node, ast.Name) and node.id == name)
        for node in ast.walk(ast.parse(text))
    )


def test_7_02_there_is_one_lock_and_only_init_has_others() -> None:
    found = {name for name, text in modules() if re.search(r"pg_(try_)?advisory_\w*lock\w*\(", text)}

    assert found == {"kit/work/turn.py", *OTHER_LOCKS}


def test_7_02_a_transaction_is_begun_with_the_turn_or_it_is_said_why_not() -> None:
    found = {name for name, text in modules() if mentions(text, "atomic")}

    assert found == set(BY_HAND)


def test_7_02_who_begins_by_hand_and_locks_rows_takes_the_turn_itself() -> None:
    for name, text in modules():
        if name in BY_HAND and mentions(text, "select_for_update"):
            assert mentions(text, "turn") or mentions(text, "take_turn"), name


def test_7_02_rows_are_locked_inside_a_transaction_of_their_own_module_or_of_its_callers() -> None:
    """Django itself refuses to lock rows outside a transaction; and every transaction begins with the turn."""
    lockers = {name for name, text in modules() if mentions(text, "select_for_update")}

    assert lockers
    assert not {name for name in lockers if name.startswith(("kit/", "config/", "look/", "cli/"))}
