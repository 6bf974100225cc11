"""The page store: every printed page, under its address and its keys, in one LMDB folder for all processes.

Why a rendering that began before an order can never stay
---------------------------------------------------------
Orders are numbered in the order in which they are committed, each in the transaction of its change. A page
is rendered like this: read the newest order number N, then render, then `put(page)` with `order_number=N`.
The printer follows the log like this: for order M with keys K first `mark` K with M, then take
`addresses_under(K)`, then render each of them again.

Let a rendering with one of the keys K have begun before order M was committed. It may show the state before
the change, and its N is smaller than M. `put` and `mark` are one LMDB write transaction each, and LMDB has
one writer at a time over all processes, so one of them comes first:

- `mark` first: `put` finds a mark M > N on the key and refuses. The rendering is not stored.
- `put` first: the page is in the index when the printer looks up `addresses_under(K)`, which it does after
  `mark`. It is printed again by a rendering whose N' was read after M was committed: N' >= M, and that
  rendering sees the change. Or the page is gone, and the address is deleted.

There is no third way. A rendering with N >= M read its number after M was committed, so its own queries,
which come later still, see the change: it may stay.

The argument needs numbers that are committed in their order: `orders.py` sees to that. It needs one store, too, with
all its marks, and the log that the marks are of. A file can be thrown away, cut, or put back from a copy at any moment:
which store is believed, and from which order on, is `seal.py` and `keeping.py`.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path

from kawaraban.press.store.branches import Branches, Transaction
from kawaraban.press.store.environment import FIRST_SIZE, PressEnvironment, shared_environment
from kawaraban.press.store.failures import Failure
from kawaraban.press.store.leaves import (
    ALL_MISSING,
    ANCHOR,
    ANEW,
    CURSOR,
    EDITION,
    EPOCH,
    FLOOR,
    NUMBER,
    SEEN,
    Origin,
    empty,
    may_stay,
    note_in,
    number_in,
    place_of,
    remove_page,
    set_note_in,
    write_page,
)
from kawaraban.press.store.page import IDENTITY, Choose, EncodedPage, Page, read_head, version_of


class Store:
    """All that is printed. Cheap to make: the files are opened at the first call, once for each process."""

    def __init__(self, folder: Path, *, first_size: int = FIRST_SIZE) -> None:
        self.folder = folder
        self._environment: PressEnvironment = shared_environment(folder, first_size=first_size)

    # Reading, for the front

    def encoded_page(self, address: str, encoding: str) -> EncodedPage | None:
        """The page in this encoding, or as it is when it has no such body; None when it is not printed."""
        found = self.chosen_encoding(address, lambda sizes: encoding if encoding in sizes else IDENTITY)
        return found[1] if found is not None else None

    def chosen_encoding(self, address: str, choose: Choose) -> tuple[bytes, EncodedPage] | None:
        """The page's version and its body in the encoding that `choose` names; None when it is not printed."""

        def work(transaction: Transaction, branches: Branches) -> tuple[bytes, EncodedPage] | None:
            value = transaction.get(place_of(address), db=branches.pages)
            if value is None:
                return None
            encoded = EncodedPage.from_bytes(value, choose)
            # A hash could be another's: the address inside decides.
            return (version_of(value), encoded) if encoded.address == address else None

        return self._environment.read_pages(work, otherwise=None)

    def version(self, address: str) -> bytes | None:
        """What differs whenever the page does, for one who has read it before. Cheap: about 4 us."""

        def work(transaction: Transaction, branches: Branches) -> bytes | None:
            value = transaction.get(place_of(address), db=branches.pages)
            return None if value is None else version_of(value)

        return self._environment.read_pages(work, otherwise=None)

    @property
    def generation(self) -> memoryview:
        """One number that is another after every change of pages, by whatever process: `generation[0]`."""
        return self._environment.generation.cell

    def newest_transaction(self) -> int:
        """A number that grows with everything that is written here."""
        return self._environment.newest_transaction()

    def page(self, address: str) -> Page | None:
        """The whole page, for the printer."""

        def work(transaction: Transaction, branches: Branches) -> Page | None:
            value = transaction.get(place_of(address), db=branches.pages)
            page = Page.from_bytes(value) if value is not None else None
            return page if page is not None and page.address == address else None

        return self._environment.read_pages(work, otherwise=None)

    def has_numbers(self, address: str) -> bool | None:
        """Whether there may be a `?page=2` of this page; None when it is not printed."""
        page = self.page(address)
        return None if page is None else page.has_numbers

    def order_of(self, address: str) -> int | None:
        """The newest order that the page at this address has seen; None when it is not printed."""

        def work(transaction: Transaction, branches: Branches) -> int | None:
            value = transaction.get(place_of(address), db=branches.pages)
            head = read_head(value)[0] if value is not None else None
            return int(head["order"]) if head is not None and head["address"] == address else None

        return self._environment.read_pages(work, otherwise=None)

    def has_key(self, key: str) -> bool:
        """Whether any printed page carries the key."""
        return self._environment.read(
            lambda transaction, branches: transaction.get(place_of(key), db=branches.under) is not None
        )

    # Printing

    def put(self, page: Page, *, edition: str = "", epoch: str | None = None) -> bool:
        """Keep the page, unless an order younger than its rendering named one of its keys: then False.

        `edition` is the stamp of the templates that made it. What was made by others than the store holds is
        refused: a process that has outlived an upgrade prints nothing any more. `epoch` is the history of the database
        that it shows: what is of another one than the store is refused, too.
        """

        def work(transaction: Transaction, branches: Branches) -> bool:
            if not may_stay(transaction, branches, page, Origin(edition, epoch)):
                return False
            write_page(transaction, branches, page)
            if page.order_number > number_in(transaction, branches, SEEN):
                set_note_in(transaction, branches, SEEN, str(page.order_number))
            transaction.delete(page.address.encode()[:500], db=branches.failed)
            return True

        return self._environment.write(work, changes_pages=True)

    def improve(self, page: Page, bodies: Mapping[str, bytes]) -> bool:
        """Put better compressed bodies in the place of `page`'s. False when it was printed anew meanwhile."""
        better = replace(page, bodies=bodies, is_best=True)

        def work(transaction: Transaction, branches: Branches) -> bool:
            value = transaction.get(place_of(page.address), db=branches.pages)
            if value is None or bytes(value) != page.to_bytes():
                return False
            write_page(transaction, branches, better)
            return True

        return self._environment.write(work, changes_pages=True)

    def next_rough(self) -> Page | None:
        """A page that is not yet compressed as well as it can be."""

        def work(transaction: Transaction, branches: Branches) -> Page | None:
            cursor = transaction.cursor(db=branches.rough)
            if not cursor.first():
                return None
            value = transaction.get(bytes(cursor.key()), db=branches.pages)
            return Page.from_bytes(value) if value is not None else None

        return self._environment.read(work)

    def delete(self, address: str) -> bool:
        """Forget the page. False when there was none."""

        def work(transaction: Transaction, branches: Branches) -> bool:
            transaction.delete(address.encode()[:500], db=branches.failed)
            return remove_page(transaction, branches, place_of(address))

        return self._environment.write(work, changes_pages=True)

    def mark(self, orders: Mapping[str, int], *, anchor: str = "") -> None:
        """Write the newest order number of each key. From now on no older rendering is taken under it.

        `anchor` are the words by which the newest of them is known again (`order_log.py`).
        """

        def work(transaction: Transaction, branches: Branches) -> None:
            for key, number in orders.items():
                old = transaction.get(place_of(key), db=branches.marks)
                if old is None or NUMBER.unpack(old)[0] < number:
                    transaction.put(place_of(key), NUMBER.pack(number), db=branches.marks)
            if anchor:
                set_note_in(transaction, branches, ANCHOR, anchor)

        self._environment.write(work)

    def addresses_under(self, keys: Iterable[str]) -> set[str]:
        """Where pages are printed that carry one of the keys."""

        def work(transaction: Transaction, branches: Branches) -> set[str]:
            found: set[str] = set()
            under = transaction.cursor(db=branches.under)
            for key in keys:
                if not under.set_key(place_of(key)):
                    continue
                for place in under.iternext_dup():
                    value = transaction.get(bytes(place), db=branches.pages)
                    if value is not None:
                        found.add(read_head(value)[0]["address"])
            return found

        return self._environment.read(work)

    # The printer's place in the log

    @property
    def cursor(self) -> int:
        """The newest order that is fully printed here; 0 at first."""
        return int(self.note(CURSOR) or "0")

    def move_cursor(self, number: int) -> None:
        """Everything up to this order is printed."""
        self.set_note(CURSOR, str(number))

    def note(self, name: str) -> str | None:
        """A short text kept under a name."""
        return self._environment.read(lambda transaction, branches: note_in(transaction, branches, name))

    def set_note(self, name: str, text: str) -> None:
        """Keep a short text under a name."""
        self._environment.write(lambda transaction, branches: set_note_in(transaction, branches, name, text))

    def set_failed(self, failure: Failure) -> None:
        """Remember that the page could not be printed, and why, for `kawaraban press status`."""
        self._environment.write(
            lambda transaction, branches: transaction.put(
                # LMDB's keys are short: a very long address is remembered by its beginning.
                failure.address.encode()[:500],
                failure.to_bytes(),
                db=branches.failed,
            )
        )

    def failed(self) -> list[Failure]:
        """The pages whose last printing failed, by address."""

        def work(transaction: Transaction, branches: Branches) -> list[Failure]:
            return [Failure.from_bytes(bytes(value)) for _, value in transaction.cursor(db=branches.failed)]

        return self._environment.read(work)

    def heads_after(self, place: bytes, *, limit: int) -> list[tuple[bytes, str, int]]:
        """Place, address and newest order seen of the next pages behind this place. The empty one begins."""

        def work(transaction: Transaction, branches: Branches) -> list[tuple[bytes, str, int]]:
            pages = transaction.cursor(db=branches.pages)
            if not pages.set_range(place + b"\0"):
                return []
            found = [(bytes(key), read_head(value)[0]) for key, value in islice(pages.iternext(), limit)]
            return [(key, head["address"], head["order"]) for key, head in found]

        return self._environment.read(work)

    def etags(self) -> dict[str, dict[str, str]]:
        """The validator of each body of each page: by address, by encoding."""

        def work(transaction: Transaction, branches: Branches) -> dict[str, dict[str, str]]:
            heads = (read_head(value)[0] for _, value in transaction.cursor(db=branches.pages))
            return {
                head["address"]: {encoding: etag for encoding, (_at, _length, etag) in head["bodies"].items()}
                for head in heads
            }

        return self._environment.read_pages(work, otherwise={})

    def moment(self) -> int:
        """A number that is another after every change of the store, and in another store."""
        number = self._environment.read(lambda transaction, branches: int(transaction.id()))
        return (self._environment.opened_count << 64) + number

    # Figures for the beacon's answer

    def set_figures(self, figures: Mapping[str, int], *, folded: Mapping[str, int] | None = None) -> None:
        """The reads of these stories, and how far each beacon file is folded into them, at one moment."""

        def work(transaction: Transaction, branches: Branches) -> None:
            for story, reads in figures.items():
                transaction.put(story.encode(), NUMBER.pack(reads), db=branches.figures)
            if folded is not None:
                transaction.put(b"folded", json.dumps(dict(folded)).encode(), db=branches.notes)

        self._environment.write(work)

    def figure(self, story: str) -> tuple[int | None, dict[str, int]]:
        """The story's reads, None when it has no figure yet, and how far the beacon files are folded."""

        def work(transaction: Transaction, branches: Branches) -> tuple[int | None, dict[str, int]]:
            value = transaction.get(story.encode(), db=branches.figures)
            folded = transaction.get(b"folded", db=branches.notes)
            return (
                None if value is None else NUMBER.unpack(value)[0],
                {} if folded is None else json.loads(bytes(folded)),
            )

        return self._environment.read(work)

    # Housekeeping

    def begin_edition(self, stamp: str) -> bool:
        """Empty the store when it was printed by another version of the templates. True when it was.

        Marks, cursor and figures stay: they are facts about the log and the stories, not about templates.
        """
        if self.note(EDITION) == stamp:
            return False

        def work(transaction: Transaction, branches: Branches) -> None:
            empty(transaction, branches.pages, branches.under, branches.rough, branches.failed)
            set_note_in(transaction, branches, EDITION, stamp)
            set_note_in(transaction, branches, ANEW, ALL_MISSING)

        self._environment.write(work, changes_pages=True)
        return True

    def begin_life(self, number: int, *, anchor: str = "", epoch: str = "") -> None:
        """Empty the store, which begins anew with this order: it knows none before, and takes no rendering before.

        Each page that it will hold has seen that order, and the printer follows the log from there: nothing that was
        ordered earlier can be missing on a page, and nothing later is passed over.
        """

        def work(transaction: Transaction, branches: Branches) -> None:
            empty(
                transaction, branches.pages, branches.under, branches.rough, branches.failed, branches.marks
            )
            begins = {CURSOR: str(number), FLOOR: str(number), SEEN: "0", ANCHOR: anchor, EPOCH: epoch}
            for name, text in begins.items():
                set_note_in(transaction, branches, name, text)
            set_note_in(transaction, branches, ANEW, ALL_MISSING)

        self._environment.write(work, changes_pages=True)

    @property
    def anchor(self) -> str | None:
        """The words of the newest order that was marked here; None in a store that has not begun."""
        return self.note(ANCHOR)

    @property
    def epoch(self) -> str:
        """The history of the database that all of it is of; empty where nobody has said it."""
        return self.note(EPOCH) or ""

    @property
    def newest_seen(self) -> int:
        """The newest order that any of its pages has seen, or that was printed."""
        return max(int(self.note(SEEN) or "0"), self.cursor)

    def pages_count(self) -> int:
        """How many pages are printed."""
        return self._environment.read(
            lambda transaction, branches: int(transaction.stat(branches.pages)["entries"])
        )

    def rough_count(self) -> int:
        """How many of them still wait for their best compression."""
        return self._environment.read(
            lambda transaction, branches: int(transaction.stat(branches.rough)["entries"])
        )

    def used_bytes(self) -> int:
        """How much of the store's file is in use."""
        return self._environment.used_bytes()

    @property
    def is_believed(self) -> bool:
        """Whether its pages may be shown (`seal.py`). Raises like every other look when it cannot be opened."""
        return self._environment.read_pages(lambda transaction, branches: True, otherwise=False)

    @property
    def opened_count(self) -> int:
        """How often this process has opened the store: another number, another store perhaps."""
        return self._environment.opened_count

    def clear_dead_readers(self) -> int:
        """Free the slots of readers that were killed."""
        return self._environment.clear_dead_readers()

    def close(self) -> None:
        """Let go of the files; before a fork. The next call opens them again."""
        self._environment.close()
