"""M1, S1: the demo paper: what it weighs after a load, and how soon it is there when it is started again."""

import threading
import time
from contextlib import suppress
from dataclasses import replace
from http.client import HTTPException

from bench.machine import cores_count
from bench.noise import Clocks, others_share
from bench.processes import pss_bytes
from bench.refusals import NotMeasured, Refused
from bench.rounds import Measured
from bench.server import Server
from bench.slow_pages import slow_path_of
from bench.stage import Stage
from bench.writing import our_comments

_POLL_SECONDS = 0.002
_LONGEST_START_SECONDS = 30.0


def measure_memory(stage: Stage) -> Measured:
    """M1: memory of everything after pages were read, rendered and commented on."""
    paper = stage.demo
    figures: list[float] = []
    shares: list[float] = []
    with paper.served() as server:
        slow_path = slow_path_of(server, paper)
        while len(shares) < stage.course.rounds_count and not (shares and stage.course.is_over):
            before = Clocks.read(server.roots)
            _load(stage, server, slow_path)
            shares.append(others_share(before, Clocks.read(server.roots), cores=cores_count()))
            figures.append(pss_bytes(server.pids) / 1e6)
        if not set(paper.pids_told()) <= server.pids:
            raise NotMeasured("the paper runs a process that is not among those that were weighed")
        beside = {"processes": float(len(server.pids))}
    return Measured(tuple(figures), shares=tuple(shares), beside=beside)


def measure_starts(stage: Stage) -> dict[str, Measured]:
    """S1: seconds from the start of `serve` to a whole answer, of a stored page and of one that the app renders."""
    paper = stage.demo
    with paper.served() as server:
        slow_path = slow_path_of(server, paper)  # and the first start is behind us
    stored: list[float] = []
    rendered: list[float] = []
    shares: list[float] = []
    while len(shares) < stage.course.rounds_count and not (shares and stage.course.is_over):
        before = Clocks.read([])
        began = time.monotonic()
        with paper.serving() as server:
            times = _first_answers(server, (paper.path, slow_path))
            shares.append(others_share(before, Clocks.read(server.roots), cores=cores_count()))
        stored.append(times[0] - began)
        rendered.append(times[1] - began)
    return {
        "S1-stored": Measured(tuple(stored), shares=tuple(shares)),
        "S1-app": Measured(tuple(rendered), shares=tuple(shares)),
    }


def _load(stage: Stage, server: Server, slow_path: str) -> None:
    paper = stage.demo
    reading = replace(stage.wrk(server, paper.path), seconds=1)
    server.under(reading)
    server.under(replace(stage.wrk(server, slow_path), seconds=1, connections=4))
    server.under(replace(our_comments(stage, server, paper.thread), seconds=1, connections=4))


def _first_answers(server: Server, paths: tuple[str, ...]) -> list[float]:
    """When each of the addresses was answered with 200 for the first time; all are asked at once."""
    times = [0.0] * len(paths)

    def ask(place: int, path: str) -> None:
        deadline = time.monotonic() + _LONGEST_START_SECONDS
        while time.monotonic() < deadline:
            with suppress(OSError, HTTPException):
                if server.ask(path, Accept_Encoding="br").status == 200:
                    times[place] = time.monotonic()
                    return
            time.sleep(_POLL_SECONDS)

    asking = [threading.Thread(target=ask, args=both) for both in enumerate(paths)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    if not all(times):
        raise Refused(f"the paper did not answer within {_LONGEST_START_SECONDS:.0f} s after its start")
    return times
