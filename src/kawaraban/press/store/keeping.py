"""Keeping the page store: who knows the log of orders looks at a store before it is believed, and seals it.

    damaged      it is put aside as store.broken-DATE, and a new one begins
    of another log, or of another life of this one (a database or a store from a copy, a server that took
    another's place: `epoch.py`)
                 it is emptied, and begins with the newest order
    older than the log
                 every page that an order since then names is dropped; the printer follows from there
    older than the oldest order that is left in the log
                 as of another log: what was ordered meanwhile cannot be known

Why nothing stale is left
-------------------------
`store.py` argues with one store and one log. A store notes the words of the newest order that it marked (`ANCHOR`) and
the newest order that any page of it has seen. If the log still has this order, in these words, and none of the pages
has seen an order that the log does not have, then the store is an earlier state of itself under this log. All that it
may lack are the orders since its cursor, and the log must have all of these. A server that took another's place may
have lost what was committed last, and given its numbers to other orders before anybody looked: so it must be of one
epoch, too. They are marked here, in the order of the
log, before their pages are looked up, as the printer does; each page found is dropped instead of being printed. A
rendering that is put later meets the marks. So after `settle` every page has seen every order that names it, up to the
newest that was read.

Otherwise nothing in it is known, and it begins anew with the newest order F: no page is left, no rendering that began
before F is taken (`FLOOR`), and orders after F are followed. Every page it will ever hold has seen all orders up to F.
"""

import fcntl
import logging
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import lmdb

from kawaraban.press.keys import is_count
from kawaraban.press.order_log import OrderLog
from kawaraban.press.store.edition import running_edition
from kawaraban.press.store.environment import PressEnvironment, was_refused_by_system
from kawaraban.press.store.files import DATA_FILE, clear_place, damage_of, identity, set_aside
from kawaraban.press.store.seal import NOTE, Guard, guard
from kawaraban.press.store.store import Store

logger = logging.getLogger(__name__)

# A store that lacks more orders than this is emptied: to drop page by page would take longer than to print again.
MOST_ORDERS: Final = 1_000


def keep(environment: PressEnvironment, log: OrderLog) -> None:
    """Open the environment's store, and see to it that it may be believed. For `believe_only_sealed`."""
    watch = guard()
    assert watch is not None
    with _alone(watch.path.with_suffix(".lock")):
        data_file = environment.folder / DATA_FILE
        is_known = watch.is_of(identity(data_file)) and not watch.is_doubted()
        damage = watch.reason_to_doubt(identity(data_file)) or (
            "" if is_known else damage_of(environment.folder)
        )
        _open_sound(environment, damage=damage)
        if is_known and environment.has_seal():
            return
        store = Store(environment.folder)
        settle(store, log)
        if running_edition():
            # A copy from before an upgrade is printed with other templates.
            store.begin_edition(running_edition())
        _seal(environment, watch)


def settle(store: Store, log: OrderLog) -> None:
    """Leave only pages that have seen every order of the log that names them."""
    anchor = store.anchor
    fault = fault_of(store, log)
    if anchor is None or fault:
        if anchor is not None or store.pages_count():
            logger.warning("%s: the page store is emptied", fault or "It has never begun")
        begin_life(store, log)
        return
    seen = store.cursor
    if log.newest() - seen > MOST_ORDERS or not log.reaches(seen):
        begin_life(store, log)
        return
    while (batch := log.after(seen, limit=MOST_ORDERS)) is not None:
        # First the marks, then the look-up: `store.py` says why.
        store.mark(batch.newest_of, anchor=batch.anchor)
        keys = [key for key in batch.newest_of if not is_count(key)]
        for address in store.addresses_under(keys) | set(batch.addresses):
            store.delete(address)
        seen = batch.newest


def fault_of(store: Store, log: OrderLog) -> str:
    """Why the store may show what this log does not know, in words; empty when it cannot. Two questions at most."""
    # Before the log is asked: what is printed meanwhile has seen orders that it will have.
    seen, anchor, epoch = store.newest_seen, store.anchor, store.epoch
    standing = log.standing(anchor)
    if anchor is not None and epoch != standing.epoch:
        return "The database is another one, or has gone on from an earlier moment"
    if not standing.has_anchor:
        return "The page store is not of this paper's log of orders"
    if seen > standing.newest:
        return "The log of reprint orders begins anew"
    return ""


def begin_life(store: Store, log: OrderLog) -> None:
    """Empty it; it begins anew with the newest order."""
    epoch, newest = log.epoch(), log.newest()
    store.begin_life(newest, anchor=log.words_of(newest), epoch=epoch)


def _open_sound(environment: PressEnvironment, *, damage: str) -> None:
    """Open it; put it aside first when it is damaged."""
    if not damage:
        try:
            environment.open_files()
        except lmdb.Error as wrong:
            environment.close()
            if was_refused_by_system(wrong):
                raise
            damage = str(wrong)
        else:
            return
    aside = set_aside(environment.folder)
    logger.warning("The page store is damaged (%s): it is put aside as %s and begun anew", damage, aside)
    environment.open_files()


def _seal(environment: PressEnvironment, watch: Guard) -> None:
    found = identity(environment.folder / DATA_FILE)
    word = watch.word_for(secrets.token_hex(12), found)
    Store(environment.folder).set_note(NOTE, word)
    watch.write(word)
    watch.is_looked_at()


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """One process at a time: supervisor and worker may both find that something is wrong."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    clear_place(lock)
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
