"""1.2: `make test` and `make check` set up what they need, and CI calls these two and nothing else."""

import os
import re
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.once("processes of its own")

ROOT = Path(__file__).parents[2]


def test_1_02_ci_calls_the_two_commands_and_nothing_else() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    commands = [line for line in lines if line and not line.startswith("#")]

    assert commands == [
        "set -euo pipefail",
        'cd "$(dirname "$0")/.."',
        "export CI=true",
        "make check",
        "make test",
    ]
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_1_02_each_sets_up_the_locked_packages_first() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")

    for target in ("test", "coverage", "check"):
        recipe = re.search(rf"^{target}:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)
        assert recipe
        assert recipe[1].splitlines()[0] == "\t@tools/bootstrap.sh dev"


def test_1_02_every_package_is_locked_with_its_hash() -> None:
    for lock in (ROOT / "requirements").glob("*.lock"):
        text = lock.read_text(encoding="utf-8")
        packages = re.findall(r"^([a-z0-9][\w.-]*==\S+)(.*\\)?$", text, re.MULTILINE)
        assert len(packages) > 50
        assert all(continued for _package, continued in packages)
        assert "://" not in text


@pytest.mark.parametrize(
    ("beside", "step", "named"), [("true", "false", "two"), ("false", "true", "one"), ("true", "true", None)]
)
def test_1_02_a_failing_check_fails_the_whole(beside: str, step: str, named: str | None) -> None:
    script = (ROOT / "tools" / "check.sh").read_text(encoding="utf-8")
    names = re.findall(r'^(?:step|beside) "([^"]+)"', script, re.MULTILINE)
    broken = re.sub(r'^step "[^"]+" .*$', "", script, flags=re.MULTILINE)
    broken = re.sub(
        r'^beside "[^"]+" .*$', f'beside "one" {beside}\nstep "two" {step}', broken, flags=re.MULTILINE
    )

    done = subprocess.run(
        ["sh", "-c", broken],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PWD": str(ROOT)},
    )

    assert done.returncode == (1 if named else 0)
    assert named is None or named in done.stderr
    for word in ("style", "types", "layers", "templates", "migrations", "deployment", "dependencies"):
        assert any(word in name for name in names)


def test_1_02_the_audit_looks_every_package_up_and_so_is_a_command_of_its_own() -> None:
    check = (ROOT / "tools" / "check.sh").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    release = (ROOT / "docs" / "releasing.md").read_text(encoding="utf-8")

    recipe = re.search(r"^audit:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)

    assert "audit" not in check
    assert recipe
    assert recipe[1].splitlines() == ["\t@tools/bootstrap.sh dev", "\t@tools/audit.sh"]
    assert "make audit" in release
