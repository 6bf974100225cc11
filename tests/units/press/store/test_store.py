import os
from pathlib import Path

from tests.makers.press import make_page

from kawaraban.press.store.encodings import best_bodies
from kawaraban.press.store.failures import Failure
from kawaraban.press.store.files import LOCK_FILE
from kawaraban.press.store.store import Store


def test_a_page_comes_back_as_it_was_put(store: Store) -> None:
    page = make_page("/港/" + "長" * 400 + "/")

    assert store.put(page)

    assert store.page(page.address) == page
    assert store.encoded_page("/other/", "br") is None


def test_each_encoding_has_its_own_strong_entity_tag(store: Store) -> None:
    page = make_page()
    store.put(page)

    encoded_pages = {encoding: store.encoded_page(page.address, encoding) for encoding in page.bodies}

    assert len({encoded.etag for encoded in encoded_pages.values() if encoded}) == 4
    assert {encoding: encoded.body for encoding, encoded in encoded_pages.items() if encoded} == page.bodies


def test_an_unknown_encoding_gets_the_plain_page(store: Store) -> None:
    page = make_page()
    store.put(page)

    encoded = store.encoded_page(page.address, "deflate")

    assert encoded is not None
    assert (encoded.encoding, encoded.body) == ("identity", page.bodies["identity"])


def test_a_rendering_that_began_before_an_order_is_refused(store: Store) -> None:
    store.mark({"story-1": 8})

    assert not store.put(make_page(order_number=7))
    assert store.encoded_page("/harbour/", "br") is None


def test_a_rendering_that_began_with_or_after_the_order_is_taken(store: Store) -> None:
    store.mark({"story-1": 8})

    assert store.put(make_page(order_number=8))
    assert store.put(make_page(order_number=9))


def test_a_refused_rendering_leaves_the_page_that_is_there(store: Store) -> None:
    new = make_page(order_number=8, text="new")
    store.put(new)
    store.mark({"story-1": 8})

    store.put(make_page(order_number=7, text="old"))

    assert store.page("/harbour/") == new


def test_a_mark_never_goes_back(store: Store) -> None:
    store.mark({"story-1": 8})
    store.mark({"story-1": 3})

    assert not store.put(make_page(order_number=7))


def test_one_marked_key_of_many_is_enough(store: Store) -> None:
    store.mark({"thread-9": 8})

    assert not store.put(make_page(keys=("story-1", "thread-9"), order_number=7))
    assert store.put(make_page(keys=("story-1",), order_number=7))


def test_pages_are_found_under_each_of_their_keys(store: Store) -> None:
    store.put(make_page("/a/", keys=("story-1", "paper")))
    store.put(make_page("/b/", keys=("story-2", "paper")))

    assert store.addresses_under(["story-1"]) == {"/a/"}
    assert store.addresses_under(["paper"]) == {"/a/", "/b/"}
    assert store.addresses_under(["story-1", "story-2", "nothing"]) == {"/a/", "/b/"}


def test_a_page_printed_anew_is_no_longer_under_the_keys_it_lost(store: Store) -> None:
    store.put(make_page("/a/", keys=("story-1", "most-read")))

    store.put(make_page("/a/", keys=("story-1",)))

    assert store.addresses_under(["most-read"]) == set()
    assert not store.has_key("most-read")


def test_a_deleted_page_is_gone_from_everywhere(store: Store) -> None:
    store.put(make_page("/a/"))
    store.set_failed(Failure("/a/", "HTTP 500", tries=1, due_at=0.0))

    assert store.delete("/a/")

    assert store.encoded_page("/a/", "br") is None
    assert store.addresses_under(["story-1"]) == set()
    assert store.next_rough() is None
    assert store.failed() == []
    assert not store.delete("/a/")


