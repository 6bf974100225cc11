"""The printer: follows the log of orders and renders every stored page that one of them names.

One printer works on a store. Each of its steps does one small piece of work, the most urgent first:

    step          new orders; then one light page that waits; then one that failed and is due again; then one that
                  was lost with the store
    heavy_step    one page whose last rendering took long: in a thread of its own, never before a light one
    improve_step  one page that could be compressed better, when it is quiet: in a thread of its own

Whatever moment it is killed in, the next one starts from the cursor and does again what may not have been done.
"""

import json
import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

from kawaraban.press.keys import is_count
from kawaraban.press.order_log import OrderBatch
from kawaraban.press.orders import order_log, orders_after
from kawaraban.press.printing.anew import PrintingAnew
from kawaraban.press.printing.rendering import Render, RenderOutcome
from kawaraban.press.printing.waiting import WaitingPages
from kawaraban.press.printing.waiting_line import Wish
from kawaraban.press.store.encodings import best_bodies
from kawaraban.press.store.failures import Failure
from kawaraban.press.store.keeping import begin_life, fault_of
from kawaraban.press.store.page import IDENTITY
from kawaraban.press.store.store import Store

logger = logging.getLogger(__name__)

_FIRST_RETRY_SECONDS = 1.0
_LONGEST_RETRY_SECONDS = 300.0
# What an address answers with when its page is no more, or is elsewhere now.
_GONE = frozenset({301, 302, 303, 307, 308, 404, 410})
# A key on more pages than this is a wide order: nobody waits for each of them.
NEAR_PAGES: Final = 16
# A page that keeps a processor busy for longer than this is heavy.
HEAVY_SECONDS: Final = 0.4
# For so long changes of the numbers beside headlines are gathered before the lists that show them are printed.
LEISURE_SECONDS: Final = 2.0
# How often it is asked whether the log is still the one that is followed.
LOOK_SECONDS: Final = 1.0
# What was printed a moment ago is perhaps printed again in a moment: the best compression is for what stays.
QUIET_SECONDS: Final = 2.0
# Who is printed already is passed over, so many in one step: new orders do not wait for a whole line.
_PASSED_AT_ONCE: Final = 100
_HEAVY = "heavy"


class PageNeed(IntEnum):
    """How soon a page is wanted."""

    AT_LEISURE = 0  # only a number on it is another one
    FAR = 1
    NEAR = 2  # somebody waits for it


@dataclass(frozen=True, slots=True)
class _Postponed:
    tries: int
    due_at: float


