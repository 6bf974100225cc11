import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django.fixtures import DjangoAssertNumQueries

from kawaraban.press.beacons import BeaconFile
from kawaraban.press.models import ReprintOrder
from kawaraban.press.store import Store
from kawaraban.reads.figures import all_reads, most_read, reads_of
from kawaraban.reads.folding import MOST_READ_KEY, Folder, fold_file
from kawaraban.reads.models import FoldMark, HourTally

pytestmark = pytest.mark.django_db
MINUTE = int(datetime(2026, 11, 23, 12, 5, tzinfo=UTC).timestamp()) // 60


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    (tmp_path / "beacons").mkdir()
    store = Store(tmp_path / "store")
    yield Folder(tmp_path / "beacons", store)
    store.close()


def lines(*entries: str) -> bytes:
    return "".join(f"{entry} {MINUTE}\n" for entry in entries).encode()


def tally(story: str) -> HourTally:
    return HourTally.objects.get(story_key=story)


def test_lines_become_tallies_by_story_and_hour_with_what_did_not_count_apart(
    folder: Folder, noon: datetime
) -> None:
    file = BeaconFile(folder.folder)
    file.append(
        lines(
            "story-1 read", "story-1 read", "story-1 robot", "story-1 repeat", "story-1 staff", "story-2 read"
        )
    )

    assert folder.fold(now=noon) == 3

    one = tally("story-1")
    assert (one.reads_count, one.robots_count, one.repeats_count, one.staff_count) == (2, 1, 1, 1)
    assert one.hour_at == noon
    assert reads_of(["story-1", "story-2", "story-3"]) == {"story-1": 2, "story-2": 1, "story-3": 0}


def test_folding_again_counts_only_what_is_new(folder: Folder, noon: datetime) -> None:
    file = BeaconFile(folder.folder)
    file.append(lines("story-1 read"))
    folder.fold(now=noon)

    assert folder.fold(now=noon) == 0
    file.append(lines("story-1 read"))
    assert folder.fold(now=noon) == 1

    assert tally("story-1").reads_count == 2


def test_a_fold_that_is_killed_before_its_commit_counts_nothing_and_the_next_counts_all(
    folder: Folder, noon: datetime
) -> None:
    class Killed(Exception):
        pass

    file = BeaconFile(folder.folder)
    file.append(lines("story-1 read"))
    with suppress(Killed), transaction.atomic():
        fold_file(folder.folder / file.name)
        raise Killed

    folder.fold(now=noon)

    assert tally("story-1").reads_count == 1


def test_a_fold_that_is_killed_after_its_commit_is_not_counted_again(folder: Folder, noon: datetime) -> None:
    file = BeaconFile(folder.folder)
    file.append(lines("story-1 read"))
    fold_file(folder.folder / file.name)

    Folder(folder.folder, folder.store).fold(now=noon)

    assert tally("story-1").reads_count == 1
    assert folder.store.figure("story-1") == (1, {file.name: file.size})


def test_half_a_line_waits_for_its_other_half(folder: Folder, noon: datetime) -> None:
    file = BeaconFile(folder.folder)
    file.append(b"story-1 re")
    folder.fold(now=noon)

    file.append(f"ad {MINUTE}\n".encode())
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
def test_a_line_that_is_not_one_of_ours_is_passed_over(folder: Folder, noon: datetime, junk: bytes) -> None:
    file = BeaconFile(folder.folder)
    file.append(junk + lines("story-1 read"))

    assert folder.fold(now=noon) == 1


def test_a_file_is_thrown_away_with_its_mark_only_when_its_writer_has_let_go(
    folder: Folder, noon: datetime
) -> None:
    file = BeaconFile(folder.folder)
    file.append(lines("story-1 read"))
    folder.fold(now=noon)
    assert (folder.folder / file.name).exists()

    file.close()
    folder.fold(now=noon)

    assert os.listdir(folder.folder) == []
    assert not FoldMark.objects.exists()
    assert folder.store.figure("story-1") == (1, {})
    assert folder.fold(now=noon) == 0
    assert tally("story-1").reads_count == 1


def test_the_front_is_told_the_figures_of_all_stories_at_the_first_fold(
    folder: Folder, noon: datetime
) -> None:
    HourTally.objects.create(story_key="story-7", hour_at=noon, reads_count=70)

    folder.fold(now=noon)

    assert folder.store.figure("story-7")[0] == 70
    assert all_reads() == {"story-7": 70}


def test_the_pages_with_the_most_read_are_printed_again_when_the_ranking_changes(
    folder: Folder, noon: datetime
) -> None:
    def orders() -> int:
        return ReprintOrder.objects.filter(keys=[MOST_READ_KEY]).count()

    file = BeaconFile(folder.folder)
    file.append(lines("story-1 read", "story-1 read", "story-2 read"))
    folder.fold(now=noon)
    assert orders() == 1

    file.append(lines("story-1 read"))
    folder.fold(now=noon + timedelta(minutes=2))
    assert orders() == 1

    file.append(lines(*["story-2 read"] * 5))
    folder.fold(now=noon + timedelta(minutes=4))
    assert orders() == 2


def test_a_restless_ranking_orders_at_most_once_a_minute(folder: Folder, noon: datetime) -> None:
    file = BeaconFile(folder.folder)
    for number in range(4):
        file.append(lines(*[f"story-{number} read"] * (number + 1)))
        folder.fold(now=noon + timedelta(seconds=number))

    assert ReprintOrder.objects.count() == 1
    folder.fold(now=noon + timedelta(minutes=1))
    assert ReprintOrder.objects.count() == 2


def test_most_read_looks_back_a_day_and_breaks_ties_by_key(
    noon: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for story, hours_ago, reads in [
        ("story-3", 1, 5),
        ("story-1", 2, 5),
        ("story-2", 1, 9),
        ("story-4", 30, 99),
    ]:
        HourTally.objects.create(
            story_key=story, hour_at=noon - timedelta(hours=hours_ago), reads_count=reads
        )
    HourTally.objects.create(story_key="story-5", hour_at=noon, robots_count=1000)

    with django_assert_num_queries(1):
        assert most_read(now=noon, limit=3) == ["story-2", "story-1", "story-3"]
    assert most_read(now=noon, limit=9, hours=48)[0] == "story-4"


def test_the_figures_of_many_stories_are_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        assert reads_of(f"story-{number}" for number in range(50))["story-7"] == 0
    with django_assert_num_queries(0):
        assert reads_of([]) == {}
