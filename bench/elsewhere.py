"""D1 to D4: a paper in PostgreSQL beside the same paper in its file, both on this machine (DATABASE=postgresql).

Both are durable, both are asked over loopback, in turn within each round. What a database on another machine costs more
is not measured but counted: how often a page goes there (`tests/flows/test_5_09_what_pages_ask.py`).
"""

from dataclasses import replace

from bench.deciding import decided
from bench.load import Load, Wrk
from bench.paper import Paper
from bench.rounds import Measured, compared, of_cpu, of_p99, of_rates, step
from bench.server import Server
from bench.stage import Stage
from bench.writing import SENDERS_COUNT, counted_rows, our_comments, verify_record

ROWS = ("D1", "D2", "D3", "D4")


def measure_elsewhere(stage: Stage) -> dict[str, Measured]:
    """Comments a second and their p99, a decision to its page, and a page that the app renders."""
    here, there = stage.ours, stage.elsewhere
    papers = ((stage.paper, here), (stage.paper_elsewhere, there))
    for paper, server in papers:
        _written(stage, paper, server, seconds=1)
    rounds = stage.course.run(
        step("file", lambda: _written(stage, *papers[0])),
        step("postgresql", lambda: _written(stage, *papers[1])),
        step("page, file", lambda: _rendered(stage, *papers[0])),
        step("page, postgresql", lambda: _rendered(stage, *papers[1])),
        step("decided, file", lambda: here.watched(lambda: _decided(*papers[0]))),
        step("decided, postgresql", lambda: there.watched(lambda: _decided(*papers[1]))),
    )
    verify_record(stage.paper_elsewhere)
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
    }


def _written(stage: Stage, paper: Paper, server: Server, *, seconds: int = 0) -> Load:
    wrk = replace(our_comments(stage, server, paper.thread), seconds=seconds or stage.seconds)
    return server.watched(lambda: counted_rows(paper, wrk.run, under_way=SENDERS_COUNT))


def _rendered(stage: Stage, paper: Paper, server: Server) -> Load:
    """A page that is never printed: the form that answers a comment."""
    return server.under(Wrk(server.address + paper.reply_path(), stage.seconds, connections=4))


def _decided(paper: Paper, server: Server) -> Load:
    return decided(paper, server, 12, threads=[paper.thread])
