"""W1, W2: comments through the whole public pipeline, to Isso's, both with moderation on.

Ours passes every guard and adviser, with the limits of a sender on, and each answer stands for a durable row. The
number of rows is compared with the number of answers after each load, and the record is verified at the end.
"""

from collections.abc import Callable
from dataclasses import replace

from bench.load import Load, Wrk
from bench.paper import Paper
from bench.refusals import NotMeasured, Refused
from bench.rounds import Measured, compared, of_cpu, of_p99, of_rates, step
from bench.server import Server
from bench.stage import Stage

SENDERS_COUNT = 32


def measure_writes(stage: Stage) -> dict[str, Measured]:
    """Both rows from the same loads."""
    ours, peer = stage.ours, stage.isso_posts
    servers = [ours, peer.server]

    def our_load(seconds: int) -> Load:
        wrk = replace(our_comments(stage, ours, stage.paper.thread), seconds=seconds)
        return ours.watched(
            lambda: counted_rows(stage.paper, wrk.run, under_way=SENDERS_COUNT), beside=servers
        )

    our_load(1)
    their_load(stage, seconds=1)
    rounds = stage.course.run(
        step("ours", lambda: our_load(stage.seconds)), step("Isso", lambda: their_load(stage))
    )
    verify_record(stage.paper)
    return {
        "W1": compared(rounds, of_rates("ours", "Isso"), cpu=of_cpu("ours", "Isso")),
        "W2": compared(rounds, of_p99("ours", "Isso")),
    }


def our_comments(stage: Stage, server: Server, thread: str) -> Wrk:
    """The load on us; its comments begin after a number that no load before has reached."""
    words = (thread, server.address, str(stage.next_number()))
    wrk = Wrk(server.address, stage.seconds, connections=SENDERS_COUNT)
    return replace(wrk, script="our_comments.lua", words=words)


def their_load(stage: Stage, *, seconds: int = 0) -> Load:
    """The load on Isso, its rows counted like ours."""
    peer = stage.isso_posts
    words = (peer.post_path, peer.server.address, str(stage.next_number()))
    wrk = Wrk(peer.server.address, seconds or stage.seconds, connections=SENDERS_COUNT)
    wrk = replace(wrk, script="isso_comments.lua", words=words)

    def run() -> Load:
        before = peer.comments()
        load = wrk.run()
        check_rows("Isso", peer.comments() - before, answers=load.requests, under_way=SENDERS_COUNT)
        return load

    return peer.server.watched(run, beside=[stage.ours, peer.server])


def counted_rows(paper: Paper, run: Callable[[], Load], *, under_way: int) -> Load:
    """Run the load; every answer must stand for a comment that waits. Raises Refused."""
    before, waited = paper.comments(), paper.comments("pending")
    load = run()
    stored = paper.settled_comments() - before
    check_rows("the paper", stored, answers=load.requests, under_way=under_way)
    if paper.comments("pending") - waited != stored:
        raise Refused("not all comments that were taken wait for a moderator")
    return load


def check_rows(who: str, stored: int, *, answers: int, under_way: int) -> None:
    """As many rows as answers; what was under way when the load ended may be stored too. Raises Refused."""
    if not answers <= stored <= answers + under_way:
        raise Refused(f"{who} answered {answers} times and stored {stored} comments")


def verify_record(paper: Paper) -> None:
    """Raises Refused when the record of all that was taken is not whole."""
    try:
        paper.verify()
    except NotMeasured as broken:
        raise Refused(f"the record is not whole: {broken}") from broken
