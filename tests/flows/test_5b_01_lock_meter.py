"""5b.1: how long the writer's lock is held stands in the log, in /healthz and in what `kawaraban check` says."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from tests.makers.papers_with_threads import open_thread, send
from tests.rigs.serve_factory import Served, environment, make_paper, wait_until

from kawaraban.config.env import DataDir
from kawaraban.config.processes.lock_report import lock_figures
from kawaraban.kit.board import Board
from kawaraban.kit.work.lock_meter import LockFigures
from kawaraban.press.front.health import FrontHealth

pytestmark = pytest.mark.serve


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    data = make_paper(tmp_path_factory.mktemp("meter") / "paper")
    with Served.started(data) as running:
        open_thread(running)
        running.wait_until_healthy()
        yield running


def test_5b_01_check_tells_how_long_the_processes_of_a_served_paper_held_the_lock(served: Served) -> None:
    assert send(served, "How long did that take?").status == 201

    wait_until(lambda: "clerk" in lock_figures(DataDir(served.data)), "the clerk's figures")

    figures = lock_figures(DataDir(served.data))
    assert figures["clerk"].count >= 1
    assert 0.0 < figures["clerk"].longest_seconds <= figures["clerk"].sum_seconds
    told = subprocess.run(
        [sys.executable, "-m", "kawaraban", "check"],
        env=environment(served.data),
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    assert "The writer's lock was held for at most " in told
    assert " in the last hour and waited for at most " in told
    assert " times for more than 100 ms" in told


def test_5b_01_a_paper_that_is_not_served_has_no_figures(served: Served) -> None:
    path = served.data / "run" / "lock.json"
    wait_until(path.exists, "figures")
    said = json.loads(path.read_text())
    aside = served.data / "elsewhere"
    (aside / "run").mkdir(parents=True)
    copy = aside / "run" / "lock.json"

    copy.write_text(json.dumps(said | {"at": time.time()}))
    assert lock_figures(DataDir(aside)).keys() == said.keys() - {"at"}
    copy.write_text(json.dumps(said | {"at": 1_000_000_000}))
    assert lock_figures(DataDir(aside)) == {}


@pytest.mark.parametrize(("longest", "said"), [(0.412, 412), (0.08, 0)])
def test_5b_01_healthz_names_a_lock_that_somebody_waited_for(
    longest: float, said: int, served: Served
) -> None:
    board = Board.made(["front", "clerk", "worker"])
    board.beat("clerk", lock=LockFigures(5, 0, 0.1, 0.05, 0.05))
    board.beat("worker", lock=LockFigures(9, 1, 0.9, 9.0, longest))

    assert FrontHealth(root=served.data, board=board).long_lock_ms() == said
    board.beat("worker", lock=LockFigures(9, 1, 0.9, 9.0, 0.0, longest))
    assert FrontHealth(root=served.data, board=board).long_wait_ms() == said
