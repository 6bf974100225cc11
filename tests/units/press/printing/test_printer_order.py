"""The printer: what comes first, what waits, and what heavy pages keep back."""

import threading
from dataclasses import dataclass

import pytest
from tests.makers.press import make_page
from tests.makers.printer import Clock, Renderer, order, run_until_idle

from kawaraban.press.orders import latest_order_number
from kawaraban.press.printing.printer import LEISURE_SECONDS, Printer
from kawaraban.press.printing.rendering import RenderOutcome
from kawaraban.press.store.store import Store

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.makers.press_urls")]


def test_a_story_is_printed_before_the_lists_that_count_its_comments(store: Store) -> None:
    for address in ("/", "/town/tram/", "/town/"):
        store.put(make_page(address, keys=("thread-1",)))
    order("thread-1")
    renderer = Renderer(store)

    run_until_idle(Printer(store, renderer))

    assert renderer.asked == ["/town/tram/", "/town/", "/"]


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


def test_2_06_a_thousand_decisions_on_one_thread_print_its_pages_once(store: Store) -> None:
    for address in ("/town/tram/", "/town/", "/"):
        store.put(make_page(address, keys=("thread-1",)))
    renderer = Renderer(store)
    for _ in range(1_000):
        newest = order("thread-1", addresses=("/town/tram/",))

    run_until_idle(Printer(store, renderer))

    assert renderer.asked == ["/town/tram/", "/town/", "/"]
    assert store.cursor == newest


def test_2_06_decisions_that_never_end_keep_no_other_page_from_being_printed(store: Store) -> None:
    """While each page is rendered the same thread is decided on again: a thousand times."""
    for address in ("/town/tram/", "/town/", "/"):
        store.put(make_page(address, keys=("thread-1",)))
    for number in range(20):
        store.put(make_page(f"/{number}/", keys=("name",)))
    decisions = 0

    def decide(address: str) -> None:
        nonlocal decisions
        if decisions < 1_000:
            decisions += 25
            for _ in range(25):
                order("thread-1", addresses=("/town/tram/",))

    renderer = Renderer(store, meanwhile=decide)
    order("name")
    order("thread-1")

    run_until_idle(Printer(store, renderer))

    assert renderer.asked.index("/town/") < 10
    assert renderer.asked.index("/") < 10
    assert {f"/{number}/" for number in range(20)} <= set(renderer.asked)
    # Each rendering answers all that came since the last one: at most one more for each of 40 renderings.
    assert len(renderer.asked) < 40 + 20 + 2 * 3
    assert store.cursor == latest_order_number()


def test_2_06_the_page_of_a_decision_comes_first_even_when_every_page_counts_its_comments(
    store: Store,
) -> None:
    for number in range(30):
        store.put(make_page(f"/town/{number}/", keys=("thread-17", f"story-{number}")))
    renderer = Renderer(store)
    order("thread-17", addresses=("/town/17/",))

    run_until_idle(Printer(store, renderer))

    assert renderer.asked[0] == "/town/17/"
    assert len(renderer.asked) == 30


def test_2_06_a_decision_waits_for_one_page_of_a_whole_reprint_at_most(store: Store) -> None:
    for number in range(60):
        store.put(make_page(f"/town/{number}/", keys=("paper", f"thread-{number}")))
    renderer = Renderer(store)
    printer = Printer(store, renderer)
    order("paper")
    for _ in range(4):
        printer.step()
    begun = len(renderer.asked)

    order("thread-59")
    for _ in range(3):
        printer.step()

    assert "/town/59/" in renderer.asked[begun : begun + 2]


def test_2_06_later_pages_of_a_thread_come_after_what_is_read(store: Store) -> None:
    pages = [f"/town/tram/?page={number}" for number in range(2, 40)]
    for address in ("/town/tram/", "/town/", *pages):
        store.put(make_page(address, keys=("thread-1",)))
    renderer = Renderer(store)
    printer = Printer(store, renderer)
    order("thread-1")

    run_until_idle(printer)

    assert renderer.asked.index("/town/") <= 2
    assert sorted(renderer.asked) == sorted(["/town/tram/", "/town/", *pages])


@dataclass
class Effort:
    """Processor seconds, of which a rendering uses as many as its address says."""

    spent: float = 0.0

    def __call__(self) -> float:
        return self.spent

    def render(self, address: str) -> None:
        self.spent += 5.0 if "heavy" in address else 0.01


