"""One word, one thing: docs/glossary.md against the names of the code, its folders and its tables."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "kawaraban"
PAGE = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[list[str]]:
    """The cells of the table under this heading."""
    section = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]


@cache
def modules() -> list[tuple[Path, ast.Module]]:
    """Every module of the program, parsed."""
    return [
        (path.relative_to(PACKAGE), ast.parse(path.read_text(encoding="utf-8")))
        for path in sorted(PACKAGE.rglob("*.py"))
        if "migrations" not in path.parts
    ]


def room_of(path: Path) -> str:
    """`press`, `law`, and of the doors each one: `doors.desk`."""
    return ".".join(path.parts[: 2 if path.parts[0] == "doors" else 1])


def names_in(module: ast.Module) -> Iterator[str]:
    """Everything that the module itself defines."""
    for node in module.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


def test_5_07_each_word_has_one_row_and_they_stand_in_order() -> None:
    words = [word for word, _means, _code in rows("Words")]

    assert words == sorted(set(words))
    assert [word for word, means, _code in rows("Words") if len(means) < 10] == []


def test_5_07_what_a_word_names_is_in_its_room() -> None:
    defined = {f"{room_of(path)}.{name}" for path, module in modules() for name in names_in(module)}

    named = {name for _word, _means, code in rows("Words") for name in re.findall(r"`([^`]+)`", code)}

    assert named - defined == set()
    assert len(named) > 50


def test_5_07_every_table_of_the_database_has_a_word() -> None:
    """A settings row or a cursor is a word too: whoever reads the database meets it."""
    said = re.findall(r"`([\w.]+)`", "\n".join(code for _word, _means, code in rows("Words")))
    models = {
        f"{room_of(Path(*model.__module__.split('.')[1:]))}.{model.__name__}"
        for model in apps.get_models()
        if model.__module__.startswith("kawaraban.")
    }

    assert models - set(said) == set()


def test_5_07_every_folder_has_a_row() -> None:
    said = {folder.strip("`") for folder, _holds in rows("Rooms and folders")}
    folders = {
        path.parent.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("__init__.py")
        if path.parent != PACKAGE and path.parent.name not in {"migrations", "models", "templatetags"}
    }

    assert said == folders


def test_5_07_a_class_has_a_name_of_its_own_or_the_glossary_says_why_not() -> None:
    found = defaultdict(list)
    for path, module in modules():
        for node in module.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name].append(room_of(path))
    several = {name: sorted(rooms) for name, rooms in found.items() if len(rooms) > 1}

    said = {
        name.strip("`"): re.findall(r"`([^`]+)`", rooms)
        for name, rooms, _why in rows("One name, several classes")
    }

    # Where one of them was renamed, its row goes: the list only gets shorter.
    assert said == several
    assert [name for name, _rooms, why in rows("One name, several classes") if len(why) < 5] == []
