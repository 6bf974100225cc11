"""What senders and moderators do on a served paper of growth: sending, approving, erasing, deciding about many."""

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from threading import Thread

from bench.deciding import decided
from bench.grown.papers import opened
from bench.grown.running import begun
from bench.growth.sizes import BUSY_EMAIL, PASSWORD, PUBLISHER
from bench.kept_connection import KeptConnection
from bench.paced import Paced
from bench.paper import Paper
from bench.pressing import Desk
from bench.refusals import Refused
from bench.server import Server

_RATE, _SECONDS = 10, 6
_APPROVALS = 9
_WATCHED_SECONDS = 20.0
_LONGEST_ERASURE_SECONDS = 900.0
_SHORT_THREADS = (
    "SELECT locator FROM comments_thread WHERE closed_at IS NULL ORDER BY id DESC LIMIT 9 OFFSET 20"
)


def approvals(paper: Paper, server: Server) -> float:
    """Milliseconds from a decision to a short page that shows it: the median."""
    with opened(paper.data) as database:
        threads = [row[0] for row in database.execute(_SHORT_THREADS)]
    decided(paper, server, 3, threads=threads)  # the first ones are not like the others
    return decided(paper, server, _APPROVALS, threads=threads).p50_ms


def acceptances(paper: Paper, server: Server, numbers: "count[int]") -> float:
    """Milliseconds until a comment is taken, at ten a second: the median."""
    paced = _senders(paper, server, numbers, seconds=_SECONDS)
    return paced.finish(paced.start()).p50_ms


def longest_wait_while_erasing(paper: Paper, server: Server, numbers: "count[int]") -> tuple[float, float]:
    """Seconds that a sender waited at most while the largest erasure ran, and comments erased a second.

    Raises Refused when a sender was turned away, or when the erasure failed.
    """
    with opened(paper.data) as database:
        [comments] = database.execute(
            "SELECT count(*) FROM comments_comment WHERE email = ?", (BUSY_EMAIL,)
        ).fetchone()
    with _erasing(paper) as erasing:
        longest = 0.0
        while not erasing.took:
            paced = _senders(paper, server, numbers, seconds=_SECONDS)
            told = paced.told(paced.start())
            if told["refused"]:
                raise Refused(f"{told['refused']:.0f} comments were refused while the erasure ran")
            longest = max(longest, told["longest_ms"] / 1000)
            if time.monotonic() - erasing.began > _LONGEST_ERASURE_SECONDS:
                raise Refused(f"the erasure had not ended after {_LONGEST_ERASURE_SECONDS:.0f} s")
        if erasing.process.returncode:
            assert erasing.process.stderr is not None
            raise Refused(f"the erasure failed: {erasing.process.stderr.read().strip()[-300:]}")
    return longest, comments / erasing.took


@dataclass(slots=True)
class _Erasing:
    """The command, and how many seconds it took; 0 as long as it runs."""

    process: "subprocess.Popen[str]"
    began: float
    took: float = 0.0

    def watch(self) -> None:
        """Senders come by the handful: it ends while some of them are under way."""
        self.process.wait()
        self.took = time.monotonic() - self.began


@contextmanager
def _erasing(paper: Paper) -> Iterator[_Erasing]:
    """The command, started; it does not go on without us."""
    words = ("records", "erase", "--email", BUSY_EMAIL, "--reason", "asked for", "--data", str(paper.data))
    erasing = _Erasing(begun(*words), time.monotonic())
    watching = Thread(target=erasing.watch)
    watching.start()
    try:
        yield erasing
    finally:
        with suppress(ProcessLookupError):
            erasing.process.kill()
        watching.join()


def bulk_rate(paper: Paper, server: Server) -> float:
    """Decisions a second of a job of the desk that approves all that waits."""
    desk = Desk(KeptConnection(server.port), "")
    desk.sign_in(PUBLISHER, PASSWORD)
    before = _decisions(paper)
    desk.ask("POST", "/desk/bulk/", {"list": "queue", "act": "approve"})
    _until(lambda: _decisions(paper) > before, "the job to begin")
    began, first = time.monotonic(), _decisions(paper)
    last, at = first, began
    while time.monotonic() - began < _WATCHED_SECONDS:
        time.sleep(0.5)
        now = _decisions(paper)
        # When it has nothing left to do, its last progress was its end.
        last, at = (now, time.monotonic()) if now > last else (last, at)
    return (last - first) / max(at - began, 0.001)


def _decisions(paper: Paper) -> int:
    with opened(paper.data) as database:
        return int(database.execute("SELECT count(*) FROM law_decision").fetchone()[0])


def _senders(paper: Paper, server: Server, numbers: "count[int]", *, seconds: int) -> Paced:
    return Paced(server.port, paper.thread, _RATE, seconds, next(numbers) * _RATE * 60)


def _until(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        if time.monotonic() > deadline:
            raise Refused(f"{what} was waited for in vain")
        time.sleep(0.02)
