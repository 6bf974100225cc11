"""Workers over one PostgreSQL: they agree on a key, hear what the others count, and forget both."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from tests.rigs.postgres.server import needs_postgresql

from kawaraban.press.front.beacons.file import BeaconFile
from kawaraban.press.models import Lease
from kawaraban.reads.folding import fold_file
from kawaraban.reads.marks import MARK, MARKS_SUFFIX, unpack_keys
from kawaraban.reads.models import DayReaders, HourTally, SharedKey, SharedReads
from kawaraban.reads.shared_days import SharedDays

pytestmark = [needs_postgresql, pytest.mark.django_db]

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
TODAY = int(datetime(2026, 11, 24, tzinfo=UTC).timestamp())
MINUTE = int(NOON.timestamp()) // 60
DAY = timedelta(days=1)


class Worker:
    """One machine's, with its folder and what it shows its front."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.folder.mkdir()
        self.file = BeaconFile(folder)
        self.starts()

    def starts(self) -> None:
        self.shown = b""
        self.days = SharedDays(self.folder, put_up=self._put_up)

    def _put_up(self, keys: bytes) -> None:
        self.shown = keys

    def looks(self, now: datetime = NOON) -> dict[int, bytes]:
        self.days.look(now=now, zone=UTC)
        return unpack_keys(self.shown)

    def counts(self, *marks: int, minute: int = MINUTE) -> None:
        """A line as its front writes it, folded."""
        told = ",".join(f"{mark:016x}" for mark in marks)
        name, _end = self.file.append(f"story-1 read {minute} {len(marks)} {told} {told}\n".encode())
        self.file.write()
        fold_file(self.folder / name, shared=self.days)

    def heard(self, day: int = TODAY) -> list[int]:
        told = (self.folder / f"{day}{MARKS_SUFFIX}").read_bytes()
        return [mark for mark, _minute in MARK.iter_unpack(told)]


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Worker, Worker]]:
    Lease.objects.create(name="node other", holder="other/1", until=datetime(2999, 1, 1, tzinfo=UTC))
    workers = Worker(tmp_path / "one"), Worker(tmp_path / "two")
    yield workers
    for each in workers:
        each.file.close()


def numbers() -> tuple[int, int]:
    tally = HourTally.objects.get()
    return tally.reads_count, tally.repeats_count


def test_machines_agree_on_one_key_of_which_the_database_has_half(two: tuple[Worker, Worker]) -> None:
    one, other = two

    keys = one.looks()

    assert list(keys) == [TODAY]
    assert other.looks() == keys
    assert SharedKey.objects.get().half not in keys[TODAY].hex()


def test_a_machine_that_is_alone_agrees_on_nothing(two: tuple[Worker, Worker]) -> None:
    Lease.objects.all().delete()

    assert two[0].looks() == {}
    two[0].counts(1, 2)

    assert not SharedKey.objects.exists()
    assert not SharedReads.objects.exists()


def test_neither_the_log_of_the_server_nor_a_standby_has_it() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relpersistence = 'u' AND relname LIKE 'reads_%' AND relkind = 'r'"
        )
        assert {name for (name,) in cursor.fetchall()} == {"reads_sharedkey", "reads_sharedreads"}


def test_what_two_fronts_counted_at_once_is_one_read_and_one_reader(two: tuple[Worker, Worker]) -> None:
    one, other = two
    one.looks()
    other.looks()

    one.counts(1, 2, 3)
    other.counts(2, 3, 4)

    assert numbers() == (4, 2)
    assert DayReaders.objects.get(story_key="story-1").readers_count == 4


def test_a_front_is_told_what_the_others_counted_once(two: tuple[Worker, Worker]) -> None:
    one, other = two
    one.looks()
    other.looks()
    one.counts(1, 2)

    other.looks()
    one.counts(3)
    other.looks()
    other.looks()

    assert other.heard() == [1, 2, 3]


def test_a_worker_that_starts_anew_tells_all_of_it_again(two: tuple[Worker, Worker]) -> None:
    one, _other = two
    one.looks()
    one.counts(1, 2)
    one.looks()

    one.starts()
    one.looks()

    assert one.heard() == [1, 2]
    one.counts(2, 3)
    assert numbers() == (3, 1)


def test_a_fold_that_is_rolled_back_counts_when_it_is_done_again(
    two: tuple[Worker, Worker], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, _other = two
    one.looks()
    with monkeypatch.context() as broken:
        broken.setattr("kawaraban.reads.folding.add_readers", lambda readers: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            one.counts(1, 2)

    fold_file(one.folder / one.file.name, shared=one.days)

    assert numbers() == (2, 0)


def test_the_next_day_has_its_key_before_it_begins(two: tuple[Worker, Worker]) -> None:
    one, other = two
    late = datetime(2026, 11, 23, 23, 55, tzinfo=UTC)

    keys = one.looks(late)

    assert list(keys) == [TODAY, TODAY + 86_400]
    assert other.looks(late + timedelta(minutes=6)) == keys


def test_all_of_it_goes_when_the_day_and_24_hours_are_over(two: tuple[Worker, Worker]) -> None:
    one, _other = two
    one.looks()
    one.counts(1, 2)
    one.looks(NOON + timedelta(minutes=1))
    assert one.heard() == [1, 2]
    Lease.objects.all().delete()

    assert list(one.looks(NOON + DAY)) == [TODAY]
    assert one.looks(NOON + 2 * DAY) == {}

    assert not SharedKey.objects.exists()
    assert not SharedReads.objects.exists()
    assert not list(one.folder.glob(f"*{MARKS_SUFFIX}"))


def test_a_server_that_lost_it_is_told_again_by_who_knows_it(two: tuple[Worker, Worker]) -> None:
    one, other = two
    keys = one.looks()
    other.looks()
    one.counts(1, 2, 3)
    other.looks()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE reads_sharedkey, reads_sharedreads RESTART IDENTITY")

    assert other.looks(NOON + timedelta(minutes=1)) == keys
    assert one.looks(NOON + timedelta(minutes=1)) == keys
    one.counts(4)
    other.looks(NOON + timedelta(minutes=2))

    assert other.heard() == [1, 2, 3, 4]