@dataclass(slots=True)
class Printer:
    """Prints what is ordered.

    `clock` gives seconds that only go forward, `effort` the processor's seconds that this thread has used.
    `standing` are addresses that are always printed, `anew` what is printed into an emptied store.
    `on_change` is told of every page that is printed or gone.
    """

    store: Store
    render: Render
    clock: Callable[[], float] = time.monotonic
    effort: Callable[[], float] = time.thread_time
    standing: Sequence[str] = ()
    anew: PrintingAnew | None = None
    on_change: Callable[[str], None] = lambda address: None
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _light: WaitingPages = field(default_factory=WaitingPages)
    _heavy: WaitingPages = field(default_factory=WaitingPages)
    _heavy_addresses: set[str] = field(default_factory=set)
    _postponed: dict[str, _Postponed] = field(default_factory=dict)
    _seen: int = -1
    _opened_count: int = 0
    _printed_at: float = float("-inf")
    _anew_at: float = float("-inf")
    _look_at: float = float("-inf")

    def step(self) -> bool:
        """Do the most urgent thing. False when there was nothing to do."""
        return (
            self._take_orders()
            or self._print_next(self._light)
            or self._retry_one(heavy=False)
            or self._print_anew()
        )

    def heavy_step(self) -> bool:
        """Print one heavy page. False when there is none to print."""
        return self._print_next(self._heavy) or self._retry_one(heavy=True)

    def improve_step(self) -> bool:
        """Compress one page as well as can be. False when all are, or it is not quiet."""
        if self.is_busy() or self.clock() - self._printed_at < QUIET_SECONDS:
            return False
        page = self.store.next_rough()
        if page is None:
            return False
        if self.store.improve(page, best_bodies(page.bodies[IDENTITY])):
            self.on_change(page.address)
        return True

    def is_busy(self) -> bool:
        """Whether a page waits or is being printed."""
        with self._lock:
            return any(pages.oldest_order() is not None for pages in (self._light, self._heavy))

    def _take_orders(self) -> bool:
        if self._seen < 0:
            self._start()
        elif self._opened_count != self.store.opened_count:
            # Another store, perhaps, and one that has not come as far. Nothing is missing on its pages: `keeping.py`.
            self._seen = min(self._seen, self.store.cursor)
            self._look_at_store()
        batch = orders_after(self._seen)
        if self._must_look(has_orders=batch is not None) and self._is_of_another_history():
            return True
        if batch is None:
            return False
        if batch.oldest > self._seen + 1 and self._has_missed_orders():
            return True
        # First the marks, then the look-up: `store.py` says why.
        self.store.mark(batch.newest_of, anchor=batch.anchor)
        wishes = list(self._wishes(batch))
        with self._lock:
            until = self.clock() + LEISURE_SECONDS
            for address, need, takes_away in wishes:
                self._postponed.pop(address, None)
                pages = self._heavy if address in self._heavy_addresses else self._light
                wish = Wish(self._seen + 1, takes_away, batch.newest)
                if need is PageNeed.AT_LEISURE:
                    pages.seat(address, wish, until=until)
                else:
                    pages.add(address, wish, near=need is PageNeed.NEAR)
            self._seen = batch.newest
        self._move_cursor()
        return True

    def _wishes(self, batch: OrderBatch) -> Iterator[tuple[str, PageNeed, bool]]:
        """Address, how soon it is wanted, whether something is taken away from it: the most urgent first."""
        for address in batch.addresses:
            # What nobody has asked for yet (a whole import, perhaps) is not in the way of what somebody reads.
            near = self.store.order_of(address) is not None
            yield address, PageNeed.NEAR if near else PageNeed.FAR, address in batch.taken_from
        named: dict[str, tuple[PageNeed, bool]] = {}
        for key in batch.newest_of:
            places = self.store.addresses_under([key])
            # Later pages of a list or a thread are read by few: they neither wait in front nor make a key wide.
            first_pages = sum("?" not in place for place in places)
            for place in places:
                need, taken = named.get(place, (PageNeed.AT_LEISURE, False))
                own = _need_of(key, place, first_pages)
                named[place] = (max(need, own), taken or key in batch.taken_from)
        # A story lies deeper than the lists that count its comments.
        for place in sorted(named, key=lambda place: (-place.count("/"), place)):
            yield (place, *named[place])

    def _has_missed_orders(self) -> bool:
        """Begin anew where orders have left the log before they were followed here: what they named is not known.

        A store that has not begun has missed none.
        """
        if self.store.anchor is None or order_log().reaches(self._seen):
            return False
        logger.warning("The log of reprint orders does not reach back to the page store: it is emptied")
        self._begin_life()
        self._seen = self.store.cursor
        self._look_at_store()
        return True

    def _must_look(self, *, has_orders: bool) -> bool:
        """Once a second, and before new orders are followed: with them what shows that others are lost is gone."""
        now = self.clock()
        if not has_orders and now < self._look_at:
            return False
        self._look_at = now + LOOK_SECONDS
        return True

    def _is_of_another_history(self) -> bool:
        """Begin anew where the log is not the one that was followed: what was printed may never have happened in it."""
        fault = fault_of(self.store, order_log())
        if not fault:
            return False
        logger.warning("%s: the page store is emptied", fault)
        self._begin_life()
        self._seen = self.store.cursor
        self._look_at_store()
        return True

    def _begin_life(self) -> None:
        with self._lock:
            # They wait for orders of before, whose numbers may be others' now.
            self._light, self._heavy = WaitingPages(), WaitingPages()
        begin_life(self.store, order_log())

    def _start(self) -> None:
        """Go on where the last printer stopped, unless the log is not the one that it followed."""
        fault = fault_of(self.store, order_log())
        if fault:
            logger.warning("%s: the page store is emptied", fault)
            self._begin_life()
        self._heavy_addresses = set(json.loads(self.store.note(_HEAVY) or "[]"))
        for failure in self.store.failed():
            self._postponed[failure.address] = _Postponed(failure.tries, self.clock())
        self._seen = self.store.cursor
        self._look_at_store()

    def _look_at_store(self) -> None:
        """Whether the pages are there that always are, and whether all others are to be printed anew."""
        self._opened_count = self.store.opened_count
        if self.anew is not None:
            self.anew.begin()
        missing = [address for address in self.standing if self.store.order_of(address) is None]
        with self._lock:
            for address in missing:
                self._light.add(address, Wish(self._seen + 1), near=True)

    def _print_next(self, pages: WaitingPages) -> bool:
        """Print whose turn it is, and pass over who has been printed by others meanwhile: app, or many helpers."""
        next_one = None
        for _ in range(_PASSED_AT_ONCE):
            with self._lock:
                next_one = pages.start_next(now=self.clock())
            if next_one is None:
                return False
            if not self._is_printed(*next_one):
                self._print_in(pages, *next_one)
                return True
            self._pass_over(pages, next_one[0])
        return True

    def _is_printed(self, address: str, wish: Wish) -> bool:
        """Whether every order that wants it is on the page already: its rendering began after the newest of them.

        `store.py` argues so: what began after an order was committed sees its change.
        """
        order = self.store.order_of(address)
        return order is not None and order >= wish.newest

    def _pass_over(self, pages: WaitingPages, address: str) -> None:
        with self._lock:
            pages.finish(address)
            self._postponed.pop(address, None)
        self.on_change(address)
        self._move_cursor()

    def _print_in(self, pages: WaitingPages, address: str, wish: Wish) -> None:
        try:
            self._print(address, takes_away=wish.takes_away)
        except Exception:
            with self._lock:
                # The store itself failed: the order is not done.
                pages.finish(address)
                pages.add(address, wish, near=False)
            raise
        with self._lock:
            pages.finish(address)
        self._move_cursor()

    def _move_cursor(self) -> None:
        with self._lock:
            orders = (self._light.oldest_order(), self._heavy.oldest_order())
            done = min((order - 1 for order in orders if order is not None), default=self._seen)
            if done > self.store.cursor:
                self.store.move_cursor(done)

    def _print(self, address: str, *, takes_away: bool) -> None:
        began = self.effort()
        try:
            outcome = self.render(address)
        except Exception as broken:  # a page that cannot be rendered must not stop the others
            logger.exception("Printing %s failed", address)
            self._fail(address, f"{type(broken).__name__}: {broken}", takes_away=takes_away)
            return
        finally:
            self._weigh(address, self.effort() - began)
            self._printed_at = self.clock()
        self._settle(address, outcome, takes_away=takes_away)

    def _settle(self, address: str, outcome: RenderOutcome, *, takes_away: bool) -> None:
        if outcome.refused:
            if not self._is_wanted_again(address):
                reason = "An order came in while it was rendered, or the store refused it."
                self._fail(address, reason, takes_away=takes_away)
                return
            with self._lock:
                # It waits again for a number alone, perhaps, but what it was rendered for is not on it yet.
                self._light.hasten(address)
                self._heavy.hasten(address)
            if takes_away:
                self.store.delete(address)
                self.on_change(address)
            return
        if not outcome.stored and outcome.status not in _GONE and outcome.status != 200:
            self._fail(address, f"HTTP {outcome.status}", takes_away=takes_away)
            return
        with self._lock:
            self._postponed.pop(address, None)
        if not outcome.stored:
            self.store.delete(address)
        self.on_change(address)

    def _is_wanted_again(self, address: str) -> bool:
        with self._lock:
            return address in self._light or address in self._heavy

    def _fail(self, address: str, reason: str, *, takes_away: bool) -> None:
        """Try again later, each time after a longer while. Until then the old print stays.

        But not where an order took something away: what was withdrawn or refused is not shown for want of a
        new print. The page is dropped, and whoever asks for it asks the app.
        """
        if takes_away:
            self.store.delete(address)
            self.on_change(address)
        with self._lock:
            before = self._postponed.get(address)
            tries = before.tries + 1 if before else 1
            wait = min(_FIRST_RETRY_SECONDS * 2 ** (tries - 1), _LONGEST_RETRY_SECONDS)
            self._postponed[address] = _Postponed(tries, self.clock() + wait)
        self.store.set_failed(Failure(address, reason, tries, time.time() + wait))

    def _retry_one(self, *, heavy: bool) -> bool:
        pages, now = self._heavy if heavy else self._light, self.clock()
        with self._lock:
            due = [
                address
                for address, postponed in self._postponed.items()
                if postponed.due_at <= now
                and (address in self._heavy_addresses) == heavy
                and not self._is_under_way(address)
            ]
            if not due:
                return False
            # No order waits for it: the cursor is past them.
            wish = Wish(self._seen + 1)
            pages.start(due[0], wish)
        self._print_in(pages, due[0], wish)
        return True

    def _print_anew(self) -> bool:
        """Print one page that was lost with the store; then rest as long as that took: nobody waits for it."""
        if self.anew is None or not self.anew.is_under_way or self.clock() < self._anew_at:
            return False
        address = self.anew.next_missing()
        if address is None:
            return self.anew.is_under_way
        # No order waits for it: the cursor is past them.
        wish, began = Wish(self._seen + 1), self.clock()
        with self._lock:
            if address in self._heavy_addresses:
                self._heavy.add(address, wish, near=False)
                return True
            if self._is_under_way(address):
                return True
            self._light.start(address, wish)
        self._print_in(self._light, address, wish)
        self._anew_at = self.clock() + (self.clock() - began)
        return True

    def _is_under_way(self, address: str) -> bool:
        return self._light.is_under_way(address) or self._heavy.is_under_way(address)

    def _weigh(self, address: str, seconds: float) -> None:
        """Remember which pages are heavy, also for the next printer."""
        is_heavy = seconds > HEAVY_SECONDS
        with self._lock:
            if is_heavy == (address in self._heavy_addresses):
                return
            self._heavy_addresses ^= {address}
            self.store.set_note(_HEAVY, json.dumps(sorted(self._heavy_addresses)))


def _need_of(key: str, address: str, first_pages: int) -> PageNeed:
    """How soon one of the `first_pages` pages that carry the key is wanted, or a later page of one of them."""
    if is_count(key):
        return PageNeed.AT_LEISURE
    return PageNeed.NEAR if "?" not in address and first_pages <= NEAR_PAGES else PageNeed.FAR
