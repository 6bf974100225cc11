"""The demo paper served as `make run` does it: the program's own settings and processes, on a free port.

with served_demo(tmp_path / "paper") as paper:
    assert paper.ask("/").status == 200
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from tests.rigs.made_once import made_once
from tests.rigs.serve_factory import Served

PASSWORD = "kawaraban-demo"


def make_demo(data: Path) -> None:
    """The demo paper in a directory of its own, as `make run` makes it; made once in a test run, then copied."""
    shutil.copytree(made_once("demo", _make), data)
    data.chmod(0o711)


def _make(data: Path) -> None:
    _kawaraban("init", str(data))
    _kawaraban("demo", "--data", str(data))


def run_on_demo(data: Path, program: str) -> str:
    """What a program says that works on this paper with the paper's own settings; it must succeed."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**_environment(), "KAWARABAN_DATA": str(data), "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _environment() -> dict[str, str]:
    """Without what the tests themselves are configured by."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("KAWARABAN", "DJANGO"))}


def _kawaraban(*words: str) -> None:
    command = [sys.executable, "-m", "kawaraban", *words]
    done = subprocess.run(command, env=_environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@contextmanager
def served_demo(data: Path) -> Iterator[Served]:
    """Make the demo paper in `data`, serve it, and stop at the end whatever happened."""
    make_demo(data)
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "kawaraban", "serve", "--data", str(data), "--port", "0"],
        env=_environment(),
        stdout=subprocess.PIPE,
        stderr=(data / "serve.err").open("a"),
        text=True,
        start_new_session=True,
    )
    served = Served(data, process)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert "The paper is on http://" in line, line
        served.port = urlsplit(line.split()[4]).port or 0
        served.wait_until_healthy()
        yield served
    finally:
        served.stop()
