"""A PostgreSQL of the run's own: on loopback, on disk, and durable as anybody's is.

with postgres(folder) as address:          # postgresql://… of an empty database
    paper = story_paper(folder / "elsewhere", address=address)
"""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from bench.ports import free_port
from bench.refusals import NotMeasured

_USER = "postgres"


@contextlib.contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """Running until the end of the block. Raises NotMeasured where its programs are not installed."""
    programs = _programs()
    folder.mkdir(parents=True)
    if os.getuid() == 0:  # the server refuses root
        shutil.chown(folder, _USER)
        _open_the_way(folder)
    data, port = folder / "data", free_port()
    _run(
        programs / "initdb",
        "-D",
        str(data),
        "-U",
        _USER,
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
        "--no-sync",
    )
    told = f"-c port={port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c max_connections=100"
    _run(programs / "pg_ctl", "-D", str(data), "-l", str(folder / "log"), "-o", told, "-w", "start")
    try:
        _run(programs / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", _USER, "paper")
        yield f"postgresql://{_USER}@127.0.0.1:{port}/paper"
    finally:
        _run(programs / "pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[4]))
    on_path = shutil.which("initdb")
    if not found and not on_path:
        raise NotMeasured("no PostgreSQL is installed here: Debian and Ubuntu have it as postgresql")
    return found[-1].parent if found else Path(str(on_path)).parent


def _open_the_way(folder: Path) -> None:
    """Let another user go through the folders above, which are this run's own."""
    for above in folder.parents:
        if above.owner() != "root" or above.stat().st_mode & 0o1:
            return
        above.chmod(above.stat().st_mode | 0o11)


def _run(program: Path, *words: str) -> None:
    is_root = os.getuid() == 0
    # No pipe: a server that it starts would hold it open.
    done = subprocess.run(
        [str(program), *words],
        check=False,
        user=_USER if is_root else None,
        group=_USER if is_root else None,
        extra_groups=[] if is_root else None,
        cwd="/",
        env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    if done.returncode:
        raise NotMeasured(f"{program.name} failed with {done.returncode}")
