"""T1 to T3: the endpoint of triage alone, asked in Perspective's format. It has one core to itself, the load another.

The comments are those of the story, cut to the length that comments on news have (115 signs at the median), some with a
rude word. Each asks for three attributes, as most clients do. An answer counts only if it is one: wrk refuses others.
"""

import json
import sys
from pathlib import Path
from random import Random
from typing import Final

from bench.load import Load, Wrk
from bench.paced import Paced
from bench.ports import free_port
from bench.refusals import Refused
from bench.rounds import Measured, step
from bench.server import OURS, Server, started
from bench.stage import Stage, pinned
from bench.story import SEED, write_story

CONNECTIONS: Final = 16
PER_SECOND: Final = 500
_RUDE: Final = ("idiot", "shut up", "garbage", "you people", "damn")
_LENGTH: Final = 115
_START_SECONDS: Final = 30.0


def measure_analyses(stage: Stage) -> dict[str, Measured]:
    """The three rows of one server."""
    bodies = stage.folder / "analyses.jsonl"
    bodies.write_text("".join(f"{body}\n" for body in written_bodies()), encoding="utf-8")
    port = free_port()
    command = [sys.executable, "-m", "kawaraban", "triage", "serve", "--port", str(port)]
    with started(OURS, command, port=port, log=stage.folder / "triage.out") as server:
        server.wait("/healthz", seconds=_START_SECONDS)
        _check(server, bodies)
        with pinned(server) as core:
            wrk = Wrk(
                server.address,
                stage.seconds,
                connections=CONNECTIONS,
                script="analyses.lua",
                words=(str(bodies),),
                core=core,
            )
            server.under(wrk)
            rounds = stage.course.run(
                step("as many as it can", lambda: server.under(wrk)),
                step("500 a second", lambda: _paced(server, bodies, stage.seconds)),
            )
    many, steady = ([each[name] for each in rounds] for name in ("as many as it can", "500 a second"))
    return {
        "T1": Measured(
            tuple(load.rate for load in many),
            rounds=rounds,
            cpu_figures=tuple(1e6 / load.cpu_us for load in many),
        ),
        "T2": Measured(tuple(load.p99_ms for load in steady), rounds=rounds),
        "T3": Measured(tuple(load.memory_mb for load in many), rounds=rounds),
    }


def written_bodies() -> list[str]:
    """A line for each comment of the story; always the same ones."""
    chance = Random(SEED)
    texts = [comment.text[:_LENGTH] for comment in write_story().comments]
    texts = [f"{text[:90]} {chance.choice(_RUDE)}" if chance.random() < 0.2 else text for text in texts]
    wanted: dict[str, dict[str, str]] = {"TOXICITY": {}, "INSULT": {}, "THREAT": {}}
    return [
        json.dumps(
            {
                "comment": {"text": text},
                "languages": ["en"],
                "requestedAttributes": wanted,
                "doNotStore": True,
            }
        )
        for text in texts
    ]


def _check(server: Server, bodies: Path) -> None:
    """Raises Refused where a first answer is not a score."""
    first = bodies.read_bytes().splitlines()[0]
    answer = server.ask("/v1alpha1/comments:analyze?key=bench", method="POST", body=first)
    scores = json.loads(answer.body).get("attributeScores", {})
    if answer.status != 200 or set(scores) != {"TOXICITY", "INSULT", "THREAT"}:
        raise Refused(f"the endpoint answers {answer.status} and no scores")


def _paced(server: Server, bodies: Path, seconds: int) -> Load:
    paced = Paced(server.port, str(bodies), PER_SECOND, seconds, first=0)

    def run() -> Load:
        with paced.start() as process:
            return paced.finish(process)

    return server.watched(run)
