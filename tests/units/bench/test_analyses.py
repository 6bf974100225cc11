"""T1 to T3: what the endpoint of triage is asked with."""

import json
from pathlib import Path
from statistics import median

from bench.analyses import written_bodies
from bench.paced import Paced, analysis_of
from kawaraban.triage.formats.requests import read_analyze_request


def test_6_11_the_questions_are_the_same_in_every_run_and_as_long_as_comments_on_news() -> None:
    bodies = written_bodies()

    lengths = [len(json.loads(body)["comment"]["text"]) for body in bodies]
    assert bodies == written_bodies()
    assert 80 <= median(lengths) <= 120
    assert len(set(bodies)) > 150
    assert all(len(read_analyze_request(body.encode()).wanted) == 3 for body in bodies)


def test_6_11_the_open_loop_sends_them_in_turn(tmp_path: Path) -> None:
    path = tmp_path / "bodies"
    path.write_bytes(b'{"a":1}\n{"a":22}\n')
    wanted = Paced(8100, str(path), 500, 1, 0)

    sent = [analysis_of(wanted, number) for number in range(3)]

    assert sent[0] == sent[2]
    assert sent[1].endswith(b'Content-Length: 8\r\n\r\n{"a":22}')
