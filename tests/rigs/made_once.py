"""What takes long to make and is the same for every test: made by the first process of a test run that asks.

folder = made_once("migrated", fill)    # fill(folder) is called by one process, and the others wait for it

The folder is everybody's: who wants to change something in it works on a copy. The last process that leaves removes it.
"""

import atexit
import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path


def made_once(name: str, fill: Callable[[Path], object]) -> Path:
    """The folder of this name, whole. What `fill` raises is raised, and the next that asks tries again."""
    place = _place_of_the_run()
    whole, begun = place / name, place / f"{name}.begun"
    with _alone(place / f"{name}.lock"):
        if not whole.exists():
            shutil.rmtree(begun, ignore_errors=True)
            begun.mkdir()
            fill(begun)
            begun.rename(whole)
    return whole


@cache
def _place_of_the_run() -> Path:
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or str(os.getpid())
    place = Path(tempfile.gettempdir()) / f"kawaraban-run-{run}"
    place.mkdir(mode=0o700, exist_ok=True)
    users = os.open(place / "users", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(users, fcntl.LOCK_SH)
    atexit.register(_leave, place, users, pid=os.getpid())
    return place


def _leave(place: Path, users: int, *, pid: int) -> None:
    if os.getpid() != pid:  # a child that was forked has the same duty, and must not do it
        return
    with contextlib.suppress(BlockingIOError):
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(place, ignore_errors=True)


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
