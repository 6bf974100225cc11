"""Where things are asked and where they are done: `comments/actions` acts, and questions stand beside the models.

Everything that another module takes from `comments/actions` is an act, a class, or a row of the table of acts. An act
is a function that takes `now`. A class is a refusal, what an act takes, or what it returns.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "src" / "kawaraban"
ACTIONS = PACKAGE / "comments" / "actions"
HOME = "kawaraban.comments.actions"
# Data alone: what hangs on a row reads it (decision 53).
TABLE = "acts"
# What is neither, and why it is taken all the same.
NAMED = {
    "status.STATUS_AFTER": "the check of the record folds the entries by the table that wrote them",
    "erasing.person.go_on_erasing": "it acts at many moments, and takes a clock instead of one of them",
    "reasons.needs_now": "the form asks for words by the rule by which the act refuses without them",
}


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def outsiders() -> Iterator[Path]:
    return (path for path in sorted(PACKAGE.rglob("*.py")) if ACTIONS not in path.parents)


def taken(tree: ast.Module) -> Iterator[str]:
    """What a module takes from the actions: "decide.approve", by either way to import it."""
    modules: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == HOME:
            modules |= {each.asname or each.name: each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{HOME}."):
            yield from (f"{str(node.module).removeprefix(f'{HOME}.')}.{each.name}" for each in node.names)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            yield f"{modules[node.value.id]}.{node.attr}"


def is_act(node: ast.FunctionDef) -> bool:
    return "now" in {each.arg for each in node.args.kwonlyargs}


def acts_and_classes() -> set[str]:
    found = set()
    for path in ACTIONS.rglob("*.py"):
        module = ".".join(path.relative_to(ACTIONS).with_suffix("").parts)
        for node in parsed(path).body:
            if isinstance(node, ast.ClassDef) or (isinstance(node, ast.FunctionDef) and is_act(node)):
                found.add(f"{module}.{node.name}")
    return found


def everything_taken() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in outsiders():
        for name in taken(parsed(path)):
            found.setdefault(name, []).append(path.relative_to(PACKAGE).as_posix())
    return found


def test_5_04_the_actions_are_imported_to_act_and_not_to_ask() -> None:
    known = acts_and_classes() | NAMED.keys()

    asked = {
        name: users
        for name, users in everything_taken().items()
        if name not in known and not name.startswith(f"{TABLE}.")
    }

    assert asked == {}
    assert {"decide.AlreadyDecided", "erasing.comment.erase_due"} <= known


def test_5_04_what_is_named_as_neither_is_taken_still() -> None:
    assert NAMED.keys() <= everything_taken().keys()
    assert not NAMED.keys() & acts_and_classes()


def test_5_04_which_decisions_stand_is_said_once() -> None:
    said = [
        path.relative_to(PACKAGE).as_posix()
        for path in sorted(PACKAGE.rglob("*.py"))
        if "reversal__isnull" in path.read_text(encoding="utf-8")
    ]

    assert said == ["law/models/decisions.py"]


def test_5_04_the_record_of_staff_is_written_by_one_module() -> None:
    writers = [
        path.relative_to(PACKAGE).as_posix()
        for path in sorted(PACKAGE.rglob("*.py"))
        if any(
            isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record_staff_change"
            for node in ast.walk(parsed(path))
        )
    ]

    assert writers == ["law/record/staffing.py"]
