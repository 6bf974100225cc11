"""What is done with pages inside one transaction of the store: where one lies, keeping it, taking it away."""

import hashlib
import struct
from dataclasses import dataclass
from typing import Final

from kawaraban.press.store.branches import Branch, Branches, Transaction
from kawaraban.press.store.page import Page, read_head

NUMBER: Final = struct.Struct(">Q")

CURSOR: Final = "cursor"
EDITION: Final = "edition"
# Renderings that began before this order are not kept: the store has begun with it and knows none before.
FLOOR: Final = "floor"
# The newest order that any page here has seen.
SEEN: Final = "seen"
# While the paper is printed anew into a store that was emptied: how many public pages were looked at, and of how many.
ANEW: Final = "anew"
ALL_MISSING: Final = "0 0"
# The newest order that was marked here, and the words by which it is known again: "42 3f9a...".
ANCHOR: Final = "anchor"
# The history of the database that all of it is of (`press/epoch.py`).
EPOCH: Final = "epoch"


def place_of(text: str) -> bytes:
    """LMDB takes keys of at most 511 bytes, and a Japanese address is longer."""
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


def note_in(transaction: Transaction, branches: Branches, name: str) -> str | None:
    """A short text kept under a name."""
    value = transaction.get(name.encode(), db=branches.notes)
    return None if value is None else bytes(value).decode()


def set_note_in(transaction: Transaction, branches: Branches, name: str, text: str) -> None:
    """Keep it."""
    transaction.put(name.encode(), text.encode(), db=branches.notes)


def number_in(transaction: Transaction, branches: Branches, name: str) -> int:
    """A note that is a number; 0 when there is none."""
    return int(note_in(transaction, branches, name) or "0")


@dataclass(frozen=True, slots=True)
class Origin:
    """What made a page: the stamp of its templates, and the epoch of what it shows; None where nobody says."""

    edition: str = ""
    epoch: str | None = None


def may_stay(transaction: Transaction, branches: Branches, page: Page, origin: Origin) -> bool:
    """Whether nothing says that the page was rendered too early, by other templates, or from another history."""
    edition, epoch = origin.edition, origin.epoch
    if epoch is not None and (note_in(transaction, branches, EPOCH) or epoch) != epoch:
        return False
    if edition and note_in(transaction, branches, EDITION) not in {None, edition}:
        return False
    if page.order_number < number_in(transaction, branches, FLOOR):
        return False
    marks = (transaction.get(place_of(key), db=branches.marks) for key in page.keys)
    return all(mark is None or NUMBER.unpack(mark)[0] <= page.order_number for mark in marks)


def write_page(transaction: Transaction, branches: Branches, page: Page) -> None:
    """Put the page in its place and under its keys."""
    place = place_of(page.address)
    remove_page(transaction, branches, place)
    transaction.put(place, page.to_bytes(), db=branches.pages)
    for key in page.keys:
        transaction.put(place_of(key), place, db=branches.under)
    if not page.is_best:
        transaction.put(place, b"", db=branches.rough)


def remove_page(transaction: Transaction, branches: Branches, place: bytes) -> bool:
    """Take it away from everywhere. False when there was none."""
    value = transaction.get(place, db=branches.pages)
    if value is None:
        return False
    for key in read_head(value)[0]["keys"]:
        transaction.delete(place_of(key), place, db=branches.under)
    transaction.delete(place, db=branches.rough)
    transaction.delete(place, db=branches.pages)
    return True


def empty(transaction: Transaction, *branches: Branch) -> None:
    """Take everything out of these branches."""
    for branch in branches:
        transaction.drop(branch, delete=False)
