"""The printer: a page or a store that fails, what readers get meanwhile, and when it is tried again."""

import time
from pathlib import Path

import pytest
from tests.makers.press import make_page
from tests.makers.printer import Clock, Renderer, body, order, reasons, run_until_idle, set_figure

from kawaraban.press.orders import latest_order_number
from kawaraban.press.printing.printer import Printer
from kawaraban.press.printing.rendering import RenderOutcome, SiteRenderer
from kawaraban.press.store.store import Store

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.makers.press_urls")]


def test_a_page_that_breaks_keeps_its_old_print_and_is_tried_again_later(store: Store) -> None:
    renderer, clock = SiteRenderer(), Clock()
    renderer("/test/story/1/")
    set_figure("story-1", 500)
    newest = order("story-1")
    printer = Printer(store, renderer, clock)

    run_until_idle(printer)
    assert b"0 reads" in body(store, "/test/story/1/")
    assert reasons(store) == {"/test/story/1/": "HTTP 500"}
    assert store.cursor == newest

    set_figure("story-1", 3)
    run_until_idle(printer)
    assert b"0 reads" in body(store, "/test/story/1/")

    clock.seconds += 2
    run_until_idle(printer)
    assert b"3 reads" in body(store, "/test/story/1/")
    assert store.failed() == []


def test_the_pauses_between_tries_grow(store: Store) -> None:
    store.put(make_page("/a/"))
    clock = Clock()
    renderer = Renderer(store, lambda address: RenderOutcome(status=500, stored=False, refused=False))
    printer = Printer(store, renderer, clock)
    order("story-1")

    for _ in range(60):
        run_until_idle(printer)
        clock.seconds += 1

    assert len(renderer.asked) == 6  # at once, then after 1, 2, 4, 8, 16 seconds


def test_a_printer_that_restarts_tries_again_what_had_failed(store: Store) -> None:
    store.put(make_page("/a/"))
    order("story-1")
    run_until_idle(
        Printer(
            store, Renderer(store, lambda address: RenderOutcome(status=500, stored=False, refused=False))
        )
    )

    run_until_idle(Printer(store, Renderer(store)))

    assert body(store, "/a/") == b"printed anew"
    assert store.failed() == []


BROKEN = RenderOutcome(status=500, stored=False, refused=False)


def test_2_06_what_was_taken_away_is_not_shown_for_want_of_a_new_print(store: Store) -> None:
    store.put(make_page("/a/", text="with the withdrawn comment"))
    order("story-1", takes_away=True)
    clock = Clock()
    renderer = Renderer(store, lambda address: BROKEN)
    printer = Printer(store, renderer, clock)

    run_until_idle(printer)

    assert store.page("/a/") is None
    assert reasons(store) == {"/a/": "HTTP 500"}
    # It is tried again all the same, and stands there when it works.
    clock.seconds += 2
    new = make_page("/a/", order_number=latest_order_number(), text="without")
    renderer.rule = lambda address: RenderOutcome(200, stored=store.put(new), refused=False)
    run_until_idle(printer)
    assert body(store, "/a/") == b"without"
    assert store.failed() == []


def test_2_06_a_page_that_breaks_while_something_is_taken_away_and_something_else_is_added_is_dropped(
    store: Store,
) -> None:
    store.put(make_page("/a/", keys=("thread-1",)))
    order("thread-1")
    order("thread-1", takes_away=True)
    order("thread-1")

    run_until_idle(Printer(store, Renderer(store, lambda address: BROKEN)))

    assert store.page("/a/") is None


def test_2_06_what_could_not_be_printed_is_told_with_its_tries_and_its_next_one(store: Store) -> None:
    store.put(make_page("/a/"))
    order("story-1")
    clock = Clock()
    printer = Printer(store, Renderer(store, lambda address: BROKEN), clock)
    before = time.time()
    for _ in range(3):
        run_until_idle(printer)
        clock.seconds += 1

    [failure] = store.failed()

    assert (failure.address, failure.reason, failure.tries) == ("/a/", "HTTP 500", 2)
    assert failure.due_at >= before + 2


def test_a_failing_store_leaves_the_order_undone(store: Store, tmp_path: Path) -> None:
    store.put(make_page("/a/"))
    newest = order("story-1")
    renderer = Renderer(store)

    def full(address: str) -> None:
        raise OSError("the disk is full")

    printer = Printer(store, renderer, on_change=full)
    printer.step()
    with pytest.raises(OSError, match="disk is full"):
        printer.step()
    assert store.cursor == newest - 1

    printer.on_change = lambda address: None
    run_until_idle(printer)
    assert store.cursor == newest


def test_2_06_a_page_refused_for_a_number_that_changed_meanwhile_is_printed_again_at_once(
    store: Store,
) -> None:
    """Another lane takes the order for the number while the page of the decision is rendered."""
    store.put(make_page("/town/tram/", keys=("thread-1", "count-2")))

    def refuse_the_first(address: str) -> RenderOutcome | None:
        if len(renderer.asked) > 1:
            return None
        order("count-2")
        printer.step()
        return RenderOutcome(status=200, stored=False, refused=True)

    renderer = Renderer(store, refuse_the_first)
    printer = Printer(store, renderer, Clock())
    order("thread-1", addresses=("/town/tram/",))

    run_until_idle(printer)

    assert renderer.asked == ["/town/tram/", "/town/tram/"]
    assert body(store, "/town/tram/") == b"printed anew"
    assert store.cursor == latest_order_number()
