"""CPU and memory of a tree of processes, the noise of others, and that nothing is left running."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.rigs.serve_factory import is_running, wait_until

from bench.noise import Clocks, busy_seconds, others_share
from bench.ports import free_port
from bench.processes import cpu_seconds, pss_bytes, tree
from bench.refusals import NotMeasured
from bench.server import started

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

WORK = "import time\nwhile time.process_time() < 0.25: pass\nprint('worked', flush=True)\ntime.sleep(60)"


def test_a_tree_holds_children_of_children_and_what_they_used() -> None:
    nested = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {WORK!r}])"
    with subprocess.Popen([sys.executable, "-c", nested], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()

        pids = tree(process.pid)

        assert len(pids) == 2
        assert cpu_seconds(pids) > 0.2
        assert pss_bytes(pids) > 1_000_000
        for pid in pids:
            os.kill(pid, 9)


def test_what_an_interrupt_left_without_a_handle_is_ended_too() -> None:
    nested = (
        f"import subprocess, sys; print(subprocess.Popen([sys.executable, '-c', {WORK!r}]).pid, flush=True)\n"
    )
    interrupted = (
        "import subprocess, sys; from bench.processes import end_descendants\n"
        f"nested = {nested!r} + 'import time; time.sleep(60)'\n"
        "child = subprocess.Popen([sys.executable, '-c', nested], stdout=subprocess.PIPE)\n"
        "print(child.pid, int(child.stdout.readline()), flush=True)\n"
        "end_descendants()"
    )

    done = subprocess.run(
        [sys.executable, "-c", interrupted], capture_output=True, text=True, timeout=30, check=True
    )

    pids = [int(word) for word in done.stdout.split()]
    assert len(pids) == 2
    wait_until(lambda: not any(is_running(pid) for pid in pids), "the end of both")


def test_a_process_that_has_ended_used_nothing_and_is_no_tree() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()

    assert tree(process.pid) == set()
    assert cpu_seconds([process.pid]) == 0
    assert pss_bytes([process.pid]) == 0


def test_work_of_others_is_seen_and_our_own_is_not_counted_for_theirs() -> None:
    # It begins when it is told to: what it had used before the first reading would count for nobody.
    work = [sys.executable, "-c", f"input()\n{WORK}"]
    with subprocess.Popen(work, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        as_other, as_ours = Clocks.read([]), Clocks.read([process.pid])
        process.stdin.write(b"\n")
        process.stdin.flush()
        process.stdout.readline()
        after_other, after_ours = Clocks.read([]), Clocks.read([process.pid])
        process.kill()

    # Many cores, so that a busy machine does not reach the whole of it.
    seen = others_share(as_other, after_other, cores=64)
    left = others_share(as_ours, after_ours, cores=64)
    assert seen - left > 0.15 / (64 * (after_other.at - as_other.at))


@pytest.mark.parametrize(("ours", "share"), [(0.0, 0.5), (1.0, 0.25), (2.0, 0.0), (9.0, 0.0)])
def test_the_share_of_others_is_what_was_used_less_what_we_used(ours: float, share: float) -> None:
    assert others_share(Clocks(0, 10, 1), Clocks(2, 12, 1 + ours), cores=2) == share


def test_time_that_the_host_took_away_counts_and_waiting_does_not() -> None:
    tick = os.sysconf("SC_CLK_TCK")
    line = f"cpu  {1 * tick} {2 * tick} {4 * tick} {100 * tick} {100 * tick} {9 * tick} {9 * tick} {8 * tick} 0 0\n"

    assert busy_seconds(lambda: line) == 15


def test_a_server_ends_with_its_children_when_the_block_is_broken_off(tmp_path: Path) -> None:
    """As Ctrl-C does: the children too, also those that do not listen to a kind word."""
    stubborn = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
    code = f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {stubborn!r}]); time.sleep(60)"
    pids: set[int] = set()

    def begin_and_be_broken_off() -> None:
        with started("one", [sys.executable, "-c", code], port=0, log=tmp_path / "out") as server:
            pids.update(wait_until(lambda: server.pids if len(server.pids) == 2 else None, "the child"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        begin_and_be_broken_off()

    assert len(pids) == 2
    wait_until(lambda: not any(is_running(pid) for pid in pids), "the end of both")


def test_a_program_that_is_not_there_is_not_measured(tmp_path: Path) -> None:
    with (
        pytest.raises(NotMeasured, match="one cannot be started"),
        started("one", ["no-such-program"], port=0, log=tmp_path / "out"),
    ):
        pass


def test_a_server_that_does_not_come_up_is_not_measured(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import time; time.sleep(60)"]
    began = time.monotonic()
    with (
        started("one", command, port=free_port(), log=tmp_path / "out") as server,
        pytest.raises(NotMeasured, match="one did not come up"),
    ):
        server.wait("/", seconds=0.1)

    assert time.monotonic() > began


def test_a_server_that_ends_at_once_is_not_waited_for(tmp_path: Path) -> None:
    with (
        started("one", [sys.executable, "-c", "pass"], port=free_port(), log=tmp_path / "out") as server,
        pytest.raises(NotMeasured, match="one ended before it answered"),
    ):
        server.wait("/")
