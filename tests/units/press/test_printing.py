from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from django.db import transaction
from tests.conftest import NOON
from tests.press_factories import make_page

from kawaraban.press.orders import latest_order_number, order_reprint
from kawaraban.press.printing import Outcome, Printer, SiteRenderer
from kawaraban.press.store import Store
from kawaraban.reads.models import HourTally

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.press_urls")]


@pytest.fixture
def store(tmp_path: Path, settings) -> Iterator[Store]:  # type: ignore[no-untyped-def]
    settings.STORE_DIRECTORY = tmp_path / "store"
    store = Store(tmp_path / "store")
    yield store
    store.close()


def order(*keys: str) -> int:
    with transaction.atomic():
        return int(order_reprint(keys=keys, reason="test", now=NOON).pk)


def set_figure(story: str, reads: int) -> None:
    HourTally.objects.update_or_create(story_key=story, hour_at=NOON, defaults={"reads_count": reads})


def run_until_idle(printer: Printer) -> None:
    while printer.step():
        pass


def body(store: Store, address: str) -> bytes:
    page = store.page(address)
    return b"" if page is None else page.bodies["identity"]


@dataclass
class Clock:
    """Seconds that pass when they are told to."""

    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


@dataclass
class Renderer:
    """Stands for the site: renders by the rule given, and remembers in which order it was asked."""

    store: Store
    rule: Callable[[str], Outcome | None] = lambda address: None
    asked: list[str] = field(default_factory=list)

    def __call__(self, address: str) -> Outcome:
        self.asked.append(address)
        special = self.rule(address)
        if special is not None:
            return special
        old = self.store.page(address)
        assert old is not None
        stored = self.store.put(
            make_page(address, keys=tuple(old.keys), order_number=latest_order_number(), text="printed anew")
        )
        return Outcome(status=200, stored=stored, refused=not stored)


def test_a_page_named_by_an_order_is_printed_through_the_whole_site(store: Store) -> None:
    renderer = SiteRenderer()
    renderer("/test/story/1/")
    set_figure("story-1", 7)
    assert b"0 reads" in body(store, "/test/story/1/")
    newest = order("story-1")

    run_until_idle(Printer(store, renderer))

    assert b"7 reads" in body(store, "/test/story/1/")
    assert store.cursor == newest


def test_what_is_new_is_printed_before_anybody_asks(store: Store) -> None:
    with transaction.atomic():
        order_reprint(keys=["story-1"], addresses=["/test/story/1/"], reason="published", now=NOON)

    run_until_idle(Printer(store, SiteRenderer()))

    assert b"0 reads" in body(store, "/test/story/1/")


def test_a_story_is_printed_before_the_lists_that_count_its_comments(store: Store) -> None:
    for address in ("/", "/town/tram/", "/town/"):
        store.put(make_page(address, keys=("thread-1",)))
    order("thread-1")
    renderer = Renderer(store)

    run_until_idle(Printer(store, renderer))

    assert renderer.asked == ["/town/tram/", "/town/", "/"]


@pytest.mark.parametrize("figure", [404, 666])
def test_a_page_that_is_gone_or_moved_is_deleted(store: Store, figure: int) -> None:
    renderer = SiteRenderer()
    renderer("/test/story/1/")
    set_figure("story-1", figure)
    order("story-1")

    run_until_idle(Printer(store, renderer))

    assert store.pages_count() == 0


def test_a_page_that_breaks_keeps_its_old_print_and_is_tried_again_later(store: Store) -> None:
    renderer, clock = SiteRenderer(), Clock()
    renderer("/test/story/1/")
    set_figure("story-1", 500)
    newest = order("story-1")
    printer = Printer(store, renderer, clock)

    run_until_idle(printer)
    assert b"0 reads" in body(store, "/test/story/1/")
    assert store.failed() == {"/test/story/1/": "HTTP 500"}
    assert store.cursor == newest

    set_figure("story-1", 3)
    run_until_idle(printer)
    assert b"0 reads" in body(store, "/test/story/1/")

    clock.seconds += 2
    run_until_idle(printer)
    assert b"3 reads" in body(store, "/test/story/1/")
    assert store.failed() == {}


