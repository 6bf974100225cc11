"""R6, R7: the same thread, read from other engines."""

from dataclasses import replace
from functools import partial

from bench.load import Load
from bench.rounds import Measured, compared, of_cpu, of_rates, step
from bench.stage import FILE, Stage, pinned
from bench.wordpress import STORY_PATH

# A slow server with many connections is only measured waiting for itself.
_ISSO_CONNECTIONS = 8
# It needs a tenth of a second for one answer: fewer seconds than these hold too few of them.
_ISSO_SECONDS = 3


def measure_isso_thread(stage: Stage) -> Measured:
    """R6: the whole page, not compressed, to Isso's JSON of the same comments; the page with brotli beside it.

    Nobody is pinned: Isso has two workers.
    """
    ours, peer = stage.ours, stage.isso_thread
    servers = [ours, peer.server]
    as_it_is = stage.wrk(ours, stage.paper.path, encoding="identity")
    smaller = stage.wrk(ours, stage.paper.path)
    theirs = replace(
        stage.wrk(peer.server, peer.thread_path, encoding="identity"),
        connections=_ISSO_CONNECTIONS,
        seconds=max(stage.seconds, _ISSO_SECONDS),
    )
    ours.under(replace(as_it_is, seconds=1))
    rounds = stage.course.run(
        step("ours", lambda: ours.under(as_it_is, beside=servers)),
        step("ours br", lambda: ours.under(smaller, beside=servers)),
        step("Isso", lambda: peer.server.under(theirs, beside=servers)),
    )
    beside = {"with br, times": of_rates("ours br", "Isso")}
    return compared(rounds, of_rates("ours", "Isso"), cpu=of_cpu("ours", "Isso"), beside=beside)


def measure_wordpress(stage: Stage) -> Measured:
    """R7: the page as a reader gets it, compressed: by us with brotli, by WordPress's nginx with gzip.

    Each has one core, and the load the other. On both cores together wrk needs most of one for what we answer and
    next to nothing for what WordPress does, which then has two. That is told beside, and nginx with our page as a file.
    """
    limit, ours, peer = stage.limit, stage.ours, stage.wordpress
    servers = [limit, ours, peer]
    loads = {
        "limit": (limit, stage.wrk(limit, f"/{FILE}")),
        "ours": (ours, stage.wrk(ours, stage.paper.path)),
        "WordPress": (peer, stage.wrk(peer, STORY_PATH, encoding="gzip")),
    }

    def on_one_core(name: str) -> Load:
        server, wrk = loads[name]
        with pinned(server) as for_load:
            return server.under(replace(wrk, core=for_load), beside=servers)

    def on_both(name: str) -> Load:
        server, wrk = loads[name]
        return server.under(wrk, beside=servers)

    for server, wrk in loads.values():
        server.under(replace(wrk, seconds=1), beside=servers)
    rounds = stage.course.run(
        *(step(name, partial(on_one_core, name)) for name in loads),
        step("ours, both cores", partial(on_both, "ours")),
        step("WordPress, both cores", partial(on_both, "WordPress")),
    )
    beside = {
        "nginx with our page, times": of_rates("limit", "WordPress"),
        "on both cores, times": of_rates("ours, both cores", "WordPress, both cores"),
    }
    return compared(rounds, of_rates("ours", "WordPress"), cpu=of_cpu("ours", "WordPress"), beside=beside)
