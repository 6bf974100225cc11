"""The busiest hour of a large paper in a fraction of its time: readers, senders and moderators at once, ever faster.

    PYTHONPATH=src:. python -m bench.peak                          # 3, 6, 12, 24, 48 times as fast, 20 seconds each
    PYTHONPATH=src:. python -m bench.peak --database postgresql --times 12 --seconds 300      # the whole hour

Three million readers a day open three pages each, and write 50,000 comments that twenty moderators decide. A tenth of
a day falls into its busiest hour: 900,000 pages with a beacon each, 5,000 comments, 5,000 decisions. It ends when all
steps are done, or with the first in which something breaks, and says what did. CPU time is told besides: it holds on a
machine that does other work as well, and what a reader waits there does not.
"""

import argparse
import contextlib
import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.machine import cores_count, describe
from bench.peak.desk import Moderator
from bench.peak.founding import PeakPaper, founded
from bench.peak.step import Crew, Step, broken, run_step
from bench.postgres import postgres
from bench.processes import cpu_seconds, end_descendants, tree
from bench.refusals import NotMeasured
from bench.server import Server

_LOOK_SECONDS = 5
_AT_REST_WITHIN_SECONDS = 600


@contextlib.contextmanager
def stage(folder: Path, database: str) -> Iterator[tuple[PeakPaper, set[int]]]:
    """A paper and the processes of its database."""
    if database == "sqlite":
        yield founded(folder / "paper"), set()
        return
    with postgres(folder / "postgres") as address:
        pid = int((folder / "postgres" / "data" / "postmaster.pid").read_text().splitlines()[0])
        yield founded(folder / "paper", address=address), {pid}


def hour(folder: Path, database: str, times: Sequence[int], seconds: int) -> Iterator[Step]:
    """Each step, until one breaks."""
    with stage(folder, database) as (peak, roots), peak.paper.served() as server:
        moderators = [
            Moderator.signed_in(server.port, name, number=number)
            for number, name in enumerate(peak.moderators, 1)
        ]
        _wait_until_at_rest(server)
        crew, first = Crew(peak, server, moderators, lambda: _all(roots)), 1
        for factor in times:
            step = run_step(crew, factor, seconds=seconds, first=first)
            yield step
            first += step.sent_count
            if broken(step):
                return


def _wait_until_at_rest(server: Server) -> None:
    """A new paper prints its pages and cuts its pictures: no ordinary hour begins with that. Raises NotMeasured.

    At rest a paper looks for work some hundred times a second in all, for less than a quarter of a processor.
    """
    deadline = time.monotonic() + _AT_REST_WITHIN_SECONDS
    while time.monotonic() < deadline:
        before = cpu_seconds(server.pids)
        time.sleep(_LOOK_SECONDS)
        if cpu_seconds(server.pids) - before < _LOOK_SECONDS / 4:
            return
    raise NotMeasured(f"the paper was still at work after {_AT_REST_WITHIN_SECONDS} s")


def _all(roots: set[int]) -> set[int]:
    return {pid for root in roots for pid in tree(root)}


def main() -> None:
    """Load, and tell: a line of JSON for each step, and at last what broke."""
    parser = argparse.ArgumentParser(prog="python -m bench.peak")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--times", default="3,6,12,24,48", help="how much faster than the hour, in order")
    parser.add_argument("--seconds", type=int, default=20, help="of each step")
    words = parser.parse_args()
    times = [int(each) for each in words.times.split(",")]
    print(json.dumps({"machine": describe({}), "database": words.database}), flush=True)
    end = "Nothing broke: raise --times."
    try:
        with tempfile.TemporaryDirectory(prefix="kawaraban-peak-", dir="/var/tmp") as folder:
            for step in hour(Path(folder), words.database, times, words.seconds):
                print(json.dumps(step.facts(cores_count())), flush=True)
                if faults := broken(step):
                    end = f"At {step.factor} times the hour broke first: {'; '.join(faults)}."
    finally:
        end_descendants()
    print(end)


if __name__ == "__main__":
    main()