def test_the_pauses_between_tries_grow(store: Store) -> None:
    store.put(make_page("/a/"))
    clock = Clock()
    renderer = Renderer(store, lambda address: Outcome(status=500, stored=False, refused=False))
    printer = Printer(store, renderer, clock)
    order("story-1")

    for _ in range(60):
        run_until_idle(printer)
        clock.seconds += 1

    assert len(renderer.asked) == 6  # at once, then after 1, 2, 4, 8, 16 seconds


def test_1_16_a_printer_that_was_killed_between_decision_and_print_is_followed_by_one_that_prints(
    store: Store,
) -> None:
    store.put(make_page("/a/"))
    store.put(make_page("/b/"))
    order("story-1")
    killed = Printer(store, Renderer(store))
    killed.step()  # marks and looks up
    killed.step()  # prints one of two

    run_until_idle(Printer(store, Renderer(store)))

    assert body(store, "/a/") == body(store, "/b/") == b"printed anew"


def test_the_cursor_stands_before_the_oldest_order_that_is_not_printed(store: Store) -> None:
    store.put(make_page("/a/", keys=("story-1",)))
    store.put(make_page("/b/", keys=("story-2",)))
    printer = Printer(store, Renderer(store))
    first = order("story-1")
    printer.step()
    second = order("story-2")
    printer.step()

    assert store.cursor == first - 1
    printer.step()  # the newer order goes first
    assert store.cursor == first - 1
    printer.step()
    assert store.cursor == second


def test_many_orders_for_a_page_are_one_printing(store: Store) -> None:
    store.put(make_page("/a/", keys=("story-1", "thread-1")))
    renderer = Renderer(store)
    for key in ("story-1", "thread-1", "story-1", "nothing"):
        order(key)

    run_until_idle(Printer(store, renderer))

    assert renderer.asked == ["/a/"]


def test_a_comment_does_not_wait_behind_the_reprint_of_the_whole_paper(store: Store) -> None:
    for number in range(20):
        store.put(make_page(f"/{number}/", keys=("paper", f"thread-{number}")))
    renderer = Renderer(store)
    printer = Printer(store, renderer)
    order("paper")
    printer.step()
    printer.step()

    order("thread-17")
    printer.step()
    printer.step()

    assert renderer.asked[1] == "/17/"


def test_a_printer_that_restarts_tries_again_what_had_failed(store: Store) -> None:
    store.put(make_page("/a/"))
    order("story-1")
    run_until_idle(
        Printer(store, Renderer(store, lambda address: Outcome(status=500, stored=False, refused=False)))
    )

    run_until_idle(Printer(store, Renderer(store)))

    assert body(store, "/a/") == b"printed anew"
    assert store.failed() == {}


def test_when_idle_pages_are_compressed_as_well_as_possible(store: Store) -> None:
    store.put(make_page("/a/", text="瓦版 " * 5000))

    run_until_idle(Printer(store, Renderer(store)))

    page = store.page("/a/")
    assert page is not None
    assert page.is_best
    assert store.rough_count() == 0


def test_a_log_that_begins_anew_empties_the_store(store: Store) -> None:
    store.put(make_page("/a/"))
    store.move_cursor(10_000_000)

    run_until_idle(Printer(store, Renderer(store)))

    assert store.pages_count() == 0
    assert store.cursor == latest_order_number()


def test_1_15_a_slow_rendering_that_began_before_the_order_never_stays_whichever_comes_first(
    store: Store, noon: datetime
) -> None:
    """Both sides of the race: the old rendering is put after the mark, and between mark and look-up."""
    for put_first in (True, False):
        old = make_page("/a/", order_number=latest_order_number(), text="with the withdrawn comment")
        newest = order("story-1")
        printer = Printer(store, Renderer(store))
        if put_first:
            assert store.put(old)
            run_until_idle(printer)
        else:
            run_until_idle(printer)
            assert not store.put(old)

        assert b"withdrawn" not in body(store, "/a/")
        assert store.cursor == newest
