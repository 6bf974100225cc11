"""R6, R7: the same thread, read from other engines. Nobody is pinned."""

from dataclasses import replace

from bench.rounds import Measured, compared, of_cpu, of_rates, step
from bench.stage import Stage
from bench.wordpress import STORY_PATH

# A slow server with many connections is only measured waiting for itself.
_ISSO_CONNECTIONS = 8
# It needs a tenth of a second for one answer: fewer seconds than these hold too few of them.
_ISSO_SECONDS = 3


def measure_isso_thread(stage: Stage) -> Measured:
    """R6: the whole page, not compressed, to Isso's JSON of the same comments; the page with brotli beside it."""
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
    """R7: the page as a reader gets it, compressed: by us with brotli, by WordPress's nginx with gzip."""
    ours, peer = stage.ours, stage.wordpress
    servers = [ours, peer]
    our_page = stage.wrk(ours, stage.paper.path)
    their_page = stage.wrk(peer, STORY_PATH, encoding="gzip")
    for server, wrk in ((ours, our_page), (peer, their_page)):
        server.under(replace(wrk, seconds=1), beside=servers)
    rounds = stage.course.run(
        step("ours", lambda: ours.under(our_page, beside=servers)),
        step("WordPress", lambda: peer.under(their_page, beside=servers)),
    )
    return compared(rounds, of_rates("ours", "WordPress"), cpu=of_cpu("ours", "WordPress"))
