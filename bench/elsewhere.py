"""D1 to D6: a paper in PostgreSQL beside the same paper in its file, both on this machine (DATABASE=postgresql).

Both are durable, both are asked over loopback, in turn within each round. What a database on another machine costs more
is not measured but counted: how often a page goes there (`tests/flows/test_5_09_what_pages_ask.py`).
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from statistics import median, quantiles

from bench.deciding import decided
from bench.kept_connection import KeptConnection
from bench.load import Load, Wrk
from bench.paper import Paper
from bench.pressing import Desk
from bench.publishing import NAME, PASSWORD
from bench.refusals import NotMeasured
from bench.rounds import Measured, Round, compared, of_cpu, of_p99, of_rates, step
from bench.server import Server
from bench.stage import Stage
from bench.writing import SENDERS_COUNT, counted_rows, our_comments, verify_record

ROWS = ("D1", "D2", "D3", "D4", "D5", "D6")
_ACTS_COUNT = 40
_PAUSE_SECONDS = 0.05


def measure_elsewhere(stage: Stage) -> dict[str, Measured]:
    """Comments a second and their p99, a decision to its page, a page that the app renders, a key and a card."""
    here, there = stage.ours, stage.elsewhere
    papers = ((stage.paper, here), (stage.paper_elsewhere, there))
    for paper, server in papers:
        _written(stage, paper, server, seconds=1)
    desks = tuple(_signed_in(paper, server) for paper, server in papers)
    rounds = stage.course.run(
        step("file", lambda: _written(stage, *papers[0])),
        step("postgresql", lambda: _written(stage, *papers[1])),
        step("page, file", lambda: _rendered(stage, *papers[0])),
        step("page, postgresql", lambda: _rendered(stage, *papers[1])),
        step("decided, file", lambda: here.watched(lambda: _decided(*papers[0]))),
        step("decided, postgresql", lambda: there.watched(lambda: _decided(*papers[1]))),
        step("card, file", lambda: here.watched(lambda: _timed(lambda: _card(desks[0])))),
        step("card, postgresql", lambda: there.watched(lambda: _timed(lambda: _card(desks[1])))),
        step("key, file", lambda: here.watched(lambda: _timed(lambda: desks[0].refuse("insult")))),
        step("key, postgresql", lambda: there.watched(lambda: _timed(lambda: desks[1].refuse("insult")))),
    )
    verify_record(stage.paper_elsewhere)
    return _side_by_side(rounds)


def _side_by_side(rounds: Sequence[Round]) -> dict[str, Measured]:
    return {
        "D1": compared(
            rounds,
            of_rates("postgresql", "file"),
            cpu=of_cpu("postgresql", "file"),
            beside={"comments a second": lambda each: each["postgresql"].rate},
        ),
        "D2": compared(rounds, of_p99("postgresql", "file")),
        "D3": compared(
            rounds,
            lambda each: each["decided, postgresql"].p99_ms / 1000,
            beside={"in a file, ms": lambda each: each["decided, file"].p99_ms},
        ),
        "D4": compared(rounds, of_rates("page, postgresql", "page, file")),
        "D5": compared(
            rounds,
            lambda each: each["key, postgresql"].p99_ms / 1000,
            beside={
                "the median, ms": lambda each: each["key, postgresql"].p50_ms,
                "the median in a file, ms": lambda each: each["key, file"].p50_ms,
            },
        ),
        "D6": compared(
            rounds,
            _of_medians("card, postgresql", "card, file"),
            beside={"the median, ms": lambda each: each["card, postgresql"].p50_ms},
        ),
    }


def _written(stage: Stage, paper: Paper, server: Server, *, seconds: int = 0) -> Load:
    wrk = replace(our_comments(stage, server, paper.thread), seconds=seconds or stage.seconds)
    return server.watched(lambda: counted_rows(paper, wrk.run, under_way=SENDERS_COUNT))


def _rendered(stage: Stage, paper: Paper, server: Server) -> Load:
    """A page that is never printed: the form that answers a comment."""
    return server.under(Wrk(server.address + paper.reply_path(), stage.seconds, connections=4))


def _decided(paper: Paper, server: Server) -> Load:
    return decided(paper, server, 12, threads=[paper.thread])


def _signed_in(paper: Paper, server: Server) -> Desk:
    """At the desk, with a card open. Raises NotMeasured where nothing waits."""
    shown = paper.longest_waiting()
    if not shown:
        raise NotMeasured("no comment waits at the desk")
    desk = Desk(KeptConnection(server.port), shown)
    desk.sign_in(NAME, PASSWORD)
    desk.refuse("insult")  # the first one is not like the others
    return desk


def _card(desk: Desk) -> float:
    began = time.monotonic()
    desk.ask("GET", f"/desk/card/{desk.shown}/")
    return time.monotonic() - began


def _timed(act: Callable[[], float]) -> Load:
    """So many acts, a moment apart."""
    began, times = time.monotonic(), []
    for _ in range(_ACTS_COUNT):
        times.append(act())
        time.sleep(_PAUSE_SECONDS)
    p99 = quantiles(times, n=100, method="inclusive")[98]
    return Load(_ACTS_COUNT, time.monotonic() - began, median(times) * 1000, p99 * 1000)


def _of_medians(one: str, other: str) -> Callable[[Round], float]:
    return lambda each: each[one].p50_ms / max(each[other].p50_ms, 0.001)
