"""7.16: the load of a large paper's busiest hour is real: readers, senders and moderators at once, over HTTP.

Here runs the smallest step of it. No figure is held to anything: this machine has other work.
"""

import json
import shutil
from pathlib import Path

import pytest
from tests.rigs.real_paper import STORY, RealPaper, hand_in

from bench.load import Load
from bench.paper import Paper
from bench.peak.deciding import Decided
from bench.peak.desk import Moderator
from bench.peak.founding import PeakPaper
from bench.peak.step import Crew, Step, broken, run_step
from bench.server import Server

pytestmark = pytest.mark.once("measures a paper of its own")

SENT = {"answered": 20, "in_time": 20, "refused": 0, "p50_ms": 5.0, "p99_ms": 30.0}
WANTED = {"pages": 3000.0, "comments": 20, "decisions": 17.0}


def step(**changes: object) -> Step:
    """One in which everything held, but for the changes."""
    facts: dict[str, object] = {
        "read": Load(60_000, 10, 1.0, 9.0),
        "senders": [SENT],
        "decided": Decided(answered=[0.1] * 17, shown=[0.2] * 3),
    }
    return Step(12, 10, 20, **(facts | changes), cpu={"front": 2.0}, others_share=0.0, wanted=WANTED)  # type: ignore[arg-type]  # facts of several kinds


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, None),
        ({"read": "Socket errors: 3"}, "readers got errors"),
        ({"read": Load(60_000, 10, 1.0, 900.0)}, "readers waited longer"),
        ({"read": Load(30_000, 10, 1.0, 9.0)}, "readers were served too slowly"),
        ({"senders": [SENT | {"refused": 1}]}, "comments were refused"),
        ({"senders": [SENT | {"in_time": 12}]}, "comments were taken too slowly"),
        ({"decided": Decided(answered=[0.1] * 5)}, "moderators could not keep the pace"),
        ({"decided": Decided(answered=[3.0] * 17)}, "moderators waited longer"),
        ({"decided": Decided(answered=[0.1] * 17, shown=[9.0] * 3)}, "decisions were not on the page"),
        ({"decided": Decided(answered=[0.1] * 17, faults=["503"])}, "decisions failed"),
    ],
)  # fmt: skip
def test_7_16_what_is_called_broken(changes: dict[str, object], words: str | None) -> None:
    found = broken(step(**changes))

    assert [each.startswith(words or "") for each in found] == ([True] if words else [])


@pytest.mark.serve
@pytest.mark.newspaper
@pytest.mark.skipif(
    not shutil.which("wrk"), reason="wrk is not installed (tools/bench_tools.sh limit does it)"
)
def test_7_16_readers_senders_and_moderators_work_at_once(tmp_path: Path) -> None:
    paper = RealPaper.founded(tmp_path / "paper")
    program = "import json; from bench.peak.founding import found; print(json.dumps(found(moderators=2)))"
    told = json.loads(paper.run(program))
    stories = [(path, key) for path, key in told["stories"] if path == STORY]
    with paper.served() as served:
        for number in range(4):
            assert hand_in(served, stories[0][1], f"Thought {number}, which waits.").status < 300
        server = Server("kawaraban", (served.process.pid,), served.port)
        peak = PeakPaper(
            Paper(paper.root, served.port), [stories[0][1]], [STORY], stories, told["moderators"]
        )
        moderators = [
            Moderator.signed_in(served.port, name, number=n) for n, name in enumerate(peak.moderators, 1)
        ]

        done = run_step(Crew(peak, server, moderators, set), 1, seconds=2, first=1)

        tallied = served.query("SELECT count(*) FROM comments_comment WHERE status = 'approved'")

    assert isinstance(done.read, Load), done.read
    assert done.read.requests > 0
    assert sum(each["answered"] for each in done.senders) == done.sent_count
    assert done.decided.faults == []
    assert done.decided.answered
    assert tallied == [(len(done.decided.answered),)]
    assert {"front", "clerk", "worker"} <= done.cpu.keys()
    assert json.dumps(done.facts(2))
