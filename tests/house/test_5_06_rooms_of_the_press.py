"""5.6: the press in four, and what joins stories with comments and reads told from what they become."""

import ast
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "kawaraban"
PRESS = PACKAGE / "press"
STORIES = PACKAGE / "stories"
# Numbers, names and values that every part of the press stands on.
GROUND = {
    *("addresses", "apps", "backup_targets", "bell", "epoch", "heartbeat", "keys", "lease", "models"),
    *("order_log", "orders", "turn", "wire_request"),
}


def imported(path: Path) -> set[str]:
    """The modules that a file names in its imports."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}


def test_5_06_the_press_is_store_intake_front_and_printing_on_their_ground() -> None:
    folders = {path.parent.name for path in PRESS.glob("*/__init__.py")} - {"migrations"}

    assert folders == {"store", "intake", "front", "printing"}
    assert {path.stem for path in PRESS.glob("*.py")} - {"__init__"} == GROUND


def test_5_06_what_may_not_know_django_is_named_by_its_folder() -> None:
    """A list of files forgets the next file."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    [contract] = [each for each in settings["tool"]["importlinter"]["contracts"] if each["id"] == "no-django"]

    named = {name.removeprefix("kawaraban.press.") for name in contract["source_modules"]}

    assert named >= {"store", "intake", "front"}
    assert not any(name.startswith(("store.", "intake.", "front.")) for name in named)


def test_5_06_nothing_but_the_upper_rooms_asks_what_the_digital_services_act_asks() -> None:
    """Within the law `dsa` is apart: no decision and no entry of the record depends on it."""
    users = {
        path.relative_to(PACKAGE).as_posix()
        for path in (PACKAGE / "law").rglob("*.py")
        if any(module.startswith("kawaraban.law.dsa") for module in imported(path))
    }

    assert {user for user in users if not user.startswith("law/dsa/")} <= {
        "law/templatetags/duties.py",
        "law/personal/own.py",
    }


def test_5_06_pages_join_and_values_are_joined() -> None:
    """`values.py` is frozen and asks nobody; only `pages/` brings stories, comments and reads together."""
    values = ast.parse((STORIES / "values.py").read_text(encoding="utf-8"))
    frozen = [node for node in values.body if isinstance(node, ast.ClassDef)]
    joining = {
        path.relative_to(STORIES).parts[0]
        for path in STORIES.rglob("*.py")
        if {"kawaraban.comments.thread.page", "kawaraban.stories.models"} <= imported(path)
    }

    assert all("frozen=True" in ast.unparse(node.decorator_list[0]) for node in frozen)
    assert not any(name.startswith("kawaraban.stories") for name in imported(STORIES / "values.py"))
    assert joining == {"pages"}
