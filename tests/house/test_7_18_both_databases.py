"""7.18 What another database can change is tested over it, in CI always, and nobody has to name the files."""

import os
import re
import subprocess
from pathlib import Path

import pytest
from tests.rigs.postgres.marks import CAN_DIFFER

TESTS = Path(__file__).parents[1]
ROOT = TESTS.parent
FOUND = {path for pattern in CAN_DIFFER for path in TESTS.glob(pattern)}


@pytest.mark.parametrize("pattern", CAN_DIFFER)
def test_7_18_each_pattern_names_something(pattern: str) -> None:
    assert list(TESTS.glob(pattern))


def test_7_18_what_needs_a_server_runs_where_there_is_one() -> None:
    needing = [
        path for path in TESTS.rglob("test_*.py") if "needs_postgresql" in path.read_text(encoding="utf-8")
    ]

    left_out = [
        path.relative_to(TESTS).as_posix()
        for path in needing
        if path != Path(__file__) and not FOUND & {path, *path.parents}
    ]

    assert needing
    assert left_out == []


def test_7_18_who_skips_postgresql_says_why() -> None:
    marks = [
        (path.name, mark)
        for path in TESTS.rglob("*.py")
        for mark in re.findall(
            r"^[^#\n\"]*\bpytest\.mark\.sqlite\b\s*(\(\s*\")?", path.read_text(encoding="utf-8"), re.M
        )
    ]

    assert marks
    assert [name for name, mark in marks if not mark] == []


@pytest.mark.parametrize(
    ("told", "runs"),
    [
        ({}, ["newspaper", "comments only", "told how"]),
        ({"CI": "true"}, ["newspaper", "comments only", "postgresql"]),
        ({"DATABASE": "postgresql"}, ["postgresql"]),
    ],
    ids=["at home", "in CI", "the other alone"],
)
def test_7_18_which_databases_a_run_tests(tmp_path: Path, told: dict[str, str], runs: list[str]) -> None:
    """The script itself, with programs in place of pytest and of what it installs."""
    for name in ("tools", ".venv/bin"):
        (tmp_path / name).mkdir(parents=True)
    script = (ROOT / "tools" / "run_tests.sh").read_text(encoding="utf-8")
    for name, text in (
        ("tools/run_tests.sh", script),
        ("tools/test_tools.sh", "#!/bin/sh\n"),
        (".venv/bin/python", '#!/bin/sh\necho "$@"\n'),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if name not in {"CI", "DATABASE"}}

    done = subprocess.run(
        ["tools/run_tests.sh"], cwd=tmp_path, env=kept | told, check=True, capture_output=True, text=True
    )
    (tmp_path / ".venv/bin/python").write_text('#!/bin/sh\necho "$@"\nexit 1\n', encoding="utf-8")
    failed = subprocess.run(
        ["tools/run_tests.sh"], cwd=tmp_path, env=kept | told, check=False, capture_output=True, text=True
    )

    assert (failed.returncode, failed.stdout) == (1, done.stdout), (
        "what fails keeps no other run from being made"
    )
    signs = {
        "newspaper": "-m pytest -n 2 --dist loadfile -q --durations=40 --durations-min=5 -m not postgresql\n",
        "comments only": "test_comments_only",
        "postgresql": "-m tests.rigs.postgres.run -n 2",
        "told how": "make test DATABASE=postgresql",
    }
    assert [name for name, sign in signs.items() if sign in done.stdout] == [
        name for name in signs if name in runs
    ]
