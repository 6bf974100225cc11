import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from pytest_django.fixtures import DjangoAssertNumQueries

from kawaraban.press.front.beacons.beacon import PAPER, BeaconVerdict
from kawaraban.press.front.beacons.file import BeaconFile
from kawaraban.press.models import ReprintOrder
from kawaraban.press.store.store import Store
from kawaraban.reads.counts import all_reads, reads_of
from kawaraban.reads.folding import MOST_READ_KEY, ReadsFolder, fold_file
from kawaraban.reads.models import COLUMNS, DayReaders, FoldMark, HourTally
from kawaraban.reads.rule import ZONE_NOTE

pytestmark = pytest.mark.django_db
MINUTE = int(datetime(2026, 11, 23, 12, 5, tzinfo=UTC).timestamp()) // 60


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[ReadsFolder]:
    (tmp_path / "beacons").mkdir()
    store = Store(tmp_path / "store")
    yield ReadsFolder(tmp_path / "beacons", store)
    store.close()


def lines(*entries: str) -> bytes:
    return "".join(f"{entry} {MINUTE}\n" for entry in entries).encode()


def tally(story: str) -> HourTally:
    return HourTally.objects.get(story_key=story)


def test_lines_become_tallies_by_story_and_hour_with_what_did_not_count_apart(
    folder: ReadsFolder, noon: datetime
) -> None:
    file = BeaconFile(folder.folder)
    file.append(
        lines(
            "story-1 read", "story-1 read", "story-1 robot", "story-1 repeat", "story-1 staff", "story-2 read"
        )
    )
    file.write()

    assert folder.fold(now=noon) == 3

    one = tally("story-1")
    assert (one.reads_count, one.robots_count, one.repeats_count, one.staff_count) == (2, 1, 1, 1)
    assert one.hour_at == noon
    assert reads_of(["story-1", "story-2", "story-3"]) == {"story-1": 2, "story-2": 1, "story-3": 0}


def test_folding_again_counts_only_what_is_new(folder: ReadsFolder, noon: datetime) -> None:
    file = BeaconFile(folder.folder)
    file.append(lines("story-1 read"))
    file.write()
    folder.fold(now=noon)

    assert folder.fold(now=noon) == 0
    file.append(lines("story-1 read"))
    file.write()
    assert folder.fold(now=noon) == 1

    assert tally("story-1").reads_count == 2


def test_a_fold_that_is_killed_before_its_commit_counts_nothing_and_the_next_counts_all(
    folder: ReadsFolder, noon: datetime
) -> None:
    class Killed(Exception):
        pass

    file = BeaconFile(folder.folder)
    file.append(lines("story-1 read"))
    file.write()
    with suppress(Killed), transaction.atomic():
        fold_file(folder.folder / file.name)
        raise Killed

    folder.fold(now=noon)

    assert tally("story-1").reads_count == 1


def test_a_fold_that_is_killed_after_its_commit_is_not_counted_again(
    folder: ReadsFolder, noon: datetime
) -> None:
    file = BeaconFile(folder.folder)
    file.append(lines("story-1 read"))
    file.write()
    fold_file(folder.folder / file.name)

    ReadsFolder(folder.folder, folder.store).fold(now=noon)

    assert tally("story-1").reads_count == 1
    assert folder.store.figure("story-1") == (1, {file.name: file.size})


def test_half_a_line_waits_for_its_other_half(folder: ReadsFolder, noon: datetime) -> None:
    file = BeaconFile(folder.folder)
    file.append(b"story-1 re")
    file.write()
    folder.fold(now=noon)

    file.append(f"ad {MINUTE}\n".encode())
    file.write()
    folder.fold(now=noon)

    assert tally("story-1").reads_count == 1


@pytest.mark.parametrize(
    "junk",
    [
        b"\xff\xfe\n",
        b"story-1 read\n",
        b"story-x read 1\n",
        b"story-1 liked 1\n",
        b"story-1 read -1\n",
        b"\n",
        b"story-1 read 99999999999\n",
    ],
)
def test_a_line_that_is_not_one_of_ours_is_passed_over(
    folder: ReadsFolder, noon: datetime, junk: bytes
) -> None:
    file = BeaconFile(folder.folder)
    file.append(junk + lines("story-1 read"))
    file.write()

    assert folder.fold(now=noon) == 1


def test_a_file_is_thrown_away_with_its_mark_only_when_its_writer_has_let_go(
    folder: ReadsFolder, noon: datetime
) -> None:
    file = BeaconFile(folder.folder)
    file.append(lines("story-1 read"))
    file.write()
    folder.fold(now=noon)
    assert (folder.folder / file.name).exists()

    file.close()
    folder.fold(now=noon)

    assert os.listdir(folder.folder) == []
    assert not FoldMark.objects.exists()
    assert folder.store.figure("story-1") == (1, {file.name: file.size})
    assert folder.fold(now=noon) == 0
    assert tally("story-1").reads_count == 1


def test_the_front_is_told_the_figures_of_all_stories_at_the_first_fold(
    folder: ReadsFolder, noon: datetime
) -> None:
    HourTally.objects.create(story_key="story-7", hour_at=noon, reads_count=70)

    folder.fold(now=noon)

    assert folder.store.figure("story-7")[0] == 70
    assert all_reads() == {"story-7": 70}


