"""X1, X2: readers and senders at the same time. Readers saturate; comments come at 500 a second, in an open loop."""

from dataclasses import replace

from bench.load import Load
from bench.paced import Paced
from bench.refusals import NotMeasured, Refused
from bench.rounds import Measured, Round, compared, of_p99, step
from bench.stage import Stage
from bench.writing import counted_rows, their_load, verify_record

COMMENTS_PER_SECOND = 500


def measure_together(stage: Stage) -> dict[str, Measured | Refused | NotMeasured]:
    """Both rows from the same loads; without Isso, the first alone."""
    ours, wrk = stage.ours, stage.wrk(stage.ours, stage.paper.path)
    missing = _missing_peer(stage)

    def reads_and_posts() -> Round:
        loads: dict[str, Load] = {}
        paced = Paced(ours.port, stage.paper.thread, COMMENTS_PER_SECOND, stage.seconds, stage.next_number())

        def posts_beside_reads() -> Load:
            with paced.start() as process:
                loads["reads beside posts"] = wrk.run()
                return paced.finish(process)

        posts = ours.watched(lambda: counted_rows(stage.paper, posts_beside_reads, under_way=0))
        # CPU for each request would mix reads with posts.
        loads["posts beside reads"] = replace(posts, cpu_us=0.0)
        return loads

    ours.under(wrk)
    steps = [step("reads alone", lambda: ours.under(wrk)), reads_and_posts]
    if missing is None:
        steps.append(step("Isso posts", lambda: their_load(stage)))
    rounds = stage.course.run(*steps)
    verify_record(stage.paper)
    return {
        "X1": compared(rounds, of_p99("reads beside posts", "reads alone")),
        "X2": missing or compared(rounds, of_p99("posts beside reads", "Isso posts")),
    }


def _missing_peer(stage: Stage) -> Refused | NotMeasured | None:
    try:
        their_load(stage, seconds=1)
    except (NotMeasured, Refused) as missing:
        return missing
    return None
