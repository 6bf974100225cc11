"""5.1: docs/promises.md is the index of what is promised: every row is read, and every test is asked for its row."""

import re
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "promises.md").read_text(encoding="utf-8")
# A row of a table: the promise, what it says, the screen, its tests.
ROW = re.compile(r"\| (P\d|\d+b?\.\d+) \| ([^|]+) \| ([^|]+) \| (`[^|]+`) \|")
HEADS = {"| promise | what | screen | tests |", "|---|---|---|---|"}
# Suites in which a file holds a promise, and nothing else.
PROMISED = ("flows", "browser")


def rows() -> list[str]:
    return [line for line in PAGE.splitlines() if line.startswith("|") and line not in HEADS]


def table() -> dict[str, set[str]]:
    """The test files of each promise, from all of its rows."""
    files: dict[str, set[str]] = defaultdict(set)
    for row in rows():
        if found := ROW.fullmatch(row):
            files[found[1]] |= set(re.findall(r"`([^`]+)`", found[4]))
    return files


def all_tests() -> list[Path]:
    return sorted((ROOT / "tests").rglob("test_*.py"))


def promise_of(name: str) -> str | None:
    """The promise that a name begins with: `test_4b_03_orders` is of 4b.3, `test_p7_notice` of P7."""
    found = re.match(r"test_(?:p(\d)|(\d+b?)_(\d+))_", name)
    if not found:
        return None
    return f"P{found[1]}" if found[1] else f"{found[2]}.{int(found[3])}"


def in_order(promise: str) -> tuple[str, int]:
    group, _dot, number = promise.rpartition(".")
    return (group, int(number)) if group else ("P", int(promise[1:]))


@pytest.mark.parametrize("row", rows())
def test_5_01_every_row_can_be_read(row: str) -> None:
    assert ROW.fullmatch(row), "a row is: | promise | what | screen | `tests/...` |"


def test_5_01_no_number_is_left_out() -> None:
    numbers = sorted(map(in_order, table()))

    assert [number for group, number in numbers if number == 1] == [1] * len({group for group, _ in numbers})
    for (group, number), (next_group, next_number) in pairwise(numbers):
        assert next_number == number + 1 or next_group != group, f"{group}.{number + 1}"


@pytest.mark.parametrize("promise", table())
def test_5_01_the_tests_of_a_row_are_there(promise: str) -> None:
    assert table()[promise]
    assert [file for file in sorted(table()[promise]) if not (ROOT / file).is_file()] == []


def test_5_01_a_file_that_is_named_after_a_promise_stands_in_its_row() -> None:
    files = table()
    missing = {
        path.relative_to(ROOT).as_posix(): promise
        for path in all_tests()
        if (promise := promise_of(path.name)) and path.relative_to(ROOT).as_posix() not in files[promise]
    }

    assert missing == {}


def test_5_01_every_flow_and_every_browser_file_stands_in_a_row() -> None:
    named = set().union(*table().values())
    missing = [
        path.relative_to(ROOT).as_posix()
        for path in all_tests()
        if path.relative_to(ROOT / "tests").parts[0] in PROMISED
        and path.relative_to(ROOT).as_posix() not in named
    ]

    assert missing == []


def test_5_01_a_test_is_named_after_a_promise_that_there_is() -> None:
    unknown = {
        f"{path.name}: {name}"
        for path in all_tests()
        for name in re.findall(r"^(?:async )?def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
        if (promise := promise_of(name)) and promise not in table()
    }

    assert unknown == set()
