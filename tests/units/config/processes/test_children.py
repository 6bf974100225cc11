import os
import signal
import sys
import time
from collections.abc import Callable
from itertools import pairwise

from tests.rigs.serve_factory import is_running, wait_until

from kawaraban.config.processes.children import Child, Forked, Process, end_all, spawned

FOREVER = [sys.executable, "-c", "import time; time.sleep(600)"]
DEAF = [
    *(sys.executable, "-c"),
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)",
]


def looked_after(child: Child, *, until: Callable[[], bool]) -> Callable[[], bool]:
    """What to wait for: the child is looked after each time before it is asked."""

    def is_so() -> bool:
        child.look_after()
        return until()

    return is_so


def test_a_forked_child_runs_its_work_and_ends_with_its_code() -> None:
    def leave() -> None:
        raise SystemExit(7)

    quiet, leaving = Forked(lambda: None), Forked(leave)

    assert wait_until(lambda: quiet.poll() is not None and quiet.poll() == 0)
    wait_until(lambda: leaving.poll() is not None)
    assert leaving.poll() == 7


def test_a_child_that_ends_is_started_again_after_a_pause_that_grows() -> None:
    starts: list[float] = []

    def start() -> Process:
        starts.append(time.monotonic())
        return spawned([sys.executable, "-c", ""])

    child = Child("brief", start)

    wait_until(looked_after(child, until=lambda: len(starts) >= 4))

    pauses = [later - earlier for earlier, later in pairwise(starts)]
    assert pauses[2] >= 0.4 > 0.1
    end_all([child], within_seconds=5)


def test_children_end_on_sigterm_and_the_deaf_ones_on_sigkill() -> None:
    children = [Child("obedient", lambda: spawned(FOREVER)), Child("deaf", lambda: spawned(DEAF))]
    for child in children:
        child.look_after()

    end_all(children, within_seconds=1.0)

    codes = [child.process.poll() for child in children if child.process]
    assert codes[0] == -signal.SIGTERM
    assert codes[1] in {-signal.SIGKILL, -signal.SIGTERM}


def test_a_child_is_out_of_reach_of_the_terminals_ctrl_c() -> None:
    child = Child("obedient", lambda: spawned(FOREVER))
    child.look_after()
    assert child.process is not None

    assert os.getpgid(child.process.pid) != os.getpgid(0)

    end_all([child], within_seconds=5)
    assert not is_running(child.process.pid)


def test_a_child_that_the_system_has_no_room_for_comes_later() -> None:
    tries: list[float] = []

    def start() -> Process:
        tries.append(time.monotonic())
        if len(tries) < 3:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        return spawned(FOREVER)

    child = Child("late", start)

    wait_until(looked_after(child, until=child.is_running))

    assert len(tries) == 3
    end_all([child], within_seconds=5)
