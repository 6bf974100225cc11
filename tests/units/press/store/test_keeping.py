import errno
import json
import multiprocessing
import os
import resource
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import lmdb
import pytest
from tests.makers.press import make_page

from kawaraban.kit.faults import FaultCause, cause_of
from kawaraban.press.order_log import OrderLog
from kawaraban.press.store.environment import DamagedStore, UnsealedStore
from kawaraban.press.store.files import identity
from kawaraban.press.store.generation import Generation
from kawaraban.press.store.keeping import fault_of, keep, settle
from kawaraban.press.store.seal import Guard, believe_only_sealed
from kawaraban.press.store.store import Store

# Where a header of LMDB names the last of its pages: behind its mark, its address, its size and its two trees.
_LAST_PAGE = 16 + 4 + 4 + 8 + 8 + 2 * 48


class Log:
    """A log of orders in memory."""

    def __init__(self) -> None:
        self.database = sqlite3.connect(":memory:")
        self.database.execute(
            "CREATE TABLE press_reprintorder"
            " (id INTEGER PRIMARY KEY, keys TEXT, addresses TEXT, takes_away INT, ordered_at TEXT)"
        )
        self.reader = OrderLog(lambda sql: self.database.execute(sql).fetchall())

    def order(self, *keys: str, minute: int = 0, addresses: tuple[str, ...] = ()) -> int:
        row = (json.dumps(keys), json.dumps(addresses), 0, f"2026-11-23 12:{minute:02}:00.5")
        done = self.database.execute(
            "INSERT INTO press_reprintorder (keys, addresses, takes_away, ordered_at) VALUES (?, ?, ?, ?)",
            row,
        )
        return int(done.lastrowid or 0)

    def forget_after(self, number: int) -> None:
        self.database.execute("DELETE FROM press_reprintorder WHERE id > ?", [number])


@pytest.fixture
def log() -> Log:
    return Log()


@pytest.fixture
def store(tmp_path: Path, log: Log) -> Store:
    """Two pages, printed up to the third order."""
    store = Store(tmp_path / "store")
    for _ in range(3):
        log.order("story-1")
    settle(store, log.reader)
    store.put(make_page("/a/", keys=("story-1", "count-1"), order_number=3))
    store.put(make_page("/b/", keys=("story-2",), order_number=3))
    return store


def test_a_store_that_has_come_as_far_as_the_log_keeps_its_pages(store: Store, log: Log) -> None:
    settle(store, log.reader)

    assert set(store.etags()) == {"/a/", "/b/"}
    assert store.cursor == 3


def test_pages_that_a_later_order_names_are_dropped_and_no_earlier_rendering_is_taken(
    store: Store, log: Log
) -> None:
    newest = log.order("story-1", minute=1)

    settle(store, log.reader)

    assert set(store.etags()) == {"/b/"}
    assert store.cursor == 3
    assert not store.put(make_page("/a/", keys=("story-1",), order_number=newest - 1))
    assert store.put(make_page("/a/", keys=("story-1",), order_number=newest))


