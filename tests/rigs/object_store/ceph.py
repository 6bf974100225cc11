"""A real object store, for tests: Ceph's own S3 (radosgw) over one monitor and one disk that is memory.

with ceph_store() as store:
    store.make_bucket("copies", locked=True)      # as `object_store/server.py` has it

Debian has it as radosgw, ceph-mon and ceph-osd. It begins within some twenty seconds; nobody signs in inside it, and
it listens on loopback alone.
"""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import tempfile
import urllib.request
import uuid
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

import pytest
from tests.rigs.object_store.server import KEYS, S3Server
from tests.rigs.serve_factory import wait_until

PROGRAMS: Final = ("radosgw", "radosgw-admin", "ceph", "ceph-mon", "ceph-osd", "monmaptool")
needs_ceph = pytest.mark.skipif(
    not os.environ.get("CI") and not all(map(shutil.which, PROGRAMS)),
    reason="Ceph's object store is not installed: Debian has it as radosgw, ceph-mon and ceph-osd",
)
_KNOBS: Final = """[global]
fsid = {fsid}
mon_host = v1:127.0.0.1:{monitor}
ms_bind_msgr2 = false
ms_bind_ipv6 = false
public_network = 127.0.0.0/8
auth_cluster_required = none
auth_service_required = none
auth_client_required = none
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 4
osd_pool_default_pgp_num = 4
osd_pool_default_pg_autoscale_mode = off
osd_crush_chooseleaf_type = 0
osd_objectstore = memstore
memstore_device_bytes = 1073741824
mon_allow_pool_size_one = true
mon_max_pg_per_osd = 1000
mon_data_avail_crit = 1
run_dir = {folder}
log_file = {folder}/$name.log
admin_socket = {folder}/$name.asok
pid_file = {folder}/$name.pid
mon_data = {folder}/mon
osd_data = {folder}/osd
rgw_data = {folder}/rgw
rgw_frontends = beast endpoint=127.0.0.1:{port}
rgw_run_sync_thread = false
rgw_enable_lc_threads = false
"""


@contextlib.contextmanager
def ceph_store() -> Iterator[S3Server]:
    """One that answers, with a person whose keys are `KEYS`; ended whatever happened."""
    folder = Path(tempfile.mkdtemp(prefix="kawaraban-ceph-", dir="/dev/shm"))
    running: list[subprocess.Popen[bytes]] = []
    try:
        yield _begun(folder, running)
    finally:
        for process in reversed(running):
            process.kill()
            process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _begun(folder: Path, running: "list[subprocess.Popen[bytes]]") -> S3Server:
    fsid, monitor, port = str(uuid.uuid4()), _free_port(), _free_port()
    text = _KNOBS.format(fsid=fsid, monitor=monitor, port=port, folder=folder)
    (folder / "ceph.conf").write_text(text, encoding="ascii")
    for name in ("mon", "osd", "rgw"):
        (folder / name).mkdir()
    do, begin = partial(_do, folder), partial(_begin, folder, running)
    do("monmaptool", "--create", "--fsid", fsid, "--addv", "a", f"[v1:127.0.0.1:{monitor}]", f"{folder}/map")
    do("ceph-mon", "-i", "a", "--mkfs", "--monmap", f"{folder}/map")
    begin("ceph-mon", "-i", "a", "-f")
    disk = str(uuid.uuid4())
    # While it chooses itself, a monitor may refuse everybody, and again after it has taken one question.
    wait_until(
        lambda: _is_taken(folder, "osd", "new", disk), "a monitor of Ceph that listens to us", seconds=180
    )
    do("ceph-osd", "-i", "0", "--mkfs", "--osd-uuid", disk)
    begin("ceph-osd", "-i", "0", "-f")
    wait_until(lambda: _disks_up(folder), "a disk of Ceph", seconds=120)
    begin("radosgw", "-n", "client.rgw", "-f")
    do(
        *("radosgw-admin", "-n", "client.rgw", "user", "create", "--uid", "paper", "--display-name", "paper"),
        *("--access-key", KEYS["AWS_ACCESS_KEY_ID"], "--secret-key", KEYS["AWS_SECRET_ACCESS_KEY"]),
    )
    wait_until(lambda: _answers(port), "Ceph's object store", seconds=120)
    return S3Server(port)


def _is_taken(folder: Path, *words: str) -> bool:
    """Whether the monitor does what it is told; it may be told twice."""
    return _asked(folder, *words).returncode == 0


def _disks_up(folder: Path) -> bool:
    asked = _asked(folder, "osd", "stat", "-f", "json")
    return asked.returncode == 0 and bool(json.loads(asked.stdout)["num_up_osds"])


def _asked(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["ceph", "--connect-timeout", "60", *words],
        env=_environment(folder), capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def _do(folder: Path, *words: str) -> str:
    """A program of Ceph's that comes to its end; what it said."""
    done = subprocess.run(
        words, env=_environment(folder), capture_output=True, text=True, check=False, timeout=240
    )
    assert done.returncode == 0, f"{words[0]}: {done.stderr}"
    return done.stdout


def _begin(folder: Path, running: "list[subprocess.Popen[bytes]]", *words: str) -> None:
    """One that goes on."""
    with (folder / f"{words[0]}.out").open("wb") as out:
        running.append(
            subprocess.Popen(words, env=_environment(folder), stdout=out, stderr=subprocess.STDOUT)
        )


def _environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "CEPH_CONF": f"{folder}/ceph.conf"}


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
