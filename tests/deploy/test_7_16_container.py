"""7.16: the container is built from a release, and carries a paper without rights over a root that cannot be written.

No registry of images is asked: its base is made of Debian's packages, once, and kept under .make with the libraries.
"""

import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest
from tests.rigs.serve_factory import ROOT, wait_until

from bench.ports import free_port
from bench.server import Server

CACHE = ROOT / ".make" / "container"
PODMAN, MMDEBSTRAP = shutil.which("podman"), shutil.which("mmdebstrap")
pytestmark = [
    pytest.mark.serve,
    pytest.mark.once("builds a release, whatever the profile"),
    pytest.mark.skipif(
        PODMAN is None or MMDEBSTRAP is None or os.getuid() != 0,
        reason="podman and mmdebstrap are not installed, or nobody here may make an image (tools/test_tools.sh in CI)",
    ),
]
# Numbers of this machine that nobody has: root inside is one of them.
USERS = ("--uidmap=0:1800000:65536", "--gidmap=0:1800000:65536")
CLOSED = ("--read-only", "--cap-drop=all", "--security-opt=no-new-privileges", "--tmpfs=/tmp")
BASE = "localhost/kawaraban-base"


def podman(*words: str, stdin: Path | None = None) -> str:
    """One command over a store of the tests' own; what it printed."""
    with (stdin or Path(os.devnull)).open("rb") as given:
        done = subprocess.run(
            [str(PODMAN), f"--root={CACHE}/images", "--runroot=/run/kawaraban-tests", *words],
            stdin=given, capture_output=True, text=True, check=False, timeout=900,
        )  # fmt: skip
    assert done.returncode == 0, f"podman {' '.join(words)}: {done.stdout[-2000:]}{done.stderr[-3000:]}"
    return done.stdout.strip()


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Built by the release's own file."""
    folder = tmp_path_factory.mktemp("release")
    subprocess.run([ROOT / "tools" / "make_release.sh", folder], check=True, cwd=ROOT, capture_output=True)
    [archive] = folder.glob("*.tar.gz")
    shutil.unpack_archive(archive, folder, filter="data")
    [release] = (path for path in folder.iterdir() if path.is_dir())
    CACHE.mkdir(parents=True, exist_ok=True)
    if BASE not in podman("images", "--format={{.Repository}}"):
        base = CACHE / "base.tar"
        with base.open("wb") as made:
            subprocess.run([release / "container" / "base.sh"], stdout=made, check=True)
        podman("import", str(base), BASE)
        base.unlink()
    wheels = wheels_of(release / "runtime.lock")
    podman(
        "build", "--isolation=chroot", "--network=host", "--layers",
        f"--build-arg=BASE={BASE}", "--build-arg=PIP_NO_INDEX=1", "--build-arg=PIP_FIND_LINKS=/wheels",
        f"--volume={wheels}:/wheels:ro", "-f", str(release / "container" / "Containerfile"),
        "-t", "localhost/kawaraban", str(release),
    )  # fmt: skip
    return "localhost/kawaraban"


def wheels_of(lock: Path) -> Path:
    """The libraries, fetched once by this machine's pip, which knows where from."""
    wheels, mark = CACHE / "wheels", CACHE / "wheels" / "lock"
    if not mark.exists() or mark.read_bytes() != lock.read_bytes():
        shutil.rmtree(wheels, ignore_errors=True)
        # As they are published: what was built here would have another hash.
        words = ["--quiet", "--no-deps", "--only-binary=:all:", "--require-hashes", "-r", str(lock)]
        subprocess.run([sys.executable, "-m", "pip", "download", *words, "-d", str(wheels)], check=True)
        shutil.copy(lock, mark)
    return wheels


@dataclass(frozen=True)
class Container:
    name: str
    server: Server


@pytest.fixture(scope="module")
def served(image: str) -> Iterator[Container]:
    """The demo paper in a volume, served by a container on a port of loopback."""
    name, port = f"kawaraban-test-{uuid.uuid4().hex[:8]}", free_port()
    on = ("--network=host", "--cgroups=disabled", *USERS, *CLOSED, f"--volume={name}:/srv/paper")
    try:
        podman("run", "--rm", *on, image, "init", "/srv/paper", "--site-url", f"http://127.0.0.1:{port}")
        podman("run", "--rm", *on, image, "demo")
        where = ("--host", "127.0.0.1", "--port", str(port))
        podman("run", "--detach", "--name", name, *on, image, "serve", *where)
        server = Server("container", (int(podman("inspect", "--format={{.State.Pid}}", name)),), port)
        server.wait("/healthz")
        yield Container(name, server)
    finally:
        for words in (("rm", "--force", "--ignore", "--time=20", name), ("volume", "rm", "--force", name)):
            podman(*words)


def test_7_16_a_container_without_rights_serves_a_page_and_takes_a_comment(served: Container) -> None:
    page = served.server.ask("/")
    form = {
        "thread": thread_of(served),
        "parent": "",
        "name": "Ada",
        "text": "From within.",
        "language": "en",
    }

    sent = served.server.ask(
        "/comments/", method="POST", body=urlencode(form).encode(), sec_fetch_site="same-origin",
        content_type="application/x-www-form-urlencoded", accept="application/json",
    )  # fmt: skip

    assert page.status == 200
    assert sent.status in {200, 201}, sent.body
    assert b"public_id" in sent.body


def thread_of(served: Container) -> str:
    """The name of a thread that takes comments."""
    asks = "SELECT locator FROM comments_thread WHERE closed_at IS NULL"
    program = (
        "import sqlite3; tables = sqlite3.connect('/srv/paper/paper.sqlite3');"
        f"print(tables.execute('{asks}').fetchone()[0])"
    )
    return podman("exec", served.name, "python", "-c", program)


def test_7_16_nothing_of_it_is_root_and_its_disk_is_closed(served: Container) -> None:
    pids = served.server.pids
    owners = {os.stat(f"/proc/{pid}").st_uid for pid in pids}
    rights = {line for pid in pids for line in Path(f"/proc/{pid}/status").read_text().splitlines()
              if line.startswith(("CapEff", "NoNewPrivs"))}  # fmt: skip
    write = "import os, sys; sys.exit(any(os.access(path, os.W_OK) for path in ('/', '/kawaraban', '/etc', '/usr')))"

    assert owners == {1_800_000 + 10_001}
    assert rights == {"CapEff:\t0000000000000000", "NoNewPrivs:\t1"}
    podman("exec", served.name, "python", "-c", write)


def test_7_16_a_container_that_is_stopped_ends_by_itself(served: Container) -> None:
    podman("stop", "--time=60", served.name)

    wait_until(lambda: not served.server.pids, "the end of its processes")
    assert podman("inspect", "--format={{.State.ExitCode}}", served.name) == "0"
