"""5.1: mypy reads the product, the bench, the tests and the tools, and nothing is asked less of one than of another."""

import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
TREES = ["src/kawaraban", "bench", "tests", "tools"]
MYPY: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mypy"]
# What mypy must not say of a line: which error, in brackets, and why, in words behind it.
SILENCED = re.compile(r"# type: (?:ignore)\b(?P<error>\[[a-z, -]+\])?(?P<why> +# \w.*)?")


def written_by_us() -> list[Path]:
    """Every Python file of the repository but the migrations, which Django writes."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "*.py"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    paths = [Path(name) for name in listed.stdout.split("\0") if name]
    return [path for path in paths if "migrations" not in path.parts and (ROOT / path).exists()]


def is_read(path: Path) -> bool:
    """Whether mypy finds the file by itself."""
    is_left_out = any(re.search(pattern, f"/{path.as_posix()}") for pattern in MYPY["exclude"])
    return not is_left_out and any(path.is_relative_to(tree) for tree in MYPY["files"])


def silences(path: Path) -> list[str]:
    """The lines that silence mypy and do not say what or why."""
    return [
        f"{path}:{number}"
        for number, line in enumerate((ROOT / path).read_text(encoding="utf-8").splitlines(), 1)
        if (found := SILENCED.search(line)) and not (found["error"] and found["why"])
    ]


def test_5_01_mypy_reads_src_bench_tests_and_tools() -> None:
    check = (ROOT / "tools" / "check.sh").read_text(encoding="utf-8")

    assert MYPY["files"] == TREES
    assert [path for path in written_by_us() if not is_read(path)] == []
    assert re.search(r'^beside "mypy: types" \$bin/mypy$', check, re.MULTILINE), (
        "it reads what pyproject says"
    )
    assert re.search(r"^join$", check, re.MULTILINE), "and what it says counts"


def test_5_01_mypy_is_as_strict_with_tests_and_tools() -> None:
    relaxed = [
        name
        for override in MYPY["overrides"]
        for name in override["module"]
        if name == "*" or name.partition(".")[0] in {"tests", "tools", "bench"}
    ]

    assert MYPY["strict"] is True
    assert relaxed == []


def test_5_01_where_mypy_is_silenced_in_tests_and_tools_it_is_said_why() -> None:
    paths = [path for path in written_by_us() if path.parts[0] in {"tests", "tools"}]

    assert [line for path in paths for line in silences(path)] == []
