"""2.6: what is ordered is printed, in a bounded number of renderings; what fails is told; nothing old stays."""

import json
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.makers.press import make_page
from tests.rigs.serve_factory import Served, environment, make_paper, wait_until

pytestmark = pytest.mark.serve


# Several commands in one process: loading the program takes longer than what it is asked.
PROGRAM = """
import json, sys
from click.testing import CliRunner
from kawaraban.cli.press import press
done = [CliRunner().invoke(press, words.split()) for words in sys.argv[1:]]
print(json.dumps([[one.exit_code, one.stdout, one.stderr] for one in done]))
"""


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str


def press(data: Path, *commands: str) -> list[Done]:
    """`kawaraban press ...`, each of these."""
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, *commands],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env=environment(data),
    )
    return [Done(*one) for one in json.loads(ran.stdout)]


def test_2_06_decisions_that_come_while_a_page_is_printed_share_its_next_printing(served: Served) -> None:
    """They come while the worker is in the middle of it, wherever that is: it stands still, and goes on."""
    served.ask("/test/story/1/")
    rounds, together = 4, 75
    printed_for = set()
    for number in range(rounds):
        served.hold_worker()
        for reads in range(1 + number * together, 1 + (number + 1) * together):
            order = served.change_story(1, reads=1_000 + reads)
        served.signal("worker", signal.SIGCONT)
        # Each rendering has a number of the log of its own.
        while served.store.cursor < order:
            printed_for.add(served.store.order_of("/test/story/1/"))

    assert b": 1300 reads" in served.ask("/test/story/1/").body
    assert (served.store.order_of("/test/story/1/") or 0) >= order
    # The one that was under way, and the one that all share.
    assert len(printed_for) <= 3 * rounds


def test_2_06_reprint_all_waits_until_every_page_is_printed(served: Served) -> None:
    for number in range(10, 20):
        served.ask(f"/test/story/{number}/")

    [done] = press(served.data, "reprint --all")

    assert done.code == 0, done.err
    [order] = [int(line.split()[1]) for line in done.out.splitlines() if line.startswith("Order")]
    seen = [served.store.order_of(address) for address in served.store.addresses_under(["paper"])]
    assert all(number is not None and number >= order for number in seen)
    assert len(seen) >= 10
    assert "pages are printed or gone." in done.out
    assert "\r" not in done.out


def test_2_06_a_page_that_breaks_keeps_its_print_and_is_told_by_status_and_reprint(served: Served) -> None:
    served.ask("/test/story/30/")
    order = served.change_story(30, reads=500)
    wait_until(lambda: served.store.cursor >= order)

    done, status = press(served.data, "reprint story-30", "status")

    assert b": 0 reads" in served.ask("/test/story/30/").body
    assert done.code == 1
    assert "/test/story/30/: HTTP 500 (tried" in done.err
    [line] = [line for line in status.out.splitlines() if "/test/story/30/" in line]
    assert "HTTP 500 (tried" in line
    assert "times, next" in line

    served.change_story(30, reads=3)
    done, status = press(served.data, "reprint story-30", "status")
    assert done.code == 0
    assert "failed pages:     0" in status.out


def test_2_06_a_reprint_that_nobody_prints_says_so_and_stays_in_the_log(tmp_path: Path) -> None:
    data = make_paper(tmp_path / "paper")

    waited, ordered, status = press(data, "reprint --all", "reprint --all --no-wait", "status")

    assert waited.code == 1
    assert "No worker is running" in waited.err
    assert ordered.code == 0
    assert "newest order:     2" in status.out


def test_2_06_a_page_of_another_edition_is_neither_served_nor_kept_after_a_restart(tmp_path: Path) -> None:
    data = make_paper(tmp_path / "paper")
    with Served.started(data) as first:
        first.ask("/test/story/1/")
        first.store.put(make_page("/test/story/2/", text="printed by the old templates"))
        assert first.ask("/test/story/2/").body == b"printed by the old templates"
        first.store.close()
    (data / "kawaraban.toml").write_text("reads_seconds = 11\n")

    with Served.started(data) as second:
        assert second.ask("/test/story/2/").body == b"<p>story 2: 0 reads</p>"
