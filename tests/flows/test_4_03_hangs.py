"""4.3: a process that hangs is ended and another takes its place; one that only looks like it is left alone."""

import os
import signal
import time
from collections.abc import Iterator

import pytest
from tests.makers.papers_with_threads import log, open_thread, send
from tests.rigs.serve_factory import Served, make_paper, wait_until

pytestmark = pytest.mark.serve
ROLES = ("front", "app-1", "clerk", "worker")
LIMIT_SECONDS = 3


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    data = make_paper(tmp_path_factory.mktemp("hangs") / "paper")
    with Served.started(data, knobs={"hang_seconds": str(LIMIT_SECONDS)}) as running:
        open_thread(running)
        yield running


@pytest.mark.parametrize("role", ROLES)
def test_4_3_a_process_that_hangs_is_ended_and_another_takes_its_place(served: Served, role: str) -> None:
    served.wait_until_healthy()
    before = served.children()

    served.signal(role, signal.SIGSTOP)

    wait_until(lambda: served.pid_of(role) not in {0, before[role]}, "another process")
    served.wait_until_healthy()
    name = role.replace("-", " ")
    assert f"{name} ({before[role]}) has given no sign of life" in log(served)
    assert f"{name} ({before[role]}) ended with -9, as it was told to, because it hung" in log(served)
    assert {**served.children(), role: 0} == {**before, role: 0}
    assert send(served, f"After the {role}.").status == 201


def test_4_3_a_machine_that_slept_is_not_taken_for_one_that_hangs(served: Served) -> None:
    served.wait_until_healthy()
    before = served.children()
    everybody = [served.process.pid, *before.values()]
    for pid in everybody:
        os.kill(pid, signal.SIGSTOP)
    time.sleep(2 * LIMIT_SECONDS)  # the fault itself: so long nothing of the paper ran
    for pid in reversed(everybody):
        os.kill(pid, signal.SIGCONT)

    served.wait_until_healthy()
    # As long as a hang would have needed to be found.
    beats = (served.data / "run" / "worker.alive").stat().st_mtime
    wait_until(
        lambda: (served.data / "run" / "worker.alive").stat().st_mtime > beats + LIMIT_SECONDS, "more beats"
    )
    assert served.children() == before


def test_4_3_an_end_by_the_system_says_that_it_may_be_memory(served: Served) -> None:
    served.wait_until_healthy()
    pid = served.pid_of("clerk")

    served.kill("clerk")

    wait_until(lambda: f"clerk ({pid}) ended with -9 (killed: mostly by the system" in log(served))
    assert "memory" in log(served)
    served.wait_until_healthy()
