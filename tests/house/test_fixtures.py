"""What tests start from is made in one way: a comment comes in, and a fixture that many need stands once."""

import ast
import re
from collections import defaultdict
from pathlib import Path

TESTS = Path(__file__).parents[1]
# Written as rows, with the reason why nobody sends them.
ROWS = {
    "makers/comments.py": "hundreds for the page of a thread: `shown_in_bulk`",
    "units/law/record/test_rows.py": "holds what is written by hand against what the model writes",
}
# Two alike may be chance, and each file is read by itself. Three are a habit.
ALIKE_AT_MOST = 2
_WRITES_COMMENTS = re.compile(r"\bComment\.objects\.(?:create|bulk_create)\(")


def test_5_02_no_test_writes_a_comment_that_nobody_has_sent() -> None:
    """Neither in a program that a test runs in a process of its own."""
    writing = {
        path.relative_to(TESTS).as_posix()
        for path in TESTS.rglob("*.py")
        if path != Path(__file__) and _WRITES_COMMENTS.search(path.read_text())
    }

    assert writing == set(ROWS)


def test_5_02_a_fixture_that_many_files_need_stands_in_a_conftest() -> None:
    files = defaultdict(list)
    for path in TESTS.rglob("*.py"):
        for fixture in fixtures(ast.parse(path.read_text())):
            files[fixture].append(path.name)

    assert len(files) > 50
    assert {fixture: names for fixture, names in files.items() if len(names) > ALIKE_AT_MOST} == {}


def fixtures(module: ast.Module) -> list[str]:
    """The source of each, without its docstring."""
    found = []
    for node in module.body:
        if not isinstance(node, ast.FunctionDef):
            continue
        if any("pytest.fixture" in ast.unparse(decorator) for decorator in node.decorator_list):
            node.body = node.body[bool(ast.get_docstring(node)) :]
            found.append(ast.unparse(node))
    return found
