"""4.3: the access log takes no more room than it was given, and makes room for itself on a full disk."""

import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.rigs.serve_factory import Served, make_paper, wait_until
from tests.rigs.small_disk import SmallDisk, small_disk

from kawaraban.press.front.access_log import AccessLog, Keeping, LogEntry

__all__ = ["small_disk"]
DAY = 86_400


def write(log: AccessLog, lines: int = 1) -> None:
    for number in range(lines):
        entry = LogEntry("203.0.113.7", "GET", f"/a/{number}/", "", 200, 100, "store")
        log.note(entry, 1)
    log.flush()


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_4_3_a_day_that_is_over_is_laid_aside_under_its_date(tmp_path: Path) -> None:
    log = AccessLog(tmp_path / "access.log")
    write(log)
    yesterday = time.time() - DAY
    os.utime(tmp_path / "access.log", (yesterday, yesterday))

    write(log, 2)

    day = datetime.fromtimestamp(yesterday, UTC).date().isoformat()
    assert names(tmp_path) == {"access.log", f"access-{day}.log"}
    assert len((tmp_path / "access.log").read_text().splitlines()) == 2


def test_4_3_all_files_together_stay_within_their_bytes_and_the_oldest_go(tmp_path: Path) -> None:
    limit = 80_000
    log = AccessLog(tmp_path / "access.log", keeping=Keeping(most_bytes=limit))
    for number in range(400):
        write(log, 10)
        assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= limit + 2_000
        if number == 30:
            first = min(path.name for path in tmp_path.glob("access-*"))

    assert first not in names(tmp_path)
    assert "access.log" in names(tmp_path)


def test_4_3_what_is_too_old_goes_and_what_is_not_ours_stays(tmp_path: Path) -> None:
    log = AccessLog(tmp_path / "access.log", keeping=Keeping(days=30))
    for name, days in (("access-2020-01-01.log", 40), ("access-2020-02-01.log", 20), ("serve.log", 400)):
        (tmp_path / name).write_text("a line\n")
        os.utime(tmp_path / name, (time.time() - days * DAY,) * 2)
    write(log)
    os.utime(tmp_path / "access.log", (time.time() - DAY,) * 2)

    write(log)

    assert "access-2020-01-01.log" not in names(tmp_path)
    assert {"access-2020-02-01.log", "serve.log"} <= names(tmp_path)


def test_4_3_whoever_moves_the_file_away_does_no_harm(tmp_path: Path) -> None:
    log = AccessLog(tmp_path / "access.log", keeping=Keeping(most_bytes=1_000_000, days=30))
    write(log)
    (tmp_path / "access.log").rename(tmp_path / "access.log.1")

    write(log, 3)

    assert len((tmp_path / "access.log").read_text().splitlines()) == 3


def test_4_3_on_a_full_disk_the_oldest_log_makes_room_and_no_line_is_torn(small_disk: SmallDisk) -> None:
    folder = small_disk.root / "log"
    folder.mkdir()
    for day in ("2026-01-01", "2026-01-02"):
        (folder / f"access-{day}.log").write_text("x" * 50_000)
        os.utime(folder / f"access-{day}.log", (time.time() - 5 * DAY,) * 2)
    os.utime(folder / "access-2026-01-01.log", (time.time() - 9 * DAY,) * 2)
    log = AccessLog(folder / "access.log", keeping=Keeping(most_bytes=10_000_000, days=30))
    write(log)
    small_disk.fill()

    write(log, 300)

    assert names(folder) == {"access.log", "access-2026-01-02.log"}
    lines = (folder / "access.log").read_text().splitlines()
    assert len(lines) == 301
    assert all(line.endswith("ms") for line in lines)


@pytest.mark.serve
def test_4_3_a_served_paper_keeps_its_log_within_the_knob(tmp_path: Path) -> None:
    data = make_paper(tmp_path / "paper")
    (data / "log").mkdir()
    old = data / "log" / "access.log"
    old.write_text("x" * 300_000)
    with Served.started(data, knobs={"log_megabytes": "1"}) as served:
        served.ask("/test/story/1/")

        wait_until(lambda: list((data / "log").glob("access-*.log")), "a file that was laid aside")
        assert wait_until(lambda: old.exists() and "GET" in old.read_text())
