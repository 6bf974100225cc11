"""5b.5: a served paper is printed whole by as many processes as there are processors; Ctrl-C ends them all."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.rigs.serve_factory import ROOT, Served, environment, hear_ctrl_c, make_paper, wait_until

from kawaraban.cli.printing_crew import PrintedCount

pytestmark = pytest.mark.serve

# One of the processes stands still for a while. A server without a name of its own has that of its port.
KNOBS = {"hang_seconds": "0", "site_url": "http://127.0.0.1:8000"}
PAGES = [f"/test/story/{number}/" for number in range(1, 41)]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    data = make_paper(tmp_path_factory.mktemp("many") / "paper")
    with Served.started(data, knobs=KNOBS) as running:
        for page in PAGES:
            running.ask(page)
        wait_until(lambda: all(running.store.order_of(page) is not None for page in PAGES), "all pages")
        yield running


def reprint(data: Path, processors: int, knobs: dict[str, str] = KNOBS) -> "subprocess.Popen[str]":
    """`press reprint --all` where so many processors can be used, in a session of its own."""
    program = (
        "import kawaraban.cli.press as press\n"
        f"press.processors_count = lambda: {processors}\n"
        "from kawaraban.cli.main import main; main()\n"
    )
    return subprocess.Popen(
        [sys.executable, "-u", "-c", program, "press", "reprint", "--all"],
        env=environment(data) | {f"KAWARABAN_{name.upper()}": value for name, value in knobs.items()},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        preexec_fn=hear_ctrl_c,
    )


def seems_alive(served: Served) -> bool:
    """The command prints only where a worker lives, and this one stands still."""
    (served.data / "run" / "worker.alive").touch()
    return True


def is_printed(served: Served, order: int) -> bool:
    return all((served.store.order_of(page) or 0) >= order for page in PAGES)


def order_in(said: str) -> int:
    return next(int(line.split()[1]) for line in said.splitlines() if line.startswith("Order"))


def test_5b_05_helpers_print_every_page_while_the_worker_stands_still(
    served: Served,
) -> None:
    # Whoever stands still in the middle of a write keeps all others from writing.
    wait_until(lambda: served.store.rough_count() == 0, "quiet")
    served.hold_worker()
    command = reprint(served.data, processors=3)
    try:
        lines = command.stdout
        assert lines is not None
        wait_until(lambda: seems_alive(served) and select.select([lines], [], [], 0.05)[0], "a line")
        order = order_in(lines.readline())
        wait_until(lambda: seems_alive(served) and is_printed(served, order), "all pages")
        assert served.store.cursor < order
    finally:
        served.signal("worker", signal.SIGCONT)
    said, _nothing = command.communicate(timeout=60)

    assert "printed" in said
    assert command.returncode == 0, said
    wait_until(lambda: served.store.cursor >= order, "the cursor")


def test_5b_05_ctrl_c_ends_the_command_with_all_its_helpers_and_the_worker_prints_what_is_left(
    served: Served,
) -> None:
    command = reprint(served.data, processors=4)
    assert command.stdout is not None
    order = order_in(command.stdout.readline())

    os.killpg(command.pid, signal.SIGINT)
    said, _nothing = command.communicate(timeout=60)

    assert command.returncode != 0
    assert "Traceback" not in said
    wait_until(lambda: is_gone(command.pid), "the end of every helper")
    wait_until(lambda: served.store.cursor >= order, "the cursor")
    assert is_printed(served, order)


def test_5b_05_a_command_with_other_knobs_than_the_server_leaves_all_to_the_worker(served: Served) -> None:
    """What it renders is of another edition, and the store takes none of it."""
    command = reprint(served.data, processors=4, knobs={"site_url": "http://another.example"})

    said, _nothing = command.communicate(timeout=60)

    assert command.returncode == 0, said
    assert is_printed(served, order_in(said))
    page = served.store.page(PAGES[0])
    assert page is not None
    assert b"another.example" not in page.bodies["identity"]


def is_gone(session: int) -> bool:
    try:
        os.killpg(session, 0)
    except ProcessLookupError:
        return True
    return False


def test_5b_05_a_line_comes_for_each_tenth_and_where_that_takes_long_every_few_seconds(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = [0.0]
    monkeypatch.setattr("kawaraban.cli.printing_crew.time.monotonic", lambda: now[0])
    told = PrintedCount(1_000)
    for count, seconds in (
        (0, 0.0),
        (1, 1.0),
        (2, 2.9),
        (3, 3.1),
        (4, 4.0),
        (100, 4.1),
        (101, 4.2),
        (102, 7.3),
    ):
        now[0] = seconds
        told.say(count)

    said = capsys.readouterr().out.splitlines()

    assert [int(line.split()[1]) for line in said] == [0, 3, 100, 102]
