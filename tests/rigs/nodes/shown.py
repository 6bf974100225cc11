"""How long after the press of a button a comment stands on the pages of all nodes, while others send and read.

python -m tests.rigs.nodes.shown 200        {"approvals": 200, "p50_ms": 61, "p99_ms": 240, "longest_ms": 310, ...}

A PostgreSQL of its own, durable, and two served nodes; four senders and two readers of each node who do not stop. Each
approval is timed from its sending to the moment in which the last node's page has the words.
"""

import json
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import quantiles
from typing import Any

from tests.rigs.people_over_http import Moderator, comment, id_of
from tests.rigs.postgres.paper import all_served
from tests.rigs.postgres.staffed_paper import NO_LIMITS, StaffedPaper
from tests.rigs.postgres.standby import cloned_server
from tests.rigs.serve_factory import Served, wait_until

_DURABLE = {"fsync": "on", "full_page_writes": "on", "autovacuum": "on"}
_WITHIN_SECONDS = 60.0


def main(approvals: int) -> None:
    with cloned_server(settings=_DURABLE) as server, tempfile.TemporaryDirectory() as folder:
        paper = StaffedPaper.over(server, Path(folder) / "one")
        other = paper.another_node(Path(folder) / "two")
        with all_served({"first": paper, "second": other}, **NO_LIMITS) as nodes:
            told = measured(paper, nodes, approvals)
    print(json.dumps(told))


def measured(paper: StaffedPaper, nodes: tuple[Served, ...], approvals: int) -> dict[str, int]:
    """The times of so many approvals on the first node, and what went on beside them."""
    mika = Moderator.signed_in(nodes[0])
    read, sent = [0], [0]
    reading = [(read, partial(node.ask, paper.story), 0.01) for node in nodes * 2]
    sending = [
        (sent, partial(_comment_beside, node, paper.thread, n), 0.1) for n, node in enumerate(nodes * 2)
    ]
    with _beside(*reading, *sending):
        began = time.monotonic()
        times = sorted(_shown_after(paper, nodes, mika, f"To be seen {n}.") for n in range(approvals))
        took = time.monotonic() - began
    parts = quantiles(times, n=100, method="inclusive")
    return {
        "approvals": approvals,
        "p50_ms": round(parts[49] * 1000),
        "p99_ms": round(parts[98] * 1000),
        "longest_ms": round(times[-1] * 1000),
        "reads_a_second": round(read[0] / took),
        "comments_a_second": round(sent[0] / took),
    }


@contextmanager
def _beside(*acts: tuple[list[int], Callable[[], object], float]) -> Iterator[None]:
    """Each act again and again in a thread of its own, with a pause in seconds, and counted."""
    stop = threading.Event()

    def work(count: list[int], act: Callable[[], object], pause: float) -> None:
        while not stop.wait(pause):
            act()
            count[0] += 1

    threads = [threading.Thread(target=work, args=each) for each in acts]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _comment_beside(node: Served, thread: Any, number: int) -> object:
    return comment(node, thread, f"Beside it {number} {time.time_ns()}.")


def _shown_after(paper: StaffedPaper, nodes: tuple[Served, ...], mika: Moderator, text: str) -> float:
    """Seconds from the press to the last page."""
    sent = comment(nodes[-1], paper.thread, text)
    card = wait_until(
        lambda: (got := mika.ask(f"/desk/card/{id_of(sent)}/")).status == 200 and got, "a card at the desk"
    )
    press = mika.pressing(card, "/approve")
    began = time.monotonic()
    assert press().status == 303
    for node in nodes:
        while text.encode() not in node.ask(paper.story).body:
            assert time.monotonic() - began < _WITHIN_SECONDS, text
            time.sleep(0.005)
    return time.monotonic() - began


if __name__ == "__main__":
    main(int(sys.argv[1]))
