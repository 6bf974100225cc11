"""2.12: `make bench` measures the paper beside others, refuses what it cannot believe, and writes down what it found.

Here runs the smallest round of it, against a served paper and nginx with the same bytes. No figure is held to anything:
this machine has other work.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.rigs.serve_factory import hear_ctrl_c, wait_until

from bench.report import BEGIN, END
from bench.targets import TARGETS, Target

pytestmark = pytest.mark.once("processes of its own")

ROOT = Path(__file__).resolve().parents[2]
needs_tools = pytest.mark.skipif(
    sys.platform != "linux"
    or not shutil.which("wrk")
    or not shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin"),
    reason="wrk and nginx are not installed: tools/bench_tools.sh limit installs them on Debian",
)


def bench_command(folder: Path, rows: str) -> list[str]:
    page = folder / "performance.md"
    page.write_text(f"{BEGIN}\n{END}\n")
    words = [
        f"--rows={rows}",
        "--rounds=1",
        "--seconds=1",
        f"--results={folder / 'results'}",
        f"--page={page}",
    ]
    return [sys.executable, "-m", "bench", *words]


def environment(folder: Path) -> dict[str, str]:
    """Its temporary folder is ours: what it leaves behind can be seen."""
    (folder / "tmp").mkdir()
    return os.environ | {
        "TMPDIR": str(folder / "tmp"),
        "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
    }


def running_in(folder: Path) -> list[str]:
    """The command lines of all processes that name the folder."""
    lines = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            lines.append(path.read_bytes().replace(b"\0", b" ").decode(errors="replace"))
        except OSError:
            continue
    return [line for line in lines if str(folder / "tmp") in line]


@needs_tools
@pytest.mark.serve
def test_2_12_one_round_measures_the_served_paper_beside_nginx_with_the_same_bytes(tmp_path: Path) -> None:
    done = subprocess.run(
        bench_command(tmp_path, "R1"),
        env=environment(tmp_path),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    facts = json.loads(next((tmp_path / "results").glob("*-R1.json")).read_text())
    assert facts["verdict"] != "refused", done.stdout + done.stderr
    if len(os.sched_getaffinity(0)) < 2:
        assert (done.returncode, facts["verdict"]) == (2, "not measured")
        return
    [each] = facts["rounds"]
    assert list(each) == ["limit", "ours"]
    assert facts["figures"]["each"] == [pytest.approx(each["ours"]["rate"] / each["limit"]["rate"], rel=0.01)]
    for load in each.values():
        assert load["requests"] > 0
        assert load["cpu_us"] > 0
        assert load["memory_mb"] > 1
    # Nothing is promised here of the figure, but what it is decides the exit code.
    assert done.returncode == (1 if facts["verdict"] == "under the floor" else 0)
    assert f"| R1 | {TARGETS[0].what} |" in (tmp_path / "performance.md").read_text()
    assert running_in(tmp_path) == []
    assert list((tmp_path / "tmp").iterdir()) == []


@needs_tools
@pytest.mark.serve
def test_2_12_ctrl_c_ends_everything_and_writes_nothing(tmp_path: Path) -> None:
    process = subprocess.Popen(
        bench_command(tmp_path, "R1"),
        env=environment(tmp_path),
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=hear_ctrl_c,
    )
    wait_until(lambda: running_in(tmp_path), "the making of a paper")

    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)

    assert process.returncode == 130
    assert "Stopped" in said
    wait_until(lambda: not running_in(tmp_path), "the end of all that was started")
    assert list((tmp_path / "tmp").iterdir()) == []
    assert not (tmp_path / "results").exists()


def test_2_12_a_row_that_there_is_not_is_said_so(tmp_path: Path) -> None:
    done = subprocess.run(
        bench_command(tmp_path, "R99"),
        env=environment(tmp_path),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert "There is no row R99" in done.stderr


def test_2_12_make_bench_installs_what_it_needs_and_passes_on_what_narrows_it() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    recipe = re.search(r"^bench:.*##.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)

    assert recipe
    bootstrap, tools, run = recipe[1].splitlines()
    assert bootstrap == "\t@tools/bootstrap.sh runtime"
    assert tools == '\t@tools/bench_tools.sh "$(ROWS)" "$(PEERS)"'
    for word in ("--rows", "--rounds $(ROUNDS)", "--seconds $(SECONDS)", "--peers"):
        assert word in run


def test_2_12_who_may_not_install_is_told_what_is_missing(tmp_path: Path) -> None:
    """Somebody who is not root, on a machine with neither wrk nor php."""
    for name in ("dirname", "ls", "grep", "cksum", "tr"):
        (tmp_path / name).symlink_to(shutil.which(name) or "")
    (tmp_path / "id").write_text("#!/bin/sh\necho 1000\n")
    (tmp_path / "id").chmod(0o755)

    done = subprocess.run(
        ["/bin/sh", str(ROOT / "tools" / "bench_tools.sh"), "limit", "all"],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0
    assert re.search(r"Not installed, and not mine to install:.* wrk", done.stderr)
    assert "sudo apt-get install" in done.stderr


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.row)
def test_2_12_every_target_stands_in_the_docs_with_its_floor_and_its_goal(target: Target) -> None:
    page = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")

    assert (
        f"| {target.row} | {target.what} | {target.write(target.floor)} | {target.write(target.goal)} |"
        in page
    )
