"""The house's directions where the import linter cannot see: templates, foreign keys, loaded modules, statuses."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField, OneToOneField

PACKAGE = Path(__file__).parents[2] / "src" / "kawaraban"
# From low to high. A room may lean on its own floor only where the plan says so: siblings do not.
FLOORS = [
    {"kit"},
    {"press", "look"},
    {"people"},
    {"law"},
    {"triage"},
    {"comments", "reads"},
    {"alerts"},
    {"stories"},
    {"doors", "wire"},
    {"config"},
    {"cli"},
]
FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
DJANGO_FREE = [
    "kawaraban.press.store.store",
    "kawaraban.press.front.front",
    "kawaraban.press.front.protocol",
    "kawaraban.press.front.self_test",
    "kawaraban.press.front.relay",
    "kawaraban.press.intake.front_end",
    "kawaraban.press.intake.frames",
    "kawaraban.press.intake.clerk_end",
    "kawaraban.press.front.beacons",
    "kawaraban.press.store.seal",
    "kawaraban.press.store.keeping",
    "kawaraban.press.store.probe",
    "kawaraban.press.order_log",
    "kawaraban.press.front.files.desk",
    "kawaraban.look.header_rules",
    "kawaraban.law.grounds",
    "kawaraban.comments.submission",
    "kawaraban.reads.rule",
    "kawaraban.kit.text",
    "kawaraban.kit.graphemes",
    "kawaraban.kit.names",
    "kawaraban.kit.html",
    "kawaraban.kit.signing",
    "kawaraban.kit.enciphering",
    "kawaraban.kit.public_hosts",
]


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0]


def may_lean(upper: str, lower: str) -> bool:
    return upper == lower or FLOOR_OF[upper] > FLOOR_OF[lower]


@pytest.mark.parametrize("module", DJANGO_FREE)
def test_a_django_free_module_loads_no_django(module: str) -> None:
    program = (
        f"import sys, {module}; sys.exit(any(m.split('.')[0] in ('django', 'wagtail') for m in sys.modules))"
    )

    done = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, text=True)

    assert done.returncode == 0, f"{module} loads Django: {done.stderr[-500:]}"


def template_arrows() -> Iterator[tuple[Path, str]]:
    for template in PACKAGE.rglob("templates/**/*.html"):
        for target in re.findall(
            r"{%\s*(?:extends|include)\s+[\"']([^\"']+)[\"']", template.read_text(encoding="utf-8")
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
    is_update = isinstance(node, ast.Call) and getattr(node.func, "attr", "") in {
        "update",
        "update_or_create",
    }
    return is_update and any(keyword.arg == "status" for keyword in node.keywords)


def status_writes(path: Path) -> Iterator[int]:
    """The lines of a file that set a status."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if sets_status(node):
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
