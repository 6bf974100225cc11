"""The printer: what an order names is printed once, by whichever printer comes, and never older than the order."""

from datetime import datetime

import pytest
from django.db import transaction
from tests.conftest import NOON
from tests.makers.press import make_page
from tests.makers.printer import Clock, Renderer, body, order, run_until_idle, set_figure

from kawaraban.press.models import ReprintOrder
from kawaraban.press.orders import latest_order_number, order_reprint
from kawaraban.press.printing.printer import Printer
from kawaraban.press.printing.rendering import RenderOutcome, SiteRenderer
from kawaraban.press.store.edition import use_edition
from kawaraban.press.store.store import Store

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.makers.press_urls")]


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


@pytest.mark.parametrize("figure", [404, 666])
def test_a_page_that_is_gone_or_moved_is_deleted(store: Store, figure: int) -> None:
    renderer = SiteRenderer()
    renderer("/test/story/1/")
    set_figure("story-1", figure)
    order("story-1")

    run_until_idle(Printer(store, renderer))

    assert store.pages_count() == 0


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
    printer.step()
    assert store.cursor == first
    printer.step()
    assert store.cursor == second


def test_many_orders_for_a_page_are_one_printing(store: Store) -> None:
    store.put(make_page("/a/", keys=("story-1", "thread-1")))
    renderer = Renderer(store)
    for key in ("story-1", "thread-1", "story-1", "nothing"):
        order(key)

    run_until_idle(Printer(store, renderer))

    assert renderer.asked == ["/a/"]


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


def test_2_06_an_order_that_comes_while_a_page_is_rendered_prints_it_once_more_at_once(store: Store) -> None:
    store.put(make_page("/a/"))
    came: list[int] = []

    def decide(address: str) -> None:
        if not came:
            came.append(order("story-1"))
            store.mark({"story-1": came[0]})

    renderer = Renderer(store, meanwhile=decide)
    real_put = make_page("/a/", order_number=0, text="too old")
    renderer.rule = lambda address: (
        RenderOutcome(200, stored=store.put(real_put), refused=True) if len(renderer.asked) == 1 else None
    )
    printer = Printer(store, renderer)
    order("story-1")

    run_until_idle(printer)

    assert body(store, "/a/") == b"printed anew"
    assert store.cursor == came[0]


def test_standing_addresses_are_printed_before_anybody_asks(store: Store) -> None:
    printer = Printer(store, SiteRenderer(), standing=("/test/story/1/",))

    run_until_idle(printer)

    assert b"0 reads" in body(store, "/test/story/1/")


def test_2_06_a_process_of_an_older_edition_prints_nothing_any_more(store: Store) -> None:
    store.begin_edition("old")
    use_edition("old")
    try:
        assert SiteRenderer()("/test/story/1/").stored
        store.begin_edition("new")

        outcome = SiteRenderer()("/test/story/1/")
    finally:
        use_edition("")

    assert outcome.refused
    assert store.pages_count() == 0


def test_7_04_a_printer_at_work_forgets_what_a_log_has_lost_though_the_numbers_go_on(store: Store) -> None:
    clock = Clock()
    printer = Printer(store, Renderer(store), clock=clock)
    first = order("story-1")
    run_until_idle(printer)
    store.put(make_page("/a/", order_number=first, text="what was lost"))
    lost = order("story-1")
    run_until_idle(printer)
    assert store.cursor == lost

    ReprintOrder.objects.filter(pk=lost).delete()
    order("another")  # before anybody looked; it stands for one that has the number of what was lost
    assert printer.step()

    assert store.pages_count() == 0
    assert store.cursor == latest_order_number()
    store.put(make_page("/a/", order_number=latest_order_number(), text="as it is now"))
    order("story-1")
    run_until_idle(printer)
    assert b"printed anew" in body(store, "/a/")
