"""2.9: a crash loses at most a second of counts, and counts nothing twice."""

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.rigs.serve_factory import Served, wait_until

from kawaraban.press.store.store import Store
from kawaraban.reads.folding import ReadsFolder
from kawaraban.reads.models import DayReaders, HourTally

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
MINUTE = int(datetime(2026, 11, 23, 12, 5, tzinfo=UTC).timestamp())

# Counts reads as the front does, and says after each second's writing how many it has handed over.
COUNTING = """
import itertools, sys
from pathlib import Path
from kawaraban.press.front.beacons.desk import BeaconDesk
from kawaraban.press.front.beacons.file import BeaconFile
from kawaraban.press.front.beacons.beacon import Beacon
from kawaraban.press.store.store import Store
from kawaraban.reads.rule import ReadRule

folder, at = Path(sys.argv[1]), float(sys.argv[2])
desk = BeaconDesk(Store(folder / "store"), ReadRule(most_of_network=0), BeaconFile(folder / "beacons"))
for second in itertools.count(1):
    for number in range(50):
        desk.count(Beacon("story-1", f"192.0.{second}.{number}", sys.argv[3], "", False, 10.0), at=at)
    desk.write()
    desk.file.sync()
    print(second * 50, flush=True)
    sys.stdin.readline()
"""
# By so many writings the front may be ahead of whoever reads what it tells: far below what may wait to be counted.
AHEAD = 20


@pytest.mark.django_db
def test_2_09_a_front_killed_at_any_moment_loses_only_what_it_had_not_handed_over(
    tmp_path: Path, noon: datetime
) -> None:
    folder = ReadsFolder(tmp_path / "beacons", Store(tmp_path / "store"))
    handed_over = 0
    for kills in range(1, 4):
        command = [sys.executable, "-c", COUNTING, str(tmp_path), str(MINUTE), FIREFOX]
        with subprocess.Popen(
            command, text=True, bufsize=1, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as front:
            assert front.stdin is not None
            assert front.stdout is not None
            front.stdin.write("\n" * AHEAD)
            for _ in range(7 * kills):
                front.stdin.write("\n")
                told = int(front.stdout.readline())
                if told % 250 == 0:
                    folder.fold(now=noon)  # in the middle of its writing
            front.kill()
            handed_over += max([told, *map(int, front.stdout.read().split())])

        folder.fold(now=noon)
        counted = HourTally.objects.get().reads_count

        # At most the one writing that had begun when the kill came is more than what was told.
        assert handed_over <= counted <= handed_over + 50 * kills
        handed_over = counted

    for _ in range(3):
        ReadsFolder(tmp_path / "beacons", Store(tmp_path / "store")).fold(now=noon)
    assert HourTally.objects.get().reads_count == handed_over
    assert os.listdir(tmp_path / "beacons") == []
    assert DayReaders.objects.get(story_key="story-1").readers_count == pytest.approx(handed_over, rel=0.06)


def send(served: Served, story: str, *, readers: range) -> None:
    for reader in readers:
        answer = served.ask(
            "/reads",
            method="POST",
            body=json.dumps({"story": story, "seen": 10}).encode(),
            sec_fetch_site="same-origin",
            user_agent=FIREFOX,
            x_forwarded_for=f"203.0.113.{reader}",
        )
        assert answer.status == 200


def counted(served: Served, story: str) -> int:
    rows = served.query("SELECT sum(reads_count) FROM reads_hourtally WHERE story_key = ?", story)
    return int(str(rows[0][0] or 0))


def kill(served: Served, role: str) -> None:
    before = served.pid(role)
    served.signal(role, signal.SIGKILL)
    wait_until(lambda: served.pid(role) != before, f"another {role}")


@pytest.mark.serve
def test_2_09_a_worker_killed_again_and_again_counts_each_read_once(served: Served) -> None:
    served.ask("/test/story/1/")
    for round_ in range(3):
        send(served, "story-1", readers=range(round_ * 20, round_ * 20 + 20))
        kill(served, "worker")

    wait_until(lambda: counted(served, "story-1") == 60, "the fold")
    send(served, "story-1", readers=range(200, 201))
    wait_until(lambda: counted(served, "story-1") == 61, "the next fold")


@pytest.mark.serve
def test_2_09_a_killed_front_counts_nothing_twice_and_says_no_more_than_was_sent(served: Served) -> None:
    served.ask("/test/story/2/")
    served.ask("/test/story/3/")
    send(served, "story-2", readers=range(30))
    wait_until(lambda: counted(served, "story-2") == 30, "the fold")
    send(served, "story-2", readers=range(30, 40))

    kill(served, "front")
    served.wait_until_healthy()
    send(served, "story-2", readers=range(100, 101))
    send(served, "story-3", readers=range(100, 101))

    wait_until(lambda: counted(served, "story-3") == 1, "a fold after all that")
    assert 31 <= counted(served, "story-2") <= 41
