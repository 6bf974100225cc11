"""The house's directions where the import linter cannot see: templates, foreign keys, loaded modules, statuses."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField, OneToOneField
from tests.rigs.loading import what_is_wrong_with

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "kawaraban"
CONTRACTS = {
    contract["id"]: contract
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
        "importlinter"
    ]["contracts"]
}
# The import linter's own list, from low to high: `a | b` are siblings, a room in brackets need not be there yet.
FLOOR_OF = {
    room.strip(" ()"): floor
    for floor, rooms in enumerate(reversed(CONTRACTS["house"]["layers"]))
    for room in rooms.split("|")
}


def modules_of(name: str) -> list[str]:
    """A module by its name; all modules of a folder, which the linter takes as one."""
    place = PACKAGE.parent.joinpath(*name.split("."))
    if not place.is_dir():
        return [name]
    files = (path.relative_to(PACKAGE.parent).with_suffix("") for path in place.rglob("*.py"))
    return sorted(".".join(file.parts).removesuffix(".__init__") for file in files)


DJANGO_FREE = [module for name in CONTRACTS["no-django"]["source_modules"] for module in modules_of(name)]


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0]


def test_5_01_every_room_stands_on_a_floor() -> None:
    rooms = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").is_file()}

    assert rooms - FLOOR_OF.keys() == set()
    assert {"kit", "press", "law", "comments", "stories", "doors"} <= FLOOR_OF.keys()


def may_lean(upper: str, lower: str) -> bool:
    return upper == lower or FLOOR_OF[upper] > FLOOR_OF[lower]


@pytest.fixture(scope="module")
def wrong_in() -> dict[str, str]:
    return what_is_wrong_with(DJANGO_FREE, unwanted=("django", "wagtail"))


@pytest.mark.parametrize("module", DJANGO_FREE)
def test_a_django_free_module_loads_no_django(wrong_in: dict[str, str], module: str) -> None:
    assert wrong_in[module] == ""


def test_a_module_that_loads_django_or_cannot_be_imported_is_found() -> None:
    modules = ["kawaraban.kit.clock", "kawaraban.law.record.ledger", "kawaraban.no_such_module"]

    said = what_is_wrong_with(modules, unwanted=("django", "wagtail"))

    assert said["kawaraban.kit.clock"] == ""
    assert "django" in said["kawaraban.law.record.ledger"].lower()
    assert "ModuleNotFoundError" in said["kawaraban.no_such_module"]


def template_arrows() -> Iterator[tuple[Path, str]]:
    for template in PACKAGE.rglob("templates/**/*.html"):
        for target in re.findall(
            r"{%\s*(?:extends|include|include_kept)\s+[\"']([^\"']+)[\"']",
            template.read_text(encoding="utf-8"),
        ):
            yield template, target


def test_templates_obey_the_directions_of_imports() -> None:
    homes = {
        file.relative_to(folder).as_posix(): room_of(file)
        for folder in PACKAGE.rglob("templates")
        for file in folder.rglob("*.html")
    }

    wrong = [
        f"{template.relative_to(PACKAGE)} -> {target}"
        for template, target in template_arrows()
        if target in homes and not may_lean(room_of(template), homes[target])
    ]

    assert wrong == []
    assert any(True for _ in template_arrows())


def test_no_foreign_key_points_upward_or_sideways() -> None:
    wrong = []
    for model in apps.get_models():
        if not model.__module__.startswith("kawaraban."):
            continue
        upper = model.__module__.split(".")[1]
        for field in model._meta.get_fields():
            if not isinstance(field, ForeignKey | OneToOneField | ManyToManyField):
                continue
            target = field.related_model.__module__
            if target.startswith("kawaraban.") and not may_lean(upper, target.split(".")[1]):
                wrong.append(f"{model.__name__}.{field.name}")

    assert wrong == []


def test_the_law_has_no_foreign_key_to_a_comment() -> None:
    targets = {
        field.related_model.__name__
        for model in apps.get_app_config("law").get_models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey)
    }

    assert not targets & {"Comment", "Thread", "Revision"}


def sets_status(node: ast.AST) -> bool:
    """Whether the node sets `.status` of something, or calls update(status=...)."""
    if isinstance(node, ast.Assign):
        targets = [each for target in node.targets for each in getattr(target, "elts", [target])]
        return any(isinstance(target, ast.Attribute) and target.attr == "status" for target in targets)
    if isinstance(node, ast.AugAssign | ast.AnnAssign):
        return isinstance(node.target, ast.Attribute) and node.target.attr == "status"
    if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in {"update", "update_or_create"}:
        return any(keyword.arg == "status" for keyword in node.keywords)
    return False


def status_writes(path: Path) -> Iterator[int]:
    """The lines of a file that set a status."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.stmt | ast.expr) and sets_status(node):
            yield node.lineno


def test_only_comments_actions_write_the_status_of_a_comment() -> None:
    wrong = [
        f"{path.relative_to(PACKAGE)}:{line}"
        for path in PACKAGE.rglob("*.py")
        if "comments/actions/" not in path.as_posix()
        for line in status_writes(path)
    ]
    right = [line for path in (PACKAGE / "comments" / "actions").glob("*.py") for line in status_writes(path)]

    assert wrong == []
    assert right, "the test no longer sees the writes that are allowed"
