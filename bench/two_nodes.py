"""D7: two nodes over one PostgreSQL read, to what one of them reads.

Each node has a core to itself and shares it with its own wrk; nothing else of the two is shared but the database and
the memory of the machine. When one is read alone, the other core has nothing to do. So the rates are lower than in R1,
where the load has a core of its own, and a node has the same share of a core in both loads.
"""

from collections.abc import Sequence
from contextlib import ExitStack

from bench.load import Load, Wrk
from bench.rounds import Measured, compared, of_rates, step
from bench.server import Server
from bench.stage import Stage, two_cores

ROWS = ("D7",)


def measure_two_nodes(stage: Stage) -> Measured:
    """A printed story, from one node and from both at once."""
    nodes = list(zip((stage.elsewhere, stage.second_node), two_cores(), strict=True))
    for server, core in nodes:
        server.hold_to(core)
    try:
        _read(stage, nodes, seconds=1)
        rounds = stage.course.run(
            step("one node", lambda: _read(stage, nodes[:1])),
            step("two nodes", lambda: _read(stage, nodes)),
        )
    finally:
        for server, _core in nodes:
            server.hold_to(None)
    return compared(
        rounds,
        of_rates("two nodes", "one node"),
        beside={"requests/s of one": lambda each: each["one node"].rate},
    )


def _read(stage: Stage, nodes: Sequence[tuple[Server, int]], *, seconds: int = 0) -> Load:
    """All of them at once, as one load. Raises Refused."""
    path = stage.paper_elsewhere.path
    loads = [
        Wrk(server.address + path, seconds or stage.seconds, headers={"Accept-Encoding": "br"}, core=core)
        for server, core in nodes
    ]
    with ExitStack() as running:
        started = [running.enter_context(wrk.start()) for wrk in loads]
        done = [wrk.finish(process) for wrk, process in zip(loads, started, strict=True)]
    return Load(
        sum(load.requests for load in done),
        max(load.seconds for load in done),
        max(load.p50_ms for load in done),
        max(load.p99_ms for load in done),
    )
