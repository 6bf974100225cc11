"""What whoever runs a paper of growth asks of it: starts, memory, the checks, an export of the whole."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from bench.paper import Paper, environment
from bench.processes import cpu_seconds, pss_bytes, tree
from bench.refusals import Refused
from bench.server import Server
from kawaraban.press.store.anew_progress import all_looked_at

_EXPORT_SECONDS = 40.0
_REST_SECONDS = 5.0


def start_first(paper: Paper) -> None:
    """Put the first start behind it: it begins a store, into which it would print the whole paper for hours.

    That goes on at half a processor at most, beside all that is measured, and would leave the export nothing to print.
    """
    start(paper)
    all_looked_at(paper.store)
    paper.store.close()


def start(paper: Paper) -> float:
    """Seconds until `/healthz` says that all is well, of a paper that was served before."""
    began = time.monotonic()
    with paper.serving() as server:
        server.wait("/healthz")
        return time.monotonic() - began


def memory_at_rest(server: Server) -> float:
    """Megabytes of all its processes, each page that they share counted once."""
    time.sleep(_REST_SECONDS)
    return pss_bytes(server.pids) / 1e6


def begun(*words: str) -> "subprocess.Popen[str]":
    """A command of the program that has been started. What it says of faults can be read, if it is not much."""
    return subprocess.Popen(
        [sys.executable, "-m", "kawaraban", *words],
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def command(*words: str) -> tuple[float, float]:
    """Seconds and megabytes, at most, of a command. Raises Refused when it fails."""
    began = time.monotonic()
    process = begun(*words)
    assert process.stderr is not None
    said = process.stderr.read()
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise Refused(f"kawaraban {words[0]} ended with {process.returncode}: {said.strip()[-300:]}")
    return time.monotonic() - began, used.ru_maxrss / 1000


def export_rate(paper: Paper, server: Server, folder: Path) -> float:
    """Pages for each second of processor that the paper and the export used: pages a second and core."""
    pages, spent = len(paper.store.etags()), cpu_seconds(server.pids)
    process = begun("press", "export", str(folder), "--whole", "--data", str(paper.data))
    began, beside = time.monotonic(), 0.0
    while process.poll() is None and time.monotonic() - began < _EXPORT_SECONDS:
        beside = max(beside, cpu_seconds(tree(process.pid)))
        time.sleep(0.2)
    made = len(paper.store.etags()) - pages
    used = cpu_seconds(server.pids) - spent + beside
    # Only its pace is wanted, not its end.
    for pid in tree(process.pid):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.wait()
    return made / max(used, 0.001)
