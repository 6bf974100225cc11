"""5b.5: the printer does not print again what others have printed since the order: helpers of a command, or the app."""

from pathlib import Path

import pytest
from tests.makers.press import make_page
from tests.makers.printer import Renderer, order, run_until_idle
from tests.rigs.postgres.begun_store import begun

from kawaraban.press.orders import latest_order_number
from kawaraban.press.printing.printer import Printer
from kawaraban.press.printing.reprinting import unprinted
from kawaraban.press.printing.waiting_line import WaitingLine, Wish
from kawaraban.press.store.store import Store

pytestmark = [pytest.mark.django_db, pytest.mark.once("the press does not depend on the profile")]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = begun(Store(tmp_path / "store"))
    for number in range(4):
        store.put(
            make_page(f"/{number}/", keys=("paper", f"story-{number}"), order_number=latest_order_number())
        )
    return store


@pytest.fixture
def printer(store: Store) -> Printer:
    return Printer(store, Renderer(store))


def asked_of(printer: Printer) -> list[str]:
    assert isinstance(printer.render, Renderer)
    return printer.render.asked


def put_as_others_do(store: Store, address: str, number: int) -> None:
    page = store.page(address)
    assert page is not None
    assert store.put(make_page(address, keys=tuple(page.keys), order_number=number))


def test_5b_05_what_a_helper_printed_after_the_order_is_passed_over_and_the_cursor_moves(
    printer: Printer, store: Store
) -> None:
    newest = order("paper")
    printer.step()
    for address in ("/0/", "/2/", "/3/"):
        put_as_others_do(store, address, newest)
    told: list[str] = []
    printer.on_change = told.append

    run_until_idle(printer)

    assert asked_of(printer) == ["/1/"]
    assert store.cursor == newest
    assert set(told) == {"/0/", "/1/", "/2/", "/3/"}


def test_5b_05_a_page_that_another_order_names_since_is_printed_though_a_helper_printed_it(
    printer: Printer, store: Store
) -> None:
    first = order("paper")
    printer.step()
    put_as_others_do(store, "/1/", first)
    newest = order("story-1", takes_away=True)

    run_until_idle(printer)

    assert "/1/" in asked_of(printer)
    assert (store.order_of("/1/"), store.cursor) == (newest, newest)


def test_5b_05_a_page_that_failed_is_tried_again_whatever_is_printed_there(
    printer: Printer, store: Store
) -> None:
    """No order waits for it: no print is known to be new enough."""
    assert Wish(3).newest > order("paper")
    assert Wish(3, newest=9).joined(Wish(5)).newest == Wish(5).newest


def test_5b_05_every_page_that_lacks_the_order_is_named_once_a_portion_at_a_time(store: Store) -> None:
    for number in range(450):
        store.put(make_page(f"/more/{number}/", keys=("paper",), order_number=latest_order_number()))
    newest = order("paper")
    put_as_others_do(store, "/more/7/", newest)

    named = list(unprinted(store, newest, ["paper"]))

    assert len(named) == len(set(named)) == 453
    assert "/more/7/" not in named
    assert list(unprinted(store, newest, ["story-2"])) == ["/2/"]


def test_5b_05_a_step_in_a_long_line_looks_at_as_few_as_in_a_short_one() -> None:
    """The oldest order of a hundred thousand that wait is known without looking at them."""
    line = WaitingLine()
    for number in range(100_000):
        line.join(f"/{number}/", Wish(1 + number // 1_000))

    line.take_first()

    assert len(line._orders) == 100
    assert line.oldest_order() == 1
    for _ in range(999):
        line.take_first()
    assert line.oldest_order() == 2
