"""Walks through a whole page store and says what is wrong with it. It may be ended by what it reads.

    python -m kawaraban.press.store.probe FOLDER      0: sound. 1: what is wrong, in a line

It opens the file by itself, without the table of readers: that of a running paper is not its business.
"""

import contextlib
import os
import sys
from pathlib import Path
from typing import Any

import lmdb

from kawaraban.press.store.leaves import BRANCHES, place_of
from kawaraban.press.store.page import NotAPage, read_head


def walk(folder: Path) -> None:
    """Look at every entry. Raises NotAPage or lmdb.Error at the first that is not as we write them."""
    with lmdb.open(str(folder), readonly=True, lock=False, max_dbs=len(BRANCHES)) as environment:
        _walk_free_pages(environment)
        branches: dict[str, Any] = {}
        for name in BRANCHES:
            with contextlib.suppress(lmdb.NotFoundError):
                branches[name] = environment.open_db(name.encode(), create=False, dupsort=name == "under")
        with environment.begin(buffers=True) as transaction:
            for name, branch in branches.items():
                entries = sum(1 for _entry in transaction.cursor(db=branch))
                if entries != transaction.stat(branch)["entries"]:
                    raise NotAPage(f"{name} does not have as many entries as it says")
            if "pages" in branches and "under" in branches:
                _walk_pages(transaction, branches)


def _walk_free_pages(environment: Any) -> None:
    """LMDB's own list of what is free, which no transaction shows: a copy without gaps holds it against the rest."""
    with open(os.devnull, "wb") as nowhere:
        environment.copyfd(nowhere.fileno(), compact=True)


def _walk_pages(transaction: Any, branches: dict[str, Any]) -> None:
    """Each page has a head, lies in its own place, and is found under each of its keys."""
    under = transaction.cursor(db=branches["under"])
    for place, value in transaction.cursor(db=branches["pages"]):
        head, start = read_head(value)
        end = max((at + length for at, length, _etag in head["bodies"].values()), default=0)
        if bytes(place) != place_of(head["address"]) or start + end != len(value):
            raise NotAPage("a page is not in its place")
        for key in head["keys"]:
            if not under.set_key_dup(place_of(key), bytes(place)):
                raise NotAPage("a page is not found under its key")


def main() -> None:
    """Walk through the folder that is named."""
    try:
        walk(Path(sys.argv[1]))
    except (lmdb.Error, NotAPage, OSError) as wrong:
        sys.stdout.write(f"{wrong}\n")
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
