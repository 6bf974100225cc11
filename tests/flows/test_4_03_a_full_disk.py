"""4.3: a full disk is said by everybody who is asked, ends no process, and is over by itself. It is really filled."""

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from http.client import HTTPException
from itertools import count
from pathlib import Path

import pytest
from tests.makers.papers_with_threads import (
    failing,
    has_another,
    log,
    open_thread,
    reason,
    send,
    told_no_more_than_once_a_minute,
    wait_until_failing,
)
from tests.rigs.serve_factory import Served, environment, make_paper, wait_until
from tests.rigs.small_disk import SmallDisk, small_disk

__all__ = ["small_disk"]
pytestmark = pytest.mark.serve
ROLES = ("front", "app-1", "clerk", "worker")


@pytest.fixture
def served(small_disk: SmallDisk, tmp_path: Path) -> Iterator[Served]:
    with Served.started(make_paper(small_disk.root / "paper"), log_to=tmp_path / "serve.err") as running:
        open_thread(running)
        running.ask("/test/story/1/")
        yield running


NUMBERS = count()


def refused(served: Served) -> bool:
    """Whether a comment is refused: what the log of the database still has room for is taken."""
    return send(served, f"Words {next(NUMBERS)} " + "x" * 1500).status == 503


def has_all_processes(served: Served) -> bool:
    """Whether nothing fails but what a full disk makes fail. Who comes first has what room there is left."""
    return {"disk"} <= failing(served) <= {"disk", "database"}


def test_4_3_a_full_disk_is_told_and_a_paper_whose_processes_end_on_it_is_served_and_heals(
    served: Served, small_disk: SmallDisk
) -> None:
    began = time.monotonic()
    small_disk.fill()
    wait_until(lambda: refused(served), "a refusal")

    assert reason(send(served, "One more " + "y" * 1500)) == "disk_full"
    wait_until_failing(served, "disk")
    lines = told_no_more_than_once_a_minute(served, "comments are refused:", since=began)
    assert "full" in lines[0]
    assert "Traceback" not in log(served)

    for role in ROLES:
        before = served.pid_of(role)
        served.kill(role)
        wait_until(partial(has_another, served, role, before), f"another {role}")
    wait_until(lambda: has_all_processes(served), "all processes")
    assert served.ask("/test/story/1/").status == 200

    small_disk.free()
    served.wait_until_healthy()
    assert send(served, "There is room again.").status == 201
    assert "Traceback" not in log(served)


def start_on_a_full_disk(small_disk: SmallDisk, tmp_path: Path, *, room: int) -> Served:
    """A paper that had a page printed, with so many bytes left when it starts."""
    data = make_paper(small_disk.root / "paper")
    with Served.started(data, log_to=tmp_path / "first.err") as served:
        open_thread(served)
        served.ask("/test/story/1/")
    # Else the start folds in the log that was left beside the database, and so makes room.
    served.query("PRAGMA wal_checkpoint(TRUNCATE)")
    small_disk.fill()
    small_disk.free(room)
    return Served.start(data, log_to=tmp_path / "serve.err")


def test_4_3_a_paper_is_served_on_a_full_disk_and_says_so(small_disk: SmallDisk, tmp_path: Path) -> None:
    served = start_on_a_full_disk(small_disk, tmp_path, room=256 * 1024)
    try:
        wait_until(lambda: has_all_processes(served), "all processes")
        assert served.ask("/test/story/1/").status == 200
        small_disk.free()
        served.wait_until_healthy()
    finally:
        served.stop()

    said = (tmp_path / "serve.err").read_text()
    assert "Traceback" not in said


def failing_once_there(served: Served) -> set[str]:
    """Nothing while nobody listens yet, or answers in words of its own: processes come one after the other."""
    try:
        return failing(served)
    except (OSError, HTTPException, ValueError):
        return set()


def test_4_3_a_paper_that_starts_on_a_disk_without_any_room_stands_and_heals(
    small_disk: SmallDisk, tmp_path: Path
) -> None:
    served = start_on_a_full_disk(small_disk, tmp_path, room=0)
    try:
        # SQLite reads nothing without its index of the log, and has no room for one.
        wait_until(lambda: failing_once_there(served) == {"disk", "database", "store"}, "all processes")
        before = served.children()
        assert served.ask("/test/story/1/").status == 503
        small_disk.free()
        served.wait_until_healthy()
        assert served.children() == before
        assert send(served, "There is room again.").status == 201
    finally:
        served.stop()

    said = (tmp_path / "serve.err").read_text()
    assert "no room left on the disk" in said
    assert "Traceback" not in said


def test_4_3_check_tries_to_write_and_names_a_full_disk(small_disk: SmallDisk) -> None:
    data = make_paper(small_disk.root / "paper")
    whole = check(data)
    small_disk.fill()

    full = check(data)

    assert "nearly full" not in whole.stderr
    assert full.returncode == 1
    assert "nearly full" in full.stderr
    assert f"Nothing can be written in {data}" in full.stderr
    assert "Traceback" not in full.stderr


def test_4_3_the_database_of_a_full_disk_is_whole_afterwards(served: Served, small_disk: SmallDisk) -> None:
    small_disk.fill()
    wait_until(lambda: refused(served), "a refusal")
    served.process.send_signal(signal.SIGKILL)
    served.process.wait()
    small_disk.free()

    shutil.copy(served.data / "paper.sqlite3", served.data / "copy.sqlite3")

    assert served.query("PRAGMA integrity_check") == [("ok",)]


def test_4_3_a_paper_that_closes_on_a_full_disk_says_what_its_log_lacks_in_a_sentence(
    served: Served, small_disk: SmallDisk, tmp_path: Path
) -> None:
    small_disk.fill()
    for number in range(100):  # longer than what is left of the log's last block
        served.ask(f"/test/story/1/?{'x' * 200}{number}")

    assert served.stop() == 0
    assert "Traceback" not in (tmp_path / "serve.err").read_text()


def check(data: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "kawaraban", "check"],
        env=environment(data),
        capture_output=True,
        text=True,
        check=False,
    )
