from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.makers.press import make_page

from kawaraban.press.addresses import canonical_address
from kawaraban.press.store.page import Page
from kawaraban.press.store.published_files import MARKER, NotOurFolder, PublishedFiles, place_of
from kawaraban.press.store.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "store")
    yield store
    store.close()


@pytest.fixture
def files(store: Store, tmp_path: Path) -> PublishedFiles:
    files = PublishedFiles(tmp_path / "pages", store)
    files.open()
    return files


def names(files: PublishedFiles) -> set[str]:
    found = (path.relative_to(files.folder).as_posix() for path in files.folder.rglob("*") if path.is_file())
    return set(found) - {MARKER}


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("/", "index.html"),
        ("/economy/", "economy/index.html"),
        ("/economy/?page=12", "economy/index.page=12.html"),
        ("/?page=2", "index.page=2.html"),
        ("/feed.xml", "feed.xml"),
        ("/feeds/economy.xml", "feeds/economy.xml"),
        ("/経済/港が再開/", "経済/港が再開/index.html"),
        ("/feed.xml?page=2", None),
        ("//", None),
        ("/a//b/", None),
        ("/../etc/passwd", None),
        ("/a/./b/", None),
        ("/.kawaraban", None),
        ("/economy/index.page=2.html", None),
        (f"/{'港' * 100}/", None),
    ],
)
def test_each_address_has_a_place_of_its_own_or_none(address: str, place: str | None) -> None:
    assert place_of(address) == place


@given(st.lists(st.text("ab./?=1港", max_size=12), min_size=2, max_size=2))
def test_two_addresses_never_share_a_place_and_none_leaves_the_folder(texts: list[str]) -> None:
    addresses = {
        address
        for text in texts
        if (address := canonical_address("/" + text.partition("?")[0], text.partition("?")[2])) is not None
    }

    places = [place for address in addresses if (place := place_of(address)) is not None]

    assert len(set(places)) == len(places)
    assert all(".." not in Path(place).parts and not place.startswith("/") for place in places)


def test_2_07_a_page_is_written_in_every_form(files: PublishedFiles, store: Store) -> None:
    page = make_page("/town/tram/", text="<p>" + "The tram waits. " * 200)
    store.put(page)

    files.sync()

    assert names(files) >= {"town/tram/index.html", "town/tram/index.html.br", "town/tram/index.html.gz"}
    assert (files.folder / "town/tram/index.html").read_bytes() == page.bodies["identity"]
    assert (files.folder / "town/tram/index.html.br").read_bytes() == page.bodies["br"]


def test_2_07_only_what_changed_is_written(files: PublishedFiles, store: Store) -> None:
    for address in ("/a/", "/b/"):
        store.put(make_page(address))
    files.sync()
    old = {name: (files.folder / name).stat().st_ino for name in names(files)}

    store.put(make_page("/a/", text="new"))
    changes = files.sync()

    assert (changes.pages_count, changes.written_count, changes.removed_count) == (2, 1, 0)
    kept = {name for name in names(files) if (files.folder / name).stat().st_ino == old[name]}
    assert {name.split("/")[0] for name in kept} == {"b"}
    assert (files.folder / "a/index.html").read_text() == "new"


def test_2_07_what_is_no_longer_printed_is_removed_with_its_folder(
    files: PublishedFiles, store: Store
) -> None:
    for address in ("/a/b/", "/a/c/", "/"):
        store.put(make_page(address))
    files.sync()

    store.delete("/a/b/")
    files.sync()
    assert not (files.folder / "a/b").exists()
    assert (files.folder / "a/c/index.html").exists()

    store.delete("/a/c/")
    files.publish("/a/c/")
    assert not (files.folder / "a").exists()


def test_2_07_one_page_is_published_at_once(files: PublishedFiles, store: Store) -> None:
    store.put(make_page("/a/", text="old"))
    files.publish("/a/")
    assert (files.folder / "a/index.html").read_text() == "old"

    store.delete("/a/")
    files.publish("/a/")
    assert names(files) == set()


def test_2_07_after_a_crash_the_folder_is_again_what_the_store_is(
    files: PublishedFiles, store: Store, tmp_path: Path
) -> None:
    """Half-written files, an altered page, one that is printed no more: all of it is put right."""
    store.put(make_page("/a/", text="right"))
    files.sync()
    (files.folder / "a" / ".index.html.br.999").write_bytes(b"half")
    (files.folder / "a" / "index.html").write_text("altered")
    (files.folder / "gone").mkdir()
    (files.folder / "gone" / "index.html").write_text("with the withdrawn comment")

    again = PublishedFiles(files.folder, store)
    again.open()
    again.sync()

    assert (files.folder / "a" / "index.html").read_text() == "right"
    assert not (files.folder / "gone").exists()
    assert not (files.folder / "a" / ".index.html.br.999").exists()


def test_2_07_a_folder_with_other_files_is_refused(store: Store, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letter.txt").write_text("dear")

    with pytest.raises(NotOurFolder):
        PublishedFiles(tmp_path / "home", store).open()

    assert (tmp_path / "home" / "letter.txt").read_text() == "dear"


def test_2_07_nothing_is_looked_at_while_the_store_does_not_change(
    files: PublishedFiles, store: Store
) -> None:
    store.put(make_page("/a/"))
    assert files.sync_if_changed() is not None
    assert files.sync_if_changed() is None

    store.put(make_page("/b/"))
    assert files.sync_if_changed() is not None


def test_a_page_that_stands_in_anothers_way_is_left_to_the_front(files: PublishedFiles, store: Store) -> None:
    plain = Page("/a", (("Content-Type", "text/plain"),), frozenset(), {"identity": b"file"}, 0)
    store.put(plain)
    store.put(make_page("/a/"))
    store.put(make_page("/b/"))

    files.sync()

    assert "b/index.html" in names(files)
    assert len({name.split("/")[0] for name in names(files)} & {"a"}) == 1


def test_what_is_no_html_is_not_given_an_html_name(files: PublishedFiles, store: Store) -> None:
    store.put(Page("/data/", (("Content-Type", "application/json"),), frozenset(), {"identity": b"{}"}, 0))

    files.sync()

    assert names(files) == set()


def test_a_disk_that_fails_is_no_reason_to_stop_printing(
    files: PublishedFiles, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    store.put(make_page("/a/"))
    files.folder.rename(files.folder.with_name("away"))
    files.folder.symlink_to(files.folder)  # whoever follows it comes to no end

    files.publish("/a/")

    assert "/a/ could not be published as a file" in caplog.text
