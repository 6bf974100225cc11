"""5.1: files, functions and folders stay small. What is larger is named here, with its reason, until it is not."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILE_LINES = 400
FUNCTION_LINES = 40
PLACED_PARAMETERS = 4
FOLDER_MODULES = 25
TREES = ("src", "tests", "tools", "bench")
# Strokes of a drawing, one below the other: they are not read, they are looked at.
DRAWINGS = "tools/demo_pictures/"

LONG_FILES: dict[str, str] = {}
LONG_FUNCTIONS = {
    "src/kawaraban/config/processes/worker_role.py: worker_tasks": "one table: every task, its period, its thread",
    "src/kawaraban/doors/desk/card/card.py: card_view": "one table: every value of the card, a line each",
    "tests/flows/test_1_06_the_editor.py: a_whole_story": "one form of the editor, a field a line",
    "tests/flows/test_4_01_secrets_at_rest.py: secrets_of_a_day": "one list: every kind of secret",
    "tests/flows/test_4_02_the_store_holds_the_papers_pages_alone.py: common_pages": "one list of addresses",
    "tests/flows/test_4_02_the_store_holds_the_papers_pages_alone.py: stories_pages": "one list of addresses",
    "tests/flows/test_4_02_the_store_holds_the_papers_pages_alone.py: inventions": "one list of addresses",
}
MANY_PLACES: dict[str, str] = {}
_ROOMS = "becomes rooms within the room"
LARGE_FOLDERS = {
    "bench": "a program beside the house: what it measures, one file for each",
    "tests/browser": "one promise a file, in the order of the promises",
    "tests/flows": "one promise a file, in the order of the promises",
    "tests/house": "one rule of the house a file",
}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def modules() -> Iterator[Path]:
    """Every Python file that somebody wrote: not the migrations, which Django writes, and not the drawings."""
    for tree in TREES:
        for path in sorted((ROOT / tree).rglob("*.py")):
            if "migrations" not in path.parts and not name_of(path).startswith(DRAWINGS):
                yield path


@cache
def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return [node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def lines_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def placed_parameters(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    """Those that a caller may give by their place alone, without `self`."""
    names = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
    return names[1:] if names[:1] in (["self"], ["cls"]) else names


def test_5_01_no_file_is_long() -> None:
    long = {
        name_of(path): lines
        for path in modules()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > FILE_LINES
    }

    assert long.keys() == LONG_FILES.keys(), long


def test_5_01_no_function_is_long() -> None:
    long = {
        f"{name_of(path)}: {node.name}": lines_of(node)
        for path in modules()
        for node in functions(path)
        if lines_of(node) > FUNCTION_LINES
    }

    assert long.keys() == LONG_FUNCTIONS.keys(), long


def test_5_01_few_parameters_are_told_by_their_place() -> None:
    """How many there are in all is asked by ruff (PLR0913)."""
    many = {
        f"{name_of(path)}: {node.name}": names
        for path in modules()
        for node in functions(path)
        if "tests" not in path.relative_to(ROOT).parts
        and len(names := placed_parameters(node)) > PLACED_PARAMETERS
    }

    assert many.keys() == MANY_PLACES.keys(), many


def test_5_01_who_takes_more_parameters_says_why() -> None:
    silent = [
        f"{name_of(path)}: {line.strip()}"
        for path in modules()
        if "src" in path.relative_to(ROOT).parts
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"# noqa: .*PLR0913(?!.*\(\w)", line)
    ]

    assert silent == []


def test_5_01_no_folder_is_a_drawer() -> None:
    counts = Counter(name_of(path.parent) for path in modules() if path.name != "__init__.py")
    large = {folder: count for folder, count in counts.items() if count > FOLDER_MODULES}

    assert large.keys() == LARGE_FOLDERS.keys(), large
