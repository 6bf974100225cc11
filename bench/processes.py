"""What a tree of processes used: CPU time and memory, as Linux counts them under /proc."""

import contextlib
import os
import signal
from collections.abc import Iterable
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


def tree(root: int) -> set[int]:
    """The process and all that descend from it, as far as they live."""
    parents = {int(path.name): _parent(path) for path in Path("/proc").iterdir() if path.name.isdecimal()}
    found = {root} if root in parents else set()
    grown = True
    while grown:
        grown = False
        for pid, parent in parents.items():
            if parent in found and pid not in found:
                found.add(pid)
                grown = True
    return found


def lives(pid: int) -> bool:
    """Whether it runs: neither gone nor ended and not yet looked after."""
    return _fields(pid)[0] not in {"0", "Z", "X"}


def end_descendants() -> None:
    """Kill whatever descends from this process, and wait for its own children.

    An interrupt between the start of a process and the line that keeps its handle leaves one that nobody knows.
    """
    for pid in tree(os.getpid()) - {os.getpid()}:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()


def cpu_seconds(pids: Iterable[int]) -> float:
    """User and system time of these processes, and of those of their children that have ended."""
    return sum(sum(int(field) for field in _fields(pid)[11:15]) for pid in pids) / _TICK


def pss_bytes(pids: Iterable[int]) -> int:
    """Memory of these processes, where a page that three of them share counts as a third for each."""
    total = 0
    for pid in pids:
        try:
            text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
    return total * 1024


def pin(pids: Iterable[int], cores: set[int]) -> None:
    """Let every thread of these processes run on these cores alone."""
    for pid in pids:
        for task in Path(f"/proc/{pid}/task").iterdir():
            try:
                os.sched_setaffinity(int(task.name), cores)
            except ProcessLookupError:
                continue


def _fields(pid: int) -> list[str]:
    """What stands in `stat` after the name, which may hold anything; zeros when the process has ended."""
    try:
        return (
            Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        )
    except OSError:
        return ["0"] * 20


def _parent(path: Path) -> int:
    return int(_fields(int(path.name))[1])
