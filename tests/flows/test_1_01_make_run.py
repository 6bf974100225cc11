"""1.1: `make run` is the one command; a second one keeps the data."""

import os
import signal
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.page import Page

from bench.ports import free_port

pytestmark = pytest.mark.once("processes of its own")

ROOT = Path(__file__).parents[2]


@contextmanager
def make_run(data: Path, port: int) -> Iterator[tuple[Path, subprocess.Popen[bytes]]]:
    """`make run` in the background; its words are in the file that is given."""
    words = data.with_suffix(".out")
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("KAWARABAN", "DJANGO"))
    }
    with words.open("wb") as out:
        running = subprocess.Popen(
            ["make", "--no-print-directory", "run", f"DATA={data}", f"PORT={port}"],
            cwd=ROOT,
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield words, running
    finally:
        os.killpg(running.pid, signal.SIGTERM)
        running.wait(timeout=30)


def fetch_when_served(port: int, path: str, running: subprocess.Popen[bytes], words: Path) -> str:
    end = time.monotonic() + 180
    while time.monotonic() < end:
        assert running.poll() is None, words.read_text()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.2)
    raise AssertionError(words.read_text())


@pytest.mark.serve
def test_1_01_make_run_opens_the_demo_paper_and_a_second_one_keeps_it(tmp_path: Path) -> None:
    data, port = tmp_path / "paper", free_port()

    with make_run(data, port) as (words, running):
        first_page = fetch_when_served(port, "/", running, words)
        first_words = words.read_text()
    made_at = (data / "keys" / "ledger.key").stat().st_mtime_ns
    with make_run(data, port) as (words, running):
        second_page = fetch_when_served(port, "/", running, words)
        second_words = words.read_text()

    first_headlines, second_headlines = (
        Page(page).texts("h1 > a, h2 > a, h3 > a") for page in (first_page, second_page)
    )
    assert first_headlines
    assert second_headlines[:3] == first_headlines[:3]
    assert (data / "keys" / "ledger.key").stat().st_mtime_ns == made_at
    for said in (first_words, second_words):
        assert f"http://127.0.0.1:{port}" in said
        assert "/desk/" in said
        assert "/editor/" in said
        assert "mika" in said
    assert "up to date" in second_words


@pytest.mark.skipif(os.name != "posix", reason="the bootstrap is a shell script")
def test_1_01_a_python_without_venv_is_told_the_one_command(tmp_path: Path) -> None:
    bare = tmp_path / "clone"
    (bare / "tools").mkdir(parents=True)
    (bare / "requirements").mkdir()
    (bare / "tools" / "bootstrap.sh").write_bytes((ROOT / "tools" / "bootstrap.sh").read_bytes())
    (bare / "requirements" / "runtime.lock").write_text("")
    (bare / "requirements" / "dev.lock").write_text("")
    (bare / "pyproject.toml").write_text("")
    tools = tmp_path / "bin"
    tools.mkdir()
    fake = tools / "python3"
    fake.write_text(
        '#!/bin/sh\ncase "$2" in *ensurepip*) exit 1;; *print*) echo python3.11-venv;; *) exit 0;; esac\n',
        encoding="ascii",
    )
    fake.chmod(0o755)
    for name in ("cksum", "tr", "cat", "grep", "dirname", "sh"):
        (tools / name).symlink_to(
            subprocess.check_output(["sh", "-c", f"command -v {name}"], text=True).strip()
        )
    (tools / "id").write_text("#!/bin/sh\necho 1000\n", encoding="ascii")
    (tools / "id").chmod(0o755)

    done = subprocess.run(
        ["/bin/sh", str(bare / "tools" / "bootstrap.sh"), "runtime"],
        check=False,
        capture_output=True,
        text=True,
        env={"PATH": str(tools)},
    )

    assert done.returncode == 1
    assert "sudo apt-get install python3.11-venv" in done.stderr
