"""R2: what readers of stored pages notice of four others for whom the app is rendering."""

import time
from dataclasses import replace

from bench.load import Load
from bench.paper import Paper
from bench.refusals import NotMeasured
from bench.rounds import Measured, Round, compared, of_p99, step
from bench.server import Server
from bench.stage import Stage

_CLIENTS_COUNT = 4


def measure_slow_pages(stage: Stage) -> Measured:
    """p99 beside slow pages, to p99 alone."""
    ours, slow_path = stage.ours, slow_path_of(stage.ours, stage.paper)
    wrk = stage.wrk(ours, stage.paper.path)
    slow = replace(stage.wrk(ours, slow_path), seconds=stage.seconds + 2, connections=_CLIENTS_COUNT)

    def beside_slow_pages() -> Round:
        loads: dict[str, Load] = {}

        def run() -> Load:
            with slow.start() as process:
                time.sleep(0.5)  # until they are at it
                reading = wrk.run()
                loads["slow pages"] = slow.finish(process)
            return reading

        # CPU for each request would mix reads with renderings.
        loads["reads beside slow pages"] = replace(ours.watched(run), cpu_us=0.0)
        return loads

    ours.under(replace(wrk, seconds=1))
    rounds = stage.course.run(step("reads alone", lambda: ours.under(wrk)), beside_slow_pages)
    return compared(rounds, of_p99("reads beside slow pages", "reads alone"))


def slow_path_of(server: Server, paper: Paper) -> str:
    """An address that is rendered for each request. Raises NotMeasured when there is none.

    A page that may be kept says so in its Cache-Control; one that is made for this request alone says `private`.
    """
    for path in (f"{paper.path}?order=oldest", f"{paper.path}?q=harbour", paper.reply_path()):
        answer = server.ask(path)
        if answer.status == 200 and "private" in answer.headers.get("cache-control", ""):
            return path
    raise NotMeasured("no address was found that the app renders for each request")
