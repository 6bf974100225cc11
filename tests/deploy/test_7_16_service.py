"""7.16: a release is built, the install script makes a paper of it on an empty root, and the unit's limits carry it."""

import os
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.rigs.serve_factory import ROOT, Served, environment, wait_until
from tests.rigs.upgrading.confined import NOBODY

from bench.ports import free_port

pytestmark = [pytest.mark.serve, pytest.mark.once("builds a release, whatever the profile")]

UNIT = ROOT / "deploy" / "systemd" / "kawaraban.service"
ANALYZE = shutil.which("systemd-analyze")
needs_systemd = pytest.mark.skipif(
    ANALYZE is None, reason="systemd-analyze is not installed here: Debian has it as systemd"
)
needs_root = pytest.mark.skipif(os.getuid() != 0, reason="only root can take rights away from a program")


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release, unpacked."""
    folder = tmp_path_factory.mktemp("release")
    subprocess.run([ROOT / "tools" / "make_release.sh", folder], check=True, cwd=ROOT, capture_output=True)
    [archive] = folder.glob("*.tar.gz")
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    [whole] = (path for path in folder.iterdir() if path.is_dir())
    return whole


def installed(release: Path, root: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    # pip would compile every module of every library; what is run compiles what it needs.
    return subprocess.run(
        [release / "install.sh", "--root", root, *words],
        capture_output=True, text=True, check=False, cwd="/", env=os.environ | {"PIP_NO_COMPILE": "no"},
    )  # fmt: skip


@pytest.fixture(scope="module")
def machine(release: Path) -> Iterator[Path]:
    """An empty root with a paper of this release."""
    # Not in the tests' own folder: the service's user must be able to pass through.
    root = Path("/var/tmp") / f"kawaraban-installed-{os.getpid()}"
    try:
        done = installed(release, root, "--domain", "paper.example", "--name", "The Harbour Post")
        assert done.returncode == 0, done.stdout + done.stderr
        yield root
    finally:
        shutil.rmtree(root, ignore_errors=True)


@needs_systemd
def test_7_16_the_unit_is_as_closed_as_it_is_promised() -> None:
    told = subprocess.run(
        [str(ANALYZE), "security", "--offline=yes", "--threshold=30", "--no-pager", str(UNIT)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert told.returncode == 0, told.stdout + told.stderr
    assert float(re.findall(r"exposure level.*: ([0-9.]+)", told.stdout)[0]) <= 3.0


def test_7_16_the_archive_of_a_release_holds_what_an_empty_server_needs(release: Path) -> None:
    told = subprocess.run(
        ["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=release, capture_output=True, text=True, check=False
    )

    assert told.returncode == 0, told.stdout
    assert len(list(release.glob("kawaraban-*.whl"))) == 1
    for name in (
        "install.sh",
        "runtime.lock",
        "installing.md",
        "systemd/kawaraban.service",
        "container/Containerfile",
    ):
        assert (release / name).is_file(), name


def test_7_16_a_dry_run_says_what_it_would_do_and_does_nothing(release: Path, tmp_path: Path) -> None:
    done = installed(release, tmp_path / "root", "--dry-run", "--domain", "paper.example")

    assert done.returncode == 0, done.stderr
    assert "would run" in done.stdout
    assert not (tmp_path / "root").exists()


def test_7_16_what_it_is_told_wrongly_is_one_sentence(release: Path, tmp_path: Path) -> None:
    for words in (
        ("--domain", "a b; rm"),
        ("--nothing", "x"),
        ("--wheel", str(tmp_path / "no.whl")),
        ("--back",),
    ):
        done = installed(release, tmp_path / "root", *words)

        assert done.returncode in {1, 2}, words
        assert len(done.stderr.splitlines()) == 1, done.stderr


def test_7_16_done_twice_it_changes_nothing(release: Path, machine: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in machine.glob("etc/**/*")}
    link = (machine / "opt/kawaraban/current").readlink()

    done = installed(release, machine, "--domain", "paper.example")

    assert done.returncode == 0, done.stderr
    assert "Everything is as it should be" in done.stdout
    assert {path: path.stat().st_mtime_ns for path in machine.glob("etc/**/*")} == before
    assert (machine / "opt/kawaraban/current").readlink() == link


def test_7_16_a_caddyfile_of_somebody_else_stays(release: Path, machine: Path) -> None:
    ours = (machine / "etc/caddy/Caddyfile").read_text()
    (machine / "etc/caddy/Caddyfile").write_text("other.example {\n}\n")

    done = installed(release, machine, "--domain", "paper.example")

    assert "paper.example {" in ours
    assert "stays" in done.stdout
    assert (machine / "etc/caddy/Caddyfile").read_text() == "other.example {\n}\n"


def test_7_12_another_version_is_put_in_its_place_with_a_copy_and_taken_back(
    release: Path, machine: Path
) -> None:
    first = (machine / "opt/kawaraban/current").readlink()
    newer = release.with_name("newer")
    shutil.copytree(release, newer)
    lock = newer / "runtime.lock"
    lock.write_text(lock.read_text() + "\n# another version\n")
    stamp = machine / "var/lib/kawaraban/paper/release"
    stamp.write_text("of before")

    done = installed(newer, machine)
    second = (machine / "opt/kawaraban/current").readlink()
    back = installed(newer, machine, "--back")

    assert done.returncode == 0, done.stdout + done.stderr
    assert second != first
    assert len(list((machine / "var/lib/kawaraban/copies").iterdir())) == 1
    assert back.returncode == 0, back.stderr
    assert (machine / "opt/kawaraban/current").readlink() == first
    assert (machine / "opt/kawaraban/previous").readlink() == second


@needs_systemd
@needs_root
def test_7_16_the_paper_is_served_under_what_the_unit_takes_away(machine: Path) -> None:
    paper = machine / "var/lib/kawaraban/paper"
    for path in (paper, *paper.rglob("*")):
        os.chown(path, NOBODY, NOBODY)
    unit = machine / "etc/systemd/system/kawaraban.service"
    [program] = re.findall(r"^ExecStart=(\S+) serve", unit.read_text(), re.M)
    port = free_port()
    kept = {
        name: text
        for name, text in environment(paper).items()
        if not name.startswith(("DJANGO", "PYTHONPATH"))
    }
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "tests.rigs.upgrading.confined"),
            *(str(unit), str(paper.parent), program, "serve", "--port", str(port)),
        ],
        cwd=ROOT, env=kept | {"PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    served = Served(paper, process, port=port)
    try:
        wait_until(lambda: process.poll() is not None or _is_well(served), "a paper under these limits", 120)
        assert process.poll() is None, process.stdout and process.stdout.read()

        status = Path(f"/proc/{served.pid_of('front')}/status").read_text()

        assert served.ask("/").status == 200
        assert all(re.search(line, status) for line in (r"Seccomp:\t2", r"CapBnd:\t0+\n", r"NoNewPrivs:\t1"))
        assert served.children().keys() >= {"front", "clerk", "worker"}
    finally:
        served.stop()


def _is_well(served: Served) -> bool:
    try:
        return served.health()["status"] == "ok"
    except OSError:
        return False
