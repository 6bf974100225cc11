"""Watching an order being printed: how many pages there are, how many are done, which could not be printed."""

import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from kawaraban.press.printing.middleware import EVERY_PAGE
from kawaraban.press.store.failures import Failure
from kawaraban.press.store.store import Store

_LOOK_SECONDS = 0.1
# A page that an order overtook is printed at the second try: only what fails twice has failed.
_TRIES = 2
_PORTION = 200


class NobodyPrints(Exception):
    """No worker runs on this paper: the order waits in the log for the next one."""


@dataclass(frozen=True, slots=True)
class Progress:
    """`failures` are told at the end."""

    pages_count: int
    printed_count: int
    is_done: bool
    failures: tuple[Failure, ...] = ()


def unprinted(store: Store, order: int, keys: Collection[str]) -> Iterator[str]:
    """Where pages are printed that carry one of the keys and have not seen this order.

    All pages are gone through a portion at a time: memory does not grow with the paper.
    """
    if EVERY_PAGE not in keys:
        yield from (place for place in store.addresses_under(keys) if _lacks(store, place, order))
        return
    place = b""
    while heads := store.heads_after(place, limit=_PORTION):
        place = heads[-1][0]
        yield from (
            address for _place, address, seen in heads if seen < order and _lacks(store, address, order)
        )


def watch(
    store: Store, *, order: int, wanted: Collection[str], is_worker_alive: Callable[[], bool]
) -> Iterator[Progress]:
    """Look again and again until what is wanted is printed, gone or failed. Raises NobodyPrints."""
    wanted = set(wanted)
    while True:
        is_tried = store.cursor >= order
        left = 0 if is_tried else sum(_lacks(store, address, order) for address in wanted)
        failures = (
            tuple(failure for failure in store.failed() if failure.address in wanted) if is_tried else ()
        )
        is_done = is_tried and all(failure.tries >= _TRIES for failure in failures)
        yield Progress(len(wanted), len(wanted) - left, is_done, failures)
        if is_done:
            return
        if not is_worker_alive():
            raise NobodyPrints
        time.sleep(_LOOK_SECONDS)


def _lacks(store: Store, address: str, order: int) -> bool:
    """Whether no rendering after the order has been stored."""
    seen = store.order_of(address)
    return seen is None or seen < order
