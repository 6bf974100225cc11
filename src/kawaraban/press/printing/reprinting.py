"""Watching an order being printed: how many pages there are, how many are done, which could not be printed."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from kawaraban.press.printing.middleware import EVERY_PAGE
from kawaraban.press.store.failures import Failure
from kawaraban.press.store.store import Store

_LOOK_SECONDS = 0.1
# A page that an order overtook is printed at the second try: only what fails twice has failed.
_TRIES = 2


class NobodyPrints(Exception):
    """No worker runs on this paper: the order waits in the log for the next one."""


@dataclass(frozen=True, slots=True)
class Progress:
    """`failures` are told at the end."""

    pages_count: int
    printed_count: int
    is_done: bool
    failures: tuple[Failure, ...] = ()


def watch(
    store: Store,
    *,
    order: int,
    keys: Iterable[str],
    is_worker_alive: Callable[[], bool],
    addresses: Iterable[str] = (),
) -> Iterator[Progress]:
    """Look again and again until what the order names is printed, gone or failed. Raises NobodyPrints."""
    keys = list(keys)
    wanted = _unprinted(store, order, keys) | {
        address for address in addresses if store.page(address) is None
    }
    while True:
        is_tried = store.cursor >= order
        left = set() if is_tried else _left(store, order, wanted)
        failures = (
            tuple(failure for failure in store.failed() if failure.address in wanted) if is_tried else ()
        )
        is_done = is_tried and all(failure.tries >= _TRIES for failure in failures)
        yield Progress(len(wanted), len(wanted) - len(left), is_done, failures)
        if is_done:
            return
        if not is_worker_alive():
            raise NobodyPrints
        time.sleep(_LOOK_SECONDS)


def _left(store: Store, order: int, wanted: set[str]) -> set[str]:
    """Those that no rendering after the order has been stored of; one look at the heads of all pages."""
    seen = store.orders_under(EVERY_PAGE)
    return {address for address in wanted if seen.get(address, -1) < order}


def _unprinted(store: Store, order: int, keys: Iterable[str]) -> set[str]:
    return {address for key in keys for address, seen in store.orders_under(key).items() if seen < order}