@contextmanager
def room_for(store: Store, more: int) -> Iterator[None]:
    """As on a disk that is nearly full: the file of the store may grow by so many bytes, and what is longer is cut."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (store.used_bytes() + more, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("more", [0, 4096, 3 * 4096, 9 * 4096])
def test_a_store_of_which_only_a_part_could_be_written_is_as_it_was_and_nobody_doubts_it(
    store: Store, log: Log, tmp_path: Path, more: int
) -> None:
    seal = Guard(tmp_path / "store.seal")
    believe_only_sealed(seal.path, keep=lambda environment: keep(environment, log.reader))
    try:
        assert set(store.etags()) == {"/a/", "/b/"}
        with room_for(store, more), pytest.raises(lmdb.Error) as refused:
            store.put(make_page("/c/", keys=("story-2",), text=os.urandom(80_000).hex(), order_number=3))

        assert cause_of(refused.value) is FaultCause.FULL
        assert not seal.is_doubted()
        assert set(store.etags()) == {"/a/", "/b/"}
        assert store.put(make_page("/c/", keys=("story-2",), order_number=3))
        assert not list(tmp_path.glob("store.broken*"))
    finally:
        believe_only_sealed(None)


def test_a_store_whose_generation_finds_no_room_is_not_taken_for_a_damaged_one(
    store: Store, log: Log, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_self: Generation) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    seal = Guard(tmp_path / "store.seal")
    believe_only_sealed(seal.path, keep=lambda environment: keep(environment, log.reader))
    try:
        assert set(store.etags()) == {"/a/", "/b/"}
        monkeypatch.setattr(Generation, "turn", full)

        assert store.put(make_page("/c/", keys=("story-2",), order_number=3))

        assert not seal.is_doubted()
        assert set(store.etags()) == {"/a/", "/b/", "/c/"}
    finally:
        believe_only_sealed(None)


def test_what_a_later_order_is_about_is_dropped_whatever_its_keys(store: Store, log: Log) -> None:
    log.order(addresses=("/b/",))

    settle(store, log.reader)

    assert set(store.etags()) == {"/a/"}


def test_a_page_on_which_only_a_number_is_another_waits_for_the_printer(store: Store, log: Log) -> None:
    log.order("count-1")

    settle(store, log.reader)

    assert "/a/" in store.etags()


def test_a_log_with_fewer_orders_is_another_and_empties_the_store(store: Store, log: Log) -> None:
    log.forget_after(2)

    settle(store, log.reader)

    assert (store.pages_count(), store.cursor) == (0, 2)


def test_a_log_that_gives_the_numbers_to_other_orders_empties_the_store(store: Store, log: Log) -> None:
    log.forget_after(2)
    log.order("story-9", minute=5)
    newest = log.order("story-9", minute=6)

    settle(store, log.reader)

    assert (store.pages_count(), store.cursor) == (0, newest)
    assert not store.put(make_page(order_number=newest - 1))


def test_a_page_that_has_seen_an_order_that_the_log_lacks_empties_the_store(store: Store, log: Log) -> None:
    store.put(make_page("/c/", order_number=4))

    settle(store, log.reader)

    assert (store.pages_count(), store.cursor) == (0, 3)


def test_a_store_that_lacks_very_many_orders_begins_anew(store: Store, log: Log) -> None:
    for _ in range(1_100):
        log.order("story-77")

    settle(store, log.reader)

    assert (store.pages_count(), store.cursor) == (0, 1_103)


def test_an_order_is_known_by_its_words_however_the_database_tells_its_time(log: Log) -> None:
    log.order("story-1")
    told: list[tuple[object, ...]] = [(1, ["story-1"], [], False, "2026-11-23T12:00:00.500000+00:00")]

    assert log.reader.words_of(1) == OrderLog(lambda sql: told).words_of(1)
    assert log.reader.words_of(2) == ""
    assert log.reader.words_of(0) == "0"


@pytest.fixture
def unguarded() -> Iterator[None]:
    yield
    believe_only_sealed(None)


def test_nothing_of_a_store_without_a_seal_is_shown_and_nothing_is_kept_in_it(
    tmp_path: Path, log: Log, unguarded: None
) -> None:
    folder, seal = tmp_path / "store", tmp_path / "run" / "store.seal"
    Store(folder).put(make_page("/a/"))
    Store(folder).close()

    believe_only_sealed(seal)
    store = Store(folder)
    assert store.page("/a/") is None
    assert store.version("/a/") is None
    assert not store.is_believed
    with pytest.raises(UnsealedStore):
        store.put(make_page("/b/"))

    store.close()
    believe_only_sealed(seal, keep=lambda environment: keep(environment, log.reader))
    assert Store(folder).is_believed
    assert Store(folder).put(make_page("/b/", order_number=0))
    store.close()

    believe_only_sealed(seal)
    assert Store(folder).page("/b/") is not None
    store.close()


def test_a_store_in_which_something_was_found_wrong_is_put_aside_whatever_a_look_says(
    tmp_path: Path, log: Log, unguarded: None
) -> None:
    folder, seal = tmp_path / "store", tmp_path / "run" / "store.seal"
    believe_only_sealed(seal, keep=lambda environment: keep(environment, log.reader))
    store = Store(folder)
    store.put(make_page("/a/"))
    watch = Guard(seal)

    watch.doubt()
    assert store.put(make_page("/b/"))
    assert set(store.etags()) == {"/a/", "/b/"}
    watch.doubt((1, 2), "another file")
    assert store.put(make_page("/c/"))
    assert not list(tmp_path.glob("store.broken-*"))
    watch.doubt(identity(folder / "data.mdb"), "Located page was wrong type")
    assert store.put(make_page("/d/"))

    assert set(store.etags()) == {"/d/"}
    assert len(list(tmp_path.glob("store.broken-*"))) == 1
    assert not watch.is_doubted()
    store.close()


def test_a_copy_has_the_word_of_the_seal_and_is_another_file(tmp_path: Path) -> None:
    watch = Guard(tmp_path / "store.seal")
    watch.write(watch.word_for("word", (1, 2)))

    assert watch.is_of((1, 2))
    assert not watch.is_of((1, 3))
    assert not watch.is_of(None)


@pytest.mark.parametrize("last_page", [1 << 20, 1 << 40, 1 << 60])
def test_a_store_that_names_more_pages_than_it_has_is_put_aside_and_no_memory_is_asked_for_them(
    tmp_path: Path, log: Log, unguarded: None, last_page: int
) -> None:
    folder = tmp_path / "store"
    believe_only_sealed(
        tmp_path / "run" / "store.seal", keep=lambda environment: keep(environment, log.reader)
    )
    store = Store(folder)
    store.put(make_page("/a/"))

    with (folder / "data.mdb").open("r+b") as file:
        for header in range(2):
            file.seek(header * os.sysconf("SC_PAGE_SIZE") + _LAST_PAGE)
            file.write(last_page.to_bytes(8, "little"))

    assert store.page("/a/") is None
    assert store.put(make_page("/b/"))
    assert len(list(tmp_path.glob("store.broken-*"))) == 1
    store.close()


def _order_and_print(folder: Path, number: int) -> None:
    """As the worker does it, in a process of its own: it marks an order, and prints the page that it names."""
    store = Store(folder)
    store.mark({"story-1": number}, anchor=f"{number} words")
    store.put(make_page("/a/", text=f"order {number}", order_number=number))
    store.move_cursor(number)
    store.close()


@pytest.mark.parametrize("more", [1, 2, 3])
def test_an_older_copy_in_its_very_file_is_not_believed_by_who_has_not_seen_the_newest_change(
    tmp_path: Path, log: Log, unguarded: None, more: int
) -> None:
    folder, seal = tmp_path / "store", tmp_path / "run" / "store.seal"
    believe_only_sealed(seal, keep=lambda environment: keep(environment, log.reader))
    store = Store(folder)
    store.put(make_page("/a/", text="order 0", order_number=0))
    believe_only_sealed(seal)
    assert store.page("/a/") is not None
    copy = (folder / "data.mdb").read_bytes()
    for number in range(1, more + 1):
        log.order("story-1")
        writer = multiprocessing.get_context("spawn").Process(target=_order_and_print, args=(folder, number))
        writer.start()
        writer.join()

    with (folder / "data.mdb").open("r+b") as file:
        file.write(copy)

    with pytest.raises(DamagedStore):
        store.page("/a/")
    with pytest.raises((DamagedStore, UnsealedStore)):
        store.put(make_page("/a/", text="late", order_number=0))
    assert Guard(seal).is_doubted()
    believe_only_sealed(seal, keep=lambda environment: keep(environment, log.reader))
    assert store.page("/a/") is None
    assert store.put(make_page("/a/", text="new", order_number=more))
    assert not Guard(seal).is_doubted()
    store.close()


def test_a_store_of_another_epoch_is_emptied_though_the_log_knows_its_order(store: Store, log: Log) -> None:
    store.begin_life(3, anchor=log.reader.words_of(3), epoch="system 00000001 5")
    store.put(make_page("/a/", order_number=3), epoch="system 00000001 5")
    assert not store.put(make_page("/b/", order_number=3), epoch="system 00000002 5")

    assert "gone on from an earlier moment" in fault_of(store, log.reader)
    settle(store, log.reader)

    assert (store.pages_count(), store.epoch, store.cursor) == (0, "", 3)
    assert fault_of(store, log.reader) == ""


def test_an_order_that_the_log_has_lost_is_missed_whatever_came_after_it(store: Store, log: Log) -> None:
    newest = log.order("story-1")
    store.mark({"story-1": newest}, anchor=log.reader.words_of(newest))
    assert fault_of(store, log.reader) == ""

    log.forget_after(newest - 1)
    assert fault_of(store, log.reader)
    for minute in range(5):
        log.order("story-2", minute=minute)

    assert fault_of(store, log.reader)