def test_the_store_grows_when_it_is_full(tmp_path: Path) -> None:
    store = Store(tmp_path / "small", first_size=128 * 1024)

    for number in range(20):
        store.put(make_page(f"/{number}/", text=os.urandom(40_000).hex()))

    assert store.pages_count() == 20
    assert store.used_bytes() > 128 * 1024


def test_a_forked_process_opens_the_store_itself_and_sees_growth_by_another(tmp_path: Path) -> None:
    store = Store(tmp_path / "small", first_size=128 * 1024)
    store.put(make_page("/parent/"))

    child = os.fork()
    if child == 0:
        ok = store.encoded_page("/parent/", "br") is not None
        for number in range(20):
            ok = store.put(make_page(f"/{number}/", text=os.urandom(40_000).hex())) and ok
        store.close()
        os._exit(0 if ok else 1)
    _, status = os.waitpid(child, 0)

    assert os.waitstatus_to_exitcode(status) == 0
    assert store.pages_count() == 21
    assert store.encoded_page("/19/", "br") is not None


def test_a_child_that_opened_the_store_leaves_its_parents_alone(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    store.put(make_page("/before/"))
    child = os.fork()
    if child == 0:
        store.put(make_page("/child/"))
        os._exit(0)
    os.waitpid(child, 0)

    store.put(make_page("/after/"))

    assert store.addresses_under(["story-1"]) == {"/before/", "/child/", "/after/"}


def test_slots_of_killed_readers_are_freed(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    store.put(make_page())
    child = os.fork()
    if child == 0:
        store._environment.read(lambda *_: os.kill(os.getpid(), 9))
    os.waitpid(child, 0)

    assert store.clear_dead_readers() >= 1


def test_better_compression_replaces_only_the_very_page_it_was_made_from(store: Store) -> None:
    page = make_page()
    store.put(page)
    better = best_bodies(page.bodies["identity"])

    assert store.improve(page, better)

    assert store.next_rough() is None
    stored = store.page("/harbour/")
    assert stored is not None
    assert stored.is_best


def test_better_compression_of_a_page_that_was_printed_anew_is_thrown_away(store: Store) -> None:
    old = make_page(text="old")
    store.put(old)
    new = make_page(text="new")
    store.put(new)

    assert not store.improve(old, best_bodies(b"old"))
    assert store.page("/harbour/") == new


def test_another_edition_empties_the_store_but_keeps_marks_cursor_and_figures(store: Store) -> None:
    store.begin_edition("one")
    store.put(make_page())
    store.mark({"story-1": 8})
    store.move_cursor(8)
    store.set_figures({"story-1": 5})

    assert not store.begin_edition("one")
    assert store.pages_count() == 1
    assert store.begin_edition("two")

    assert store.pages_count() == 0
    assert store.cursor == 8
    assert store.figure("story-1")[0] == 5
    assert not store.put(make_page(order_number=7))


def test_a_store_that_begins_anew_forgets_its_marks_and_takes_no_rendering_from_before(store: Store) -> None:
    store.put(make_page(order_number=9))
    store.mark({"story-1": 8})
    store.move_cursor(8)

    store.begin_life(5, anchor="5 words")

    assert (store.pages_count(), store.cursor, store.newest_seen) == (0, 5, 5)
    assert store.anchor == "5 words"
    assert not store.put(make_page(order_number=4))
    assert store.put(make_page(order_number=5))


def test_figures_and_how_far_they_are_folded_are_read_at_one_moment(store: Store) -> None:
    assert store.figure("story-1") == (None, {})

    store.set_figures({"story-1": 5}, folded={"a.beacons": 40})

    assert store.figure("story-1") == (5, {"a.beacons": 40})


def test_the_table_of_readers_has_its_room_on_the_disk_before_it_is_mapped(tmp_path: Path) -> None:
    """Of a hole that a full disk cannot fill the process would be ended, and whoever looks after it as well."""
    Store(tmp_path / "store").put(make_page())

    table = (tmp_path / "store" / LOCK_FILE).stat()

    assert 512 * table.st_blocks >= table.st_size > 0
