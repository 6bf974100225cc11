"""The shelf: the answers that were asked for lately, out of the store, bounded in bytes.

Pages lie under their canonical request target. Only what is in the store comes here, so no stranger fills it by
counting up parameters. What changes is seen in two ways: the store's generation is another (at once, after every
commit), and its newest transaction is another (once a second, should a writer have died before it turned the
generation). Then nothing is thrown away: each page is compared with the store when it is next asked for, by its
version, and only a page that did change is read again.
"""

import logging
import sys
from collections import OrderedDict
from typing import Protocol

import lmdb

from kawaraban.kit.complaints import Complaint
from kawaraban.kit.faults import said_plainly
from kawaraban.press.addresses import address_of_target, target_of
from kawaraban.press.front.negotiation import wishes_of
from kawaraban.press.front.ready import ReadyAnswer, ReadyPage
from kawaraban.press.store.page import Choose, EncodedPage

logger = logging.getLogger(__name__)


class Pages(Protocol):
    """Where pages come from: the store."""

    @property
    def generation(self) -> memoryview: ...

    def newest_transaction(self) -> int: ...

    def version(self, address: str) -> bytes | None: ...

    def chosen_encoding(self, address: str, choose: Choose) -> tuple[bytes, EncodedPage] | None: ...


class Shelf:
    """Gives the answer to a request target, from memory or from the store."""

    def __init__(self, store: Pages, *, limit_bytes: int, hidden: frozenset[bytes] = frozenset()) -> None:
        self._store = store
        self._hidden = hidden  # headers that are in the store and not for readers
        self._limit_bytes = limit_bytes
        self._pages: OrderedDict[bytes, ReadyPage] = OrderedDict()
        self._turn = 0
        self._generation = -1
        self._transaction = -1
        self._cell: memoryview | None = None
        self._has_complained = False
        self._unread = Complaint(logger, "The page store cannot be read")
        self.used_bytes = 0

    def answer(self, target: bytes, accept_encoding: bytes | None) -> ReadyAnswer | None:
        """What a reader gets at this target, None when nothing is printed there or the store cannot be read."""
        cell = self._cell
        if cell is None or cell[0] != self._generation:
            self._look_at_generation()
        page = self._pages.get(target)
        if page is None:
            page = self._find(target)
        elif page.checked_at != self._turn:
            page = self._compared(target, page)
        if page is None:
            return None
        page.is_used = True
        return page.answers.get(wishes_of(accept_encoding)) or self._prepare(page, accept_encoding)

    def tick(self) -> None:
        """Once a second: see what a writer may have failed to tell."""
        if not self._has_complained:
            self._unread.over()
        self._has_complained = False
        try:
            newest = self._store.newest_transaction()
        except (lmdb.Error, OSError):
            self._complain("it fails")
            newest = -1
        if self._is_another_store():
            self._look_at_generation()
        if newest != self._transaction:
            self._transaction = newest
            self._turn += 1

    def __len__(self) -> int:
        return len(self._pages)

    def _complain(self, what: str) -> None:
        """Into the log, with the error that is being handled; once a minute, whatever comes."""
        failure = sys.exc_info()[1]
        self._has_complained = True
        self._unread.hear(f"{what}: {said_plainly(failure)}" if failure else what)

    def _is_another_store(self) -> bool:
        try:
            return self._cell is not self._store.generation
        except OSError:
            return True

    def _look_at_generation(self) -> None:
        try:
            self._cell = self._store.generation
        except OSError:
            # Without it every page is compared each time: slow, and right.
            self._complain("its generation is not there")
            self._turn += 1
            return
        self._generation = self._cell[0]
        self._turn += 1

    def _find(self, target: bytes) -> ReadyPage | None:
        """The page that this target means, though it is not the canonical one, or not on the shelf yet."""
        address = address_of_target(target)
        if address is None:
            return None
        key = target_of(address)
        page = self._pages.get(key)
        if page is None:
            # Nothing is known of it yet: `_prepare` asks the store.
            return ReadyPage(address, b"", self._turn)
        return page if page.checked_at == self._turn else self._compared(key, page)

    def _compared(self, key: bytes, page: ReadyPage) -> ReadyPage | None:
        """The page as new as the store has it; None when it is not there any more."""
        try:
            version = self._store.version(page.address)
        except (lmdb.Error, OSError):
            # The app can still make the page: a broken store makes the paper slow, not silent.
            self._complain("it fails")
            version = None
        if version == page.version:
            page.checked_at = self._turn
            return page
        self._drop(key)
        return None if version is None else ReadyPage(page.address, b"", self._turn)

    def _prepare(self, page: ReadyPage, accept_encoding: bytes | None) -> ReadyAnswer | None:
        """Read the body that is wanted, and keep it."""
        wishes = wishes_of(accept_encoding)
        try:
            found = self._store.chosen_encoding(page.address, wishes.choose)
        except (lmdb.Error, OSError):
            self._complain("it fails")
            found = None
        key = target_of(page.address)
        if found is None:
            self._drop(key)
            return None
        version, encoded = found
        if version != page.version or key not in self._pages:
            # It came between the look-up and now, or is new here: nothing older is kept beside it.
            self._drop(key)
            page = ReadyPage(page.address, version, page.checked_at)
            self._pages[key] = page
        answer = page.by_coding.get(encoded.encoding)
        if answer is None:
            answer = page.by_coding[encoded.encoding] = ReadyAnswer.of(encoded, hidden=self._hidden)
            self.used_bytes += answer.size + len(version)
        page.answers[wishes] = answer
        self._make_room()
        return answer

    def _drop(self, key: bytes) -> None:
        page = self._pages.pop(key, None)
        if page is not None:
            self.used_bytes -= _size(page)

    def _make_room(self) -> None:
        """Drop what came first and was not asked for since it was last spared."""
        while self.used_bytes > self._limit_bytes:
            key, page = next(iter(self._pages.items()))
            if page.is_used and len(self._pages) > 1:
                page.is_used = False
                self._pages.move_to_end(key)
            else:
                self._drop(key)


def _size(page: ReadyPage) -> int:
    return sum(answer.size + len(page.version) for answer in page.by_coding.values())