def test_the_pages_with_the_most_read_are_printed_again_when_the_ranking_changes(
    folder: ReadsFolder, noon: datetime
) -> None:
    def orders() -> int:
        return ReprintOrder.objects.filter(keys=[MOST_READ_KEY]).count()

    file = BeaconFile(folder.folder)
    file.append(lines("story-1 read", "story-1 read", "story-2 read"))
    file.write()
    folder.fold(now=noon)
    assert orders() == 1

    file.append(lines("story-1 read"))
    file.write()
    folder.fold(now=noon + timedelta(minutes=2))
    assert orders() == 1

    file.append(lines(*["story-2 read"] * 5))
    file.write()
    folder.fold(now=noon + timedelta(minutes=4))
    assert orders() == 2


def test_a_restless_ranking_orders_at_most_once_a_minute(folder: ReadsFolder, noon: datetime) -> None:
    file = BeaconFile(folder.folder)
    for number in range(4):
        file.append(lines(*[f"story-{number} read"] * (number + 1)))
        file.write()
        folder.fold(now=noon + timedelta(seconds=number))

    assert ReprintOrder.objects.count() == 1
    folder.fold(now=noon + timedelta(minutes=1))
    assert ReprintOrder.objects.count() == 2


def test_every_reason_has_a_column_of_its_own(folder: ReadsFolder, noon: datetime) -> None:
    file = BeaconFile(folder.folder)
    for number, verdict in enumerate(BeaconVerdict, start=1):
        file.append(f"story-1 {verdict} {MINUTE} {number} - -\n".encode())
    file.write()

    folder.fold(now=noon)

    one = tally("story-1")
    assert [getattr(one, COLUMNS[verdict]) for verdict in BeaconVerdict] == list(
        range(1, len(BeaconVerdict) + 1)
    )


def test_what_names_no_story_of_ours_is_told_under_the_paper_and_is_no_figure(
    folder: ReadsFolder, noon: datetime
) -> None:
    file = BeaconFile(folder.folder)
    file.append(f"paper malformed {MINUTE} 7 - -\npaper unknown {MINUTE} 2 - -\n".encode())
    file.write()

    folder.fold(now=noon)

    assert (tally(PAPER).malformed_count, tally(PAPER).unknown_count) == (7, 2)
    assert all_reads() == {}
    assert folder.store.figure(PAPER)[0] is None


def test_distinct_readers_are_told_by_story_and_day_and_for_the_paper(
    folder: ReadsFolder, noon: datetime
) -> None:
    file = BeaconFile(folder.folder)
    for reader in range(3):
        file.append(f"story-1 read {MINUTE} 1 {reader:016x} {reader + 100:016x}\n".encode())
    file.append(f"story-2 read {MINUTE} 1 {50:016x} -\n".encode())
    file.append(f"story-1 repeat {MINUTE + 24 * 60} 1 {7:016x} {8:016x}\n".encode())
    file.write()
    folder.fold(now=noon)

    file.append(
        f"story-1 read {MINUTE} 1 {2:016x} {102:016x}\n".encode()
    )  # after a full memory: known already
    file.append(f"story-1 read {MINUTE} 1 {3:016x} {103:016x}\n".encode())
    file.write()
    folder.fold(now=noon)

    told = {(one.story_key, one.day_on.day): one.readers_count for one in DayReaders.objects.all()}
    assert told == {
        ("story-1", 23): 4,
        ("story-2", 23): 1,
        (PAPER, 23): 4,
        ("story-1", 24): 1,
        (PAPER, 24): 1,
    }


def test_days_are_parted_at_the_midnight_of_the_paper(folder: ReadsFolder, noon: datetime) -> None:
    folder.zone = lambda: ZoneInfo("Asia/Tokyo")
    file = BeaconFile(folder.folder)
    late = int(datetime(2026, 11, 23, 15, 5, tzinfo=UTC).timestamp()) // 60  # five past midnight in Tokyo
    file.append(f"story-1 read {late} 1 {1:016x} -\n".encode())
    file.write()

    folder.fold(now=noon)

    assert DayReaders.objects.get().day_on.day == 24
    assert folder.store.note(ZONE_NOTE) == "Asia/Tokyo"


def test_hours_begin_on_the_clocks_of_the_paper(folder: ReadsFolder, noon: datetime) -> None:
    folder.zone = lambda: ZoneInfo("Asia/Kolkata")  # five hours and a half ahead
    file = BeaconFile(folder.folder)
    file.append(lines("story-1 read"))
    file.write()

    folder.fold(now=noon)

    assert tally("story-1").hour_at == datetime(2026, 11, 23, 11, 30, tzinfo=UTC)


def test_a_fold_takes_as_many_statements_for_many_stories_as_for_one(
    folder: ReadsFolder, noon: datetime, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    file = BeaconFile(folder.folder)
    for number in range(300):
        file.append(f"story-{number} read {MINUTE} 1 {number:016x} {number:016x}\n".encode())
    file.write()
    folder.fold(now=noon)
    for number in range(300):
        file.append(f"story-{number} read {MINUTE} 1 {number + 1:016x} -\n".encode())
    file.write()

    with django_assert_max_num_queries(14):
        folder.fold(now=noon)

    assert DayReaders.objects.get(story_key="story-7").readers_count == 2


def test_the_figures_of_many_stories_are_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        assert reads_of(f"story-{number}" for number in range(50))["story-7"] == 0
    with django_assert_num_queries(0):
        assert reads_of([]) == {}
