"""5.1: what only tests use is not part of the product: no function, class or method lives for them alone."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "kawaraban"
# Programs beside the house use it as well: the benchmark, and what makes documents and pictures.
USERS = ("src", "bench", "tools")
WRITTEN = {".html", ".txt", ".xml", ".js", ".toml"}
Named = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef

# What these stand over is called by its own name; every other decorator hands it on.
OURS = {"cache", "cached_property", "classmethod", "contextmanager", "dataclass", "property", "staticmethod"}
# The name, and who calls it although nobody here does.
CALLED_BY_OTHERS = {
    "config.processes.app_beat: Beating.writable": "waitress, of everything in its map, once a round",
    "doors.public.trouble.machine_trouble: MachineTroubleMiddleware.process_exception": "Django, when a view raises",
    "people.backends: CountedBackend.aauthenticate": "Django, where somebody signs in from asynchronous code",
    "press.front.guarded: GuardedProtocol.on_header": "httptools, for each field of a head",
    "triage.endpoint.connection: AskingConnection.eof_received": "asyncio, when the other side sends no more",
    "triage.endpoint.connection: AskingConnection.on_header": "httptools, for each field of a head",
    "triage.endpoint.connection: AskingConnection.pause_writing": "asyncio, when answers are not taken",
    "triage.endpoint.connection: AskingConnection.resume_writing": "asyncio, when they are taken again",
}


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def python_files(*trees: str) -> list[Path]:
    return [
        path
        for tree in trees
        for path in sorted((ROOT / tree).rglob("*.py"))
        if "migrations" not in path.parts
    ]


def documentation(tree: ast.Module) -> set[int]:
    """The nodes that are docstrings: to be named there is not to be used."""
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, ast.Module | Named)]
    return {id(body[0].value) for body in bodies if body and isinstance(body[0], ast.Expr)}


def reached(tree: ast.Module) -> Iterator[str]:
    """Every name that is reached for with a dot, given as a keyword, or stands in a string."""
    told = documentation(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.keyword) and node.arg:
            yield node.arg
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield from re.findall(r"\w+", node.value)


def imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """(module, name) of what is imported by its name. That all of it is used is asked by ruff (F401)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.module, alias.name) for alias in node.names)


def read_here(tree: ast.Module) -> set[str]:
    return {
        node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }


def defined(body: list[ast.stmt], prefix: str = "") -> Iterator[tuple[str, Named]]:
    """Functions, classes and their methods that others may use, with the names that they go by.

    Not what is handed on where it is defined, to a group of commands or to Wagtail: those call it.
    """
    for node in body:
        if not isinstance(node, Named) or node.name.startswith("_"):
            continue
        if all(ast.unparse(each).split("(")[0] in OURS for each in node.decorator_list):
            yield f"{prefix}{node.name}", node
        if isinstance(node, ast.ClassDef):
            yield from defined(node.body, f"{node.name}.")


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")


def names_in_texts() -> set[str]:
    texts = (path for path in PACKAGE.rglob("*") if path.suffix in WRITTEN and "vendor" not in path.parts)
    words = (
        re.findall(r"\w+", path.read_text(encoding="utf-8")) for path in (*texts, ROOT / "pyproject.toml")
    )
    return set().union(*words)


def test_5_01_nothing_is_there_for_tests_alone() -> None:
    users = [tree_of(path) for path in python_files(*USERS)]
    everywhere = names_in_texts().union(*map(reached, users))
    by_name = set[tuple[str, str]]().union(*map(imported, users))
    tests = [tree_of(path) for path in python_files("tests")]
    tested = set[str]().union(*map(reached, tests), *map(read_here, tests))
    alone = set()
    for path in python_files("src"):
        here = read_here(tree_of(path))
        for name, node in defined(tree_of(path).body):
            is_used = node.name in everywhere or (
                "." not in name and (node.name in here or (module_of(path), node.name) in by_name)
            )
            if not is_used and node.name in tested:
                alone.add(f"{module_of(path).removeprefix('kawaraban.')}: {name}")

    assert alone == CALLED_BY_OTHERS.keys(), sorted(alone ^ CALLED_BY_OTHERS.keys())
