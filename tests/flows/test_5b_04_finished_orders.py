"""5b.4: orders that are printed leave the log, and whoever comes from before the oldest that is left begins anew."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.makers.press import make_page
from tests.makers.printer import Renderer, body, order, run_until_idle

from kawaraban.press.models import ReprintOrder
from kawaraban.press.orders import latest_order_number, order_log
from kawaraban.press.printing.finished_orders import AT_ONCE, KEPT_COUNT, let_go_of_finished
from kawaraban.press.printing.pieces import READ_AT_ONCE
from kawaraban.press.printing.printer import Printer
from kawaraban.press.store.keeping import MOST_ORDERS, settle
from kawaraban.press.store.store import Store

pytestmark = [pytest.mark.django_db, pytest.mark.once("the press does not depend on the profile")]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """One that has begun with the log."""
    store = Store(tmp_path / "store")
    settle(store, order_log())
    return store


@pytest.fixture
def grow(noon: datetime) -> Callable[..., int]:
    """Writes so many orders, two days old; returns the number of the newest."""

    def grow(count: int, *, at: datetime = noon - timedelta(days=2)) -> int:
        ReprintOrder.objects.bulk_create(
            ReprintOrder(keys=["story-7"], reason="test", ordered_at=at) for _ in range(count)
        )
        return latest_order_number()

    return grow


def test_5b_04_orders_that_are_printed_leave_the_log_but_for_the_newest_thousands(
    store: Store, noon: datetime, grow: Callable[..., int]
) -> None:
    newest = grow(KEPT_COUNT + 2 * AT_ONCE + 30)
    store.move_cursor(newest)

    assert let_go_of_finished(store, now=noon) == 2 * AT_ONCE + 30

    assert list(ReprintOrder.objects.values_list("pk", flat=True)) == list(
        range(newest - KEPT_COUNT + 1, newest + 1)
    )
    assert let_go_of_finished(store, now=noon) == 0


def test_5b_04_what_is_not_printed_yet_stays_however_old_it_is(
    store: Store, noon: datetime, grow: Callable[..., int]
) -> None:
    newest = grow(KEPT_COUNT + 100)
    store.move_cursor(newest - KEPT_COUNT - 60)

    let_go_of_finished(store, now=noon)

    assert ReprintOrder.objects.order_by("pk").values_list("pk", flat=True)[0] == store.cursor + 1


def test_5b_04_what_was_ordered_within_a_day_stays(
    store: Store, noon: datetime, grow: Callable[..., int]
) -> None:
    grow(10)
    store.move_cursor(grow(KEPT_COUNT + 100, at=noon - timedelta(hours=23)))

    assert let_go_of_finished(store, now=noon) == 10


def test_5b_04_an_order_that_is_dated_in_the_future_keeps_no_other(
    store: Store, noon: datetime, grow: Callable[..., int]
) -> None:
    grow(10, at=noon + timedelta(days=9))
    store.move_cursor(grow(KEPT_COUNT))

    assert let_go_of_finished(store, now=noon) == 10


def test_5b_04_each_statement_deletes_a_portion_and_a_look_without_work_costs_three_statements(
    store: Store, noon: datetime, grow: Callable[..., int]
) -> None:
    store.move_cursor(grow(KEPT_COUNT + 5 * AT_ONCE))
    before = ReprintOrder.objects.count()

    with CaptureQueriesContext(connection) as long_look:
        let_go_of_finished(store, now=noon)
    with CaptureQueriesContext(connection) as look:
        let_go_of_finished(store, now=noon)

    deletions = [query for query in long_look.captured_queries if query["sql"].startswith("DELETE")]
    assert len(deletions) == (before - ReprintOrder.objects.count()) / AT_ONCE == 5
    assert len(look) <= 3


def test_5b_04_more_is_kept_than_anybody_reads_back() -> None:
    assert max(READ_AT_ONCE, MOST_ORDERS) < KEPT_COUNT


def test_5b_04_a_copy_of_a_store_from_before_the_oldest_order_is_not_believed(
    store: Store, noon: datetime, grow: Callable[..., int]
) -> None:
    """Its newest mark is in the log still, and orders that it marked and did not print have left it."""
    newest = grow(20)
    store.put(make_page("/a/", order_number=newest))
    store.mark({"story-7": newest}, anchor=order_log().words_of(newest))
    store.move_cursor(newest - 12)
    ReprintOrder.objects.filter(pk__lte=newest - 10).delete()

    settle(store, order_log())

    assert (store.pages_count(), store.cursor) == (0, newest)


def test_5b_04_a_printer_that_the_log_has_left_behind_begins_anew_and_shows_nothing_stale(
    store: Store, grow: Callable[..., int]
) -> None:
    printer = Printer(store, Renderer(store))
    store.put(make_page("/a/", keys=("story-1",), order_number=latest_order_number()))
    order("story-8")
    run_until_idle(printer)
    order("story-1")
    ReprintOrder.objects.all().delete()
    newest = order("story-8")

    run_until_idle(printer)

    assert body(store, "/a/") == b""
    assert store.cursor == newest
    assert not store.put(make_page("/a/", order_number=newest - 1))