def test_2_06_a_heavy_page_is_printed_in_a_lane_of_its_own(store: Store) -> None:
    for address in ("/heavy/", "/light/"):
        store.put(make_page(address))
    effort = Effort()
    renderer = Renderer(store, meanwhile=effort.render)
    run_until_idle(Printer(store, renderer, effort=effort))
    order("story-1")
    run_until_idle(Printer(store, renderer, effort=effort))  # now it is known
    renderer.asked.clear()

    again = Printer(store, renderer, effort=effort)  # also to one that has just been started
    newest = order("story-1")
    while again.step():
        pass
    assert renderer.asked == ["/light/"]
    assert store.cursor == newest - 1

    while again.heavy_step():
        pass
    assert renderer.asked == ["/light/", "/heavy/"]
    assert store.cursor == newest


@pytest.mark.django_db(transaction=True)
def test_2_06_a_light_page_is_printed_while_a_heavy_one_is_still_under_way(store: Store) -> None:
    """Two threads, as in the worker. The heavy rendering ends only when the light page has been printed."""
    for address in ("/heavy/", "/light/"):
        store.put(make_page(address))
    store.set_note("heavy", '["/heavy/"]')
    begun, light_is_printed = threading.Event(), threading.Event()
    light = Renderer(store)

    def render(address: str) -> RenderOutcome:
        if address == "/heavy/":
            begun.set()
            assert light_is_printed.wait(60)
        return light(address)

    printer = Printer(store, render, effort=lambda: 0.0)
    order("story-1")
    printer.step()  # takes the orders
    heavy = threading.Thread(target=printer.heavy_step)
    heavy.start()
    assert begun.wait(60)

    printer.step()
    assert light.asked == ["/light/"]
    light_is_printed.set()
    heavy.join()
    assert light.asked == ["/light/", "/heavy/"]
    assert store.cursor == latest_order_number()


def test_2_06_the_best_compression_never_delays_a_page_that_waits(store: Store) -> None:
    store.put(make_page("/a/", keys=("story-1",)))
    store.put(make_page("/b/", keys=("story-2",)))
    order("story-1")
    clock = Clock()
    printer = Printer(store, Renderer(store), clock)

    assert not printer.is_busy()
    printer.step()  # the order is taken, and its page waits
    assert not printer.improve_step()
    printer.step()
    assert not printer.improve_step()  # more may follow at once
    assert store.rough_count() == 2

    clock.seconds += 2
    assert printer.improve_step()
    assert store.rough_count() == 1


def test_2_06_a_decision_does_not_wait_behind_the_first_prints_of_an_import(store: Store) -> None:
    store.put(make_page("/town/tram/", keys=("thread-1",)))
    printed = RenderOutcome(status=200, stored=True, refused=False)
    renderer = Renderer(store, lambda address: printed if "new" in address else None)
    for number in range(50):
        order(f"story-{number}", addresses=(f"/town/new-{number}/",))
    order("thread-1", addresses=("/town/tram/",))

    run_until_idle(Printer(store, renderer))

    assert renderer.asked.index("/town/tram/") <= 1
    assert len(renderer.asked) == 51


def test_2_06_pages_that_only_count_comments_are_printed_once_for_the_decisions_of_a_while(
    store: Store,
) -> None:
    store.put(make_page("/town/tram/", keys=("thread-1",)))
    for address in ("/", "/town/"):
        store.put(make_page(address, keys=("count-1",)))
    clock, renderer = Clock(), Renderer(store)
    printer = Printer(store, renderer, clock)

    for _ in range(5):
        newest = order("thread-1", "count-1", addresses=("/town/tram/",))
        run_until_idle(printer)
        clock.seconds += LEISURE_SECONDS / 8
    asked_before = list(renderer.asked)
    clock.seconds += LEISURE_SECONDS
    run_until_idle(printer)

    assert asked_before == ["/town/tram/"] * 5
    assert renderer.asked == [*asked_before, "/town/", "/"]
    assert store.cursor == newest


def test_2_06_counts_that_were_not_printed_before_a_crash_are_printed_by_the_next_worker(
    store: Store,
) -> None:
    store.put(make_page("/", keys=("count-1",)))
    newest = order("count-1")
    run_until_idle(Printer(store, Renderer(store), Clock()))
    assert store.cursor < newest

    clock, renderer = Clock(), Renderer(store)
    printer = Printer(store, renderer, clock)
    run_until_idle(printer)
    clock.seconds += LEISURE_SECONDS
    run_until_idle(printer)

    assert renderer.asked == ["/"]
    assert store.cursor == newest
