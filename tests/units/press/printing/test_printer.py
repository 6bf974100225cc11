import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from django.db import transaction
from tests.conftest import NOON
from tests.makers.press import make_page

from kawaraban.press.orders import latest_order_number, order_reprint
from kawaraban.press.printing.printer import LEISURE_SECONDS, Printer
from kawaraban.press.printing.rendering import RenderOutcome, SiteRenderer
from kawaraban.press.store.edition import use_edition
from kawaraban.press.store.store import Store
from kawaraban.reads.models import HourTally

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.makers.press_urls")]


def order(*keys: str, addresses: tuple[str, ...] = (), takes_away: bool = False) -> int:
    with transaction.atomic():
        made = order_reprint(keys=keys, reason="test", now=NOON, addresses=addresses, takes_away=takes_away)
    return int(made.pk)


def set_figure(story: str, reads: int) -> None:
    HourTally.objects.update_or_create(story_key=story, hour_at=NOON, defaults={"reads_count": reads})


def run_until_idle(printer: Printer) -> None:
    while printer.step() or printer.heavy_step() or printer.improve_step():
        pass


def reasons(store: Store) -> dict[str, str]:
    return {failure.address: failure.reason for failure in store.failed()}


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
    rule: Callable[[str], RenderOutcome | None] = lambda address: None
    asked: list[str] = field(default_factory=list)
    meanwhile: Callable[[str], None] = lambda address: None

    def __call__(self, address: str) -> RenderOutcome:
        self.asked.append(address)
        self.meanwhile(address)
        special = self.rule(address)
        if special is not None:
            return special
        old = self.store.page(address)
        assert old is not None
        stored = self.store.put(
            make_page(address, keys=tuple(old.keys), order_number=latest_order_number(), text="printed anew")
        )
        return RenderOutcome(status=200, stored=stored, refused=not stored)


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
        Printer(
            store, Renderer(store, lambda address: RenderOutcome(status=500, stored=False, refused=False))
        )
    )

    run_until_idle(Printer(store, Renderer(store)))

    assert body(store, "/a/") == b"printed anew"
    assert store.failed() == []


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


BROKEN = RenderOutcome(status=500, stored=False, refused=False)


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
