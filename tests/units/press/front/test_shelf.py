from collections.abc import Callable
from dataclasses import replace

import lmdb
import pytest
from tests.makers.press import make_page

from kawaraban.press.front.shelf import Shelf
from kawaraban.press.store.encodings import best_bodies
from kawaraban.press.store.environment import PressEnvironment
from kawaraban.press.store.page import IDENTITY, Choose, EncodedPage
from kawaraban.press.store.store import Store

LIMIT = 400_000


def body(shelf: Shelf, target: bytes, accept: bytes | None = None) -> bytes | None:
    answer = shelf.answer(target, accept)
    return None if answer is None else answer.body


def count_reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The whole bodies that are read out of the store from now on."""
    read: list[str] = []
    chosen_encoding = Store.chosen_encoding

    def counted(self: Store, address: str, choose: Choose) -> tuple[bytes, EncodedPage] | None:
        read.append(address)
        return chosen_encoding(self, address, choose)

    monkeypatch.setattr(Store, "chosen_encoding", counted)
    return read


def test_a_page_is_read_once_in_each_coding(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.put(make_page("/a/"))
    shelf = Shelf(store, limit_bytes=LIMIT)
    read = count_reads(monkeypatch)

    for accept in (None, b"br", b"gzip", b"gzip, br", b"br;q=0.5, gzip;q=0.1"):
        shelf.answer(b"/a/", accept)
    once = len(read)
    for accept in (None, b"br", b"gzip", b"gzip, br", b"br;q=0.5, gzip;q=0.1"):
        shelf.answer(b"/a/", accept)

    assert once == 5  # one for each order of wishes that is new
    assert len(read) == once
    assert shelf.answer(b"/a/", b"br") is shelf.answer(b"/a/", b"br;q=0.5, gzip;q=0.1")


def test_only_the_page_that_changed_is_read_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for address in ("/a/", "/b/", "/c/"):
        store.put(make_page(address))
    shelf = Shelf(store, limit_bytes=LIMIT)
    for target in (b"/a/", b"/b/", b"/c/"):
        shelf.answer(target, None)
    read = count_reads(monkeypatch)

    store.put(make_page("/b/", text="new"))

    assert [body(shelf, target) for target in (b"/b/", b"/b/", b"/c/")][:2] == [b"new", b"new"]
    assert body(shelf, b"/a/") == body(shelf, b"/c/")
    assert read == ["/b/"]


def test_a_page_that_is_gone_is_not_given(store: Store) -> None:
    store.put(make_page("/a/"))
    shelf = Shelf(store, limit_bytes=LIMIT)
    shelf.answer(b"/a/", None)

    store.delete("/a/")

    assert shelf.answer(b"/a/", None) is None
    assert (len(shelf), shelf.used_bytes) == (0, 0)


@pytest.mark.parametrize(
    "empty", [lambda store: store.begin_edition("new"), lambda store: store.begin_life(0)]
)
def test_an_emptied_store_is_an_empty_shelf(store: Store, empty: Callable[[Store], object]) -> None:
    store.put(make_page("/a/"))
    shelf = Shelf(store, limit_bytes=LIMIT)
    shelf.answer(b"/a/", None)

    empty(store)

    assert shelf.answer(b"/a/", None) is None


def test_a_better_compression_is_given_as_soon_as_it_is_there(store: Store) -> None:
    page = make_page("/a/", text="The harbour opens. " * 200)
    store.put(page)
    shelf = Shelf(store, limit_bytes=LIMIT)
    quick = body(shelf, b"/a/", b"br")
    best = best_bodies(page.bodies[IDENTITY])

    store.improve(page, best)

    assert body(shelf, b"/a/", b"br") == best["br"] != quick


def test_a_change_whose_writer_died_before_it_told_is_seen_within_a_tick(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.put(make_page("/a/", text="old"))
    shelf = Shelf(store, limit_bytes=LIMIT)
    shelf.tick()
    assert body(shelf, b"/a/") == b"old"
    write = PressEnvironment.write
    monkeypatch.setattr(PressEnvironment, "write", lambda self, work, **_: write(self, work))
    store.put(make_page("/a/", text="new"))
    assert body(shelf, b"/a/") == b"old"

    shelf.tick()

    assert body(shelf, b"/a/") == b"new"


def test_a_write_that_is_refused_hides_no_later_one(store: Store) -> None:
    store.put(make_page("/a/", text="old"))
    shelf = Shelf(store, limit_bytes=LIMIT)
    store.mark({"story-1": 5})

    assert not store.put(make_page("/a/", text="late", order_number=4))
    assert body(shelf, b"/a/") == b"old"
    assert store.put(make_page("/a/", text="new", order_number=5))

    assert body(shelf, b"/a/") == b"new"


def test_the_bound_is_one_of_bytes(store: Store) -> None:
    for number in range(60):
        store.put(make_page(f"/{number}/", text=f"{number} " * 10_000))
    shelf = Shelf(store, limit_bytes=LIMIT)

    for _ in range(2):
        for number in range(60):
            given = body(shelf, b"/%d/" % number)
            assert given is not None
            assert given.startswith(b"%d " % number)
            assert shelf.used_bytes <= LIMIT

    assert 5 < len(shelf) < 20


def test_a_page_larger_than_the_bound_is_given_and_not_kept(store: Store) -> None:
    store.put(make_page("/a/", text="x" * 2 * LIMIT))
    shelf = Shelf(store, limit_bytes=LIMIT)

    assert len(body(shelf, b"/a/") or b"") == 2 * LIMIT
    assert (len(shelf), shelf.used_bytes) == (0, 0)


def test_what_is_asked_for_often_outlasts_what_is_asked_for_once(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(60):
        store.put(make_page(f"/{number}/", text=f"{number} " * 10_000))
    shelf = Shelf(store, limit_bytes=LIMIT)
    read = count_reads(monkeypatch)

    for number in range(1, 60):
        shelf.answer(b"/0/", None)
        shelf.answer(b"/%d/" % number, None)

    assert read.count("/0/") == 1


def test_every_spelling_of_an_address_is_one_page(store: Store) -> None:
    store.put(make_page("/港/"))
    shelf = Shelf(store, limit_bytes=LIMIT)

    targets = (b"/%E6%B8%AF/", b"/%e6%b8%af/", b"/%E6%B8%AF/?utm_source=a", b"/%E6%b8%AF/?")

    assert len({shelf.answer(target, b"br") for target in targets}) == 1
    assert len(shelf) == 1


def test_of_two_addresses_with_one_hash_the_one_inside_decides(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in ("store", "leaves"):
        monkeypatch.setattr(f"kawaraban.press.store.{room}.place_of", lambda text: b"the same for all")
    store.put(make_page("/a/"))
    shelf = Shelf(store, limit_bytes=LIMIT)

    assert shelf.answer(b"/b/", None) is None
    assert shelf.answer(b"/a/", None) is not None


def test_a_store_that_cannot_be_read_is_a_page_that_is_not_there_and_one_line_a_second(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    store.put(make_page("/a/"))
    shelf = Shelf(store, limit_bytes=LIMIT)

    def fail(*_: object, **__: object) -> None:
        raise lmdb.Error("broken")

    monkeypatch.setattr(PressEnvironment, "read_pages", fail)

    assert [shelf.answer(b"/a/", None) for _ in range(5)] == [None] * 5
    assert caplog.text.count("The page store cannot be read") == 1


def test_headers_that_are_for_ourselves_stay_here(store: Store) -> None:
    page = make_page("/a/")
    store.put(replace(page, headers=(*page.headers, ("Surrogate-Key", "story-1"))))

    kept = Shelf(store, limit_bytes=LIMIT, hidden=frozenset({b"surrogate-key"})).answer(b"/a/", None)
    sent = Shelf(store, limit_bytes=LIMIT).answer(b"/a/", None)

    assert kept is not None
    assert b"surrogate-key" not in kept.full.whole
    assert sent is not None
    assert b"surrogate-key: story-1\r\n" in sent.full.whole
