"""The tables of a page store, which LMDB calls databases, and the transaction that reads and writes them.

LMDB's own types are named here alone. A table is an attribute: a name that is not one of them is a type error.
"""

from typing import NamedTuple, TypeAlias

import lmdb

Branch: TypeAlias = "lmdb._Database"
# Each is begun with `buffers=True`: what it gives is a view into the map, good until it ends.
Transaction: TypeAlias = "lmdb.Transaction[memoryview]"


class Branches(NamedTuple):
    """The tables of one open store, each under its name in the file."""

    pages: Branch  # place of an address -> the page
    under: Branch  # place of a key -> the places of the pages that carry it, one after the other
    marks: Branch  # place of a key -> the newest order that names it
    figures: Branch  # story -> its reads
    notes: Branch  # name -> a short text
    rough: Branch  # places of the pages that wait for their best compression
    failed: Branch  # address -> why its last printing failed


def is_of_many(name: str) -> bool:
    """Whether a key of this table has more than one value."""
    return name == "under"


def open_branches(environment: lmdb.Environment) -> Branches:
    """Open every table; make those that are missing."""
    return Branches(
        *(environment.open_db(name.encode(), dupsort=is_of_many(name)) for name in Branches._fields)
    )
